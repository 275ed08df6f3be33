"""Every text people see has its English, and what is compiled is what is written."""

import gettext
import io
import re
from collections.abc import Iterable

import pytest
from django.utils import translation

from lienthong.catalogue.rules import differences, lifecycle, trial, widths, wording
from lienthong.dossiers.rules import causes, inheriting
from lienthong.dossiers.rules import lifecycle as dossier_lifecycle
from lienthong.organisations.rules import NotAllowed, Sentence, calendars, readiness
from lienthong.web.ui.messages import LOCALE, Message, compile_catalogue, parse
from lienthong.web.ui.saying import said
from tests.web.ui.extract import everything

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
ENGLISH = LOCALE / "en" / "LC_MESSAGES" / "django.po"
# Words of the rules, which are translated where they are shown.
WORDS: tuple[Iterable[str], ...] = (
    wording.CHANNELS.values(),
    wording.UNITS.values(),
    wording.STARTS.values(),
    wording.PAUSES.values(),
    wording.ONLINE_LEVELS.values(),
    wording.PLACES.values(),
    causes.WAITS.values(),
    lifecycle.STATUS_NAMES.values(),
    (name for _width, name in widths.WIDTHS.values()),
    differences.PARTS.values(),
    (name for name, _key in differences.LISTS.values()),
    trial.WEEKDAYS,
    dossier_lifecycle.EVENT_NAMES.values(),
    dossier_lifecycle.STATE_NAMES.values(),
    inheriting.COLUMNS.values(),
    readiness.ITEM_NAMES.values(),
    calendars.WEEKDAYS,
)


def english() -> dict[str, Message]:
    return {message.msgid: message for message in parse(ENGLISH.read_text(encoding="utf-8"))}


def test_every_text_in_code_and_templates_has_an_english_translation() -> None:
    known = english()
    missing = [
        f"{found.where}: {found.msgid}"
        for found in everything()
        if found.msgid not in known
        or not known[found.msgid].translated
        or (found.plural and len(known[found.msgid].texts) != 2)
    ]
    assert missing == []


def test_words_of_the_rules_have_an_english_translation() -> None:
    known = english()
    assert [word for words in WORDS for word in words if word not in known] == []


def test_a_sentence_of_a_rule_is_said_in_the_language_of_the_reader_with_all_its_parts() -> None:
    part = Sentence("%(amount)s %(unit)s", amount="10", unit="ngày làm việc")
    told = Sentence.joined(
        [
            Sentence("Đổi thời hạn “%(key)s”: từ %(limit)s thành %(limit_2)s.", key="a",
                     limit=part, limit_2=part),
            Sentence("Chưa có %(name)s.", name="con dấu điện tử"),
        ]
    )  # fmt: skip
    kept = Sentence.from_json(told.as_json())
    for sentence in (told, kept):
        with translation.override("vi"):
            assert said(NotAllowed(sentence)) == str(told)
        with translation.override("en"):
            assert said(NotAllowed(sentence)) == (
                "Limit “a” changes from 10 working days to 10 working days."
                " Not there yet: electronic seal."
            )


def test_a_translation_has_the_places_of_its_original() -> None:
    place = re.compile(r"%\(\w+\)[a-z]|%[sd]|%\.1f")
    for message in english().values():
        if message.msgid:
            for text in message.texts.values():
                wanted = set(place.findall(message.msgid))
                assert set(place.findall(text)) == wanted, message.msgid


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_the_compiled_catalogue_is_fresh(path: object) -> None:
    written = LOCALE / str(path)
    compiled = compile_catalogue(parse(written.read_text(encoding="utf-8")))
    assert written.with_suffix(".mo").read_bytes() == compiled, (
        "run: python -m lienthong.web.ui.messages"
    )


SAMPLE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# a remark
msgid "một "
"dòng\\n"
msgstr "one line\\n"

msgid "%(count)d ngày"
msgid_plural "%(count)d ngày"
msgstr[0] "%(count)d day"
msgstr[1] "%(count)d days"

msgctxt "nút"
msgid "Đóng"
msgstr "Close"

#, fuzzy
msgid "đoán"
msgstr "a guess"

msgid "chưa dịch"
msgstr ""

#~ msgid "cũ"
#~ msgstr "old"
"""


def test_what_is_compiled_is_read_by_gettext_itself() -> None:
    read = gettext.GNUTranslations(io.BytesIO(compile_catalogue(parse(SAMPLE))))
    assert read.gettext("một dòng\n") == "one line\n"
    assert read.ngettext("%(count)d ngày", "%(count)d ngày", 1) == "%(count)d day"
    assert read.ngettext("%(count)d ngày", "%(count)d ngày", 3) == "%(count)d days"
    assert read.pgettext("nút", "Đóng") == "Close"
    for left in ("đoán", "chưa dịch", "cũ"):
        assert read.gettext(left) == left


@pytest.mark.parametrize("text", ['msgid "a', "msgid 3", 'mgsid "a"'])
def test_a_catalogue_that_cannot_be_read_names_the_line(text: str) -> None:
    with pytest.raises(ValueError, match="line 1"):
        parse(text)
