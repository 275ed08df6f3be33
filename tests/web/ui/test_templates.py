"""What holds for every template of the house."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

from lienthong.web.ui import icons
from tests.web.ui.extract import PACKAGE

TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
WEB = PACKAGE / "web"


def name_of(path: Path) -> str:
    return str(path).split("/templates/", 1)[1]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles_and_needs_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    get_template(name_of(path))
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text


def test_every_icon_that_is_named_exists() -> None:
    used = set()
    for path in TEMPLATES:
        used |= set(re.findall(r'{% icon "([^"]+)" %}', path.read_text(encoding="utf-8")))
    assert used
    assert used <= set(icons.shapes())


def test_the_tags_are_there_without_loading_them() -> None:
    assert engines["django"].from_string("{{ 1234.5|number_vi }}").render() == "1.234,5"


def test_the_look_fits_a_slow_line() -> None:
    """Two weights and two subsets of the text font, the figures, style sheets and script, before
    compression of the texts, stay near the bar; fonts are compressed as they are."""
    static = WEB / "ui" / "static" / "ui"
    wanted = [
        *static.glob("fonts/be-vietnam-pro-latin-?00-normal.woff2"),
        *static.glob("fonts/be-vietnam-pro-vietnamese-?00-normal.woff2"),
        *static.glob("fonts/lien-thong-figures-*.woff2"),
    ]
    assert len(wanted) == 6
    assert sum(path.stat().st_size for path in wanted) < 72_000
    assert (static / "fonts" / "OFL.txt").exists()
    assert (WEB / "ui" / "ICONS-LICENSE.txt").exists()
