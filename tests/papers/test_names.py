import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.papers.rules.media import DOCX, MEDIA, PDF, TEXT
from lienthong.papers.rules.names import LONGEST, content_disposition, display_name


@pytest.mark.parametrize(
    ("declared", "media_type", "shown"),
    [
        ("Tờ khai.pdf", PDF, "Tờ khai.pdf"),
        ("C:\\Users\\tu\\Tờ khai.PDF", PDF, "Tờ khai.pdf"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("thư\u202efdp.exe", PDF, "thưfdp.exe.pdf"),
        ("đơn.pdf", DOCX, "đơn.pdf.docx"),
        ("dữ liệu.csv", TEXT, "dữ liệu.csv"),
        ("a\r\nSet-Cookie: b.pdf", PDF, "a Set-Cookie b.pdf"),
        ("con.pdf", PDF, "_con.pdf"),
        ("..", PDF, ""),
        ("", PDF, ""),
        ("x" * 300 + ".pdf", PDF, "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_says_what_the_file_is(
    declared: str, media_type: str, shown: str
) -> None:
    assert display_name(declared, media_type) == shown


@given(st.text(max_size=200), st.sampled_from(sorted(MEDIA)))
def test_any_name_is_safe_to_show_and_to_save(declared: str, media_type: str) -> None:
    name = display_name(declared, media_type)
    assert len(name) <= LONGEST
    assert not re.search(r'[<>:"/\\|?*]', name)
    assert not [sign for sign in name if unicodedata.category(sign)[0] == "C"]
    assert name == "" or name.endswith(MEDIA[media_type].suffixes)


@given(st.text(max_size=200), st.sampled_from(sorted(MEDIA)))
def test_any_name_fits_into_one_header(declared: str, media_type: str) -> None:
    header = content_disposition(display_name(declared, media_type), inline=True)
    assert re.fullmatch(
        r"inline; filename=\"[^\"\\%;]*\"; filename\*=UTF-8''[\w.~%-]*",
        header,
        re.ASCII,
    )


def test_old_programs_get_an_unaccented_name_and_others_the_true_one() -> None:
    assert content_disposition("Đơn đề nghị.pdf", inline=False) == (
        'attachment; filename="Don de nghi.pdf"; '
        "filename*=UTF-8''%C4%90%C6%A1n%20%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf"
    )
