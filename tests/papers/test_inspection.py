from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.papers.rules import Refused, media
from lienthong.papers.rules.inspection import media_type_of
from tests.papers.contents import HONEST, REFUSED


def inspect(content: bytes) -> str:
    return media_type_of(BytesIO(content), len(content))


@pytest.mark.parametrize("media_type", media.MEDIA)
def test_every_accepted_type_is_known_by_its_content(media_type: str) -> None:
    assert inspect(HONEST[media_type]) == media_type


@pytest.mark.parametrize(
    ("content", "message"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_everything_else_is_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(Refused) as refusal:
        inspect(content)
    assert refusal.value.message_id == message
    assert "%(" not in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_phone_picture_with_a_film_behind_it_is_a_picture() -> None:
    assert inspect(HONEST[media.JPEG] + b"\x00\x00\x00\x18ftypmp42" + bytes(100_000)) == media.JPEG


def test_a_text_whose_letter_is_cut_by_reading_in_pieces_is_a_text() -> None:
    assert inspect(b"a" + "ế".encode() * 60_000) == media.TEXT


@given(
    st.sampled_from([b"", *(content[:12] for content in HONEST.values())]),
    st.binary(max_size=400),
    st.sampled_from([b"", *(content[-60:] for content in HONEST.values())]),
)
def test_any_bytes_are_of_a_type_or_refused(start: bytes, middle: bytes, end: bytes) -> None:
    try:
        assert inspect(start + middle + end) in media.MEDIA
    except Refused as refusal:
        assert str(refusal).endswith(".")


@given(st.sampled_from(list(HONEST.values())), st.data())
def test_a_damaged_file_is_of_a_type_or_refused(content: bytes, data: st.DataObject) -> None:
    broken = bytearray(content)
    places = data.draw(st.lists(st.integers(0, len(content) - 1), max_size=6))
    for place in places:
        broken[place] = data.draw(st.integers(0, 255))
    try:
        assert inspect(bytes(broken)) in media.MEDIA
    except Refused as refusal:
        assert str(refusal).endswith(".")
