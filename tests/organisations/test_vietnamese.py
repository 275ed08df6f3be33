import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.organisations.rules import fold, normalise_tones, sort_key

# Written out by hand from the alphabet and the order of tones, not from the code.
ROWS = (
    "a à ả ã á ạ an àn ản ãn án ạn ang anh ăn ằn ẳn ẵn ắn ặn ân ần ẩn ẫn ấn ận",
    "ba bà bả bã bá bạ ca cha da dung đa đà em êm ga hoa hoà hoá i ke ma na nga ngân nha",
    "o oi ô ôi ơ ơi pha qua quy quý ra sa ta tha tra u ư ưu va xa y ý",
)
SYLLABLES = [syllable for row in ROWS for syllable in row.split()]
words = st.sampled_from(SYLLABLES)
phrases = st.lists(words, min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("hai chau", "Hải Châu"),
        ("dak lak", "Đắk Lắk"),
        ("thuong duc", "  Thượng   Đức "),
        ("uy ban", unicodedata.normalize("NFD", "Ủy ban")),
        ("quoc oai", "QUỐC OAI"),
        # What is pasted from a message brings along what nobody sees.
        ("dinh dat", "\ufeffĐình\u200b Đạt\u00ad"),
    ],
)
def test_people_find_names_without_accents(typed: str, text: str) -> None:
    assert fold(text) == typed


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("new", "lawful"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ", "Thủy"),
        ("KHOẺ", "KHỎE"),
        ("Thanh Hoá", "Thanh Hóa"),
        ("Hoàn", "Hoàn"),
        ("Quý Quỳ Quỷ", "Quý Quỳ Quỷ"),
        ("Xoài", "Xoài"),
        ("Huỳnh", "Huỳnh"),
        ("Thuý, Hoè", "Thúy, Hòe"),
    ],
)
def test_tone_marks_go_where_laws_put_them(new: str, lawful: str) -> None:
    assert normalise_tones(new) == lawful
    assert normalise_tones(unicodedata.normalize("NFD", lawful)) == lawful


@given(phrases)
def test_moving_a_tone_mark_moves_no_name_in_a_list(phrase: list[str]) -> None:
    text = " ".join(phrase)
    assert sort_key(normalise_tones(text)) == sort_key(text)
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Ang", "Anh", "Ăn", "Ân", "Ẩn"],
        ["Ba", "Ba Đình", "Bà", "Bà Rịa", "Bá Thước", "Bạ"],
        ["Dũng", "Đào", "Em", "Ê Đê"],
        ["Hoa Bình", "Hòa An", "Hoà Bình", "Hóa An"],
        ["Khối 2", "Khối 10", "Khối Phố"],
        ["Tư Nghĩa", "Từ Liêm", "Vũ", "Zuôih"],
    ],
)
def test_names_stand_as_in_a_dictionary(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    backwards.sort(key=sort_key)
    assert backwards == ordered


@given(phrases, phrases)
def test_letters_come_first_then_tones_syllable_by_syllable(a: list[str], b: list[str]) -> None:
    places = [[SYLLABLES.index(word) for word in phrase] for phrase in (a, b)]
    keys = [sort_key(" ".join(phrase)) for phrase in (a, b)]
    assert (keys[0] < keys[1]) == (places[0] < places[1])
    assert (keys[0] == keys[1]) == (a == b)


@given(st.text(max_size=20))
def test_a_key_is_ordered_alike_by_every_database(text: str) -> None:
    key = sort_key(text)
    assert not key or (key.isascii() and key.isalnum() and key == key.lower())


def test_case_and_punctuation_do_not_count() -> None:
    assert sort_key("VĂN MIẾU - Quốc Tử Giám") == sort_key("Văn Miếu Quốc Tử Giám")
