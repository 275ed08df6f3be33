"""A document that bears a classification mark is refused; one about secrecy is not."""

from pathlib import Path

import pytest

from lienthong.programmes.rules.extraction.layout import Line
from lienthong.programmes.rules.extraction.secrecy import mark_of
from tests.programmes.measure import lines_of

DIRECTIVES = Path(__file__).parent / "directives"
BODY = "\n".join(["1. Bộ Y tế ban hành quy chế."] * 60)


@pytest.mark.parametrize(
    ("head", "mark"),
    [
        ("BỘ CÔNG AN\nMẬT\nSố: 1/BC-BCA", "Mật"),
        ("TOI MAT\nBÁO CÁO", "Tối mật"),
        ("| BỘ QUỐC PHÒNG | TUYỆT MẬT |\nSố 5-BC/QP", "Tuyệt mật"),
        ("Số: 12-BC/TW   MẬT\nBÁO CÁO", "Mật"),
        ("Độ mật: Tối mật\nQUYẾT ĐỊNH", "Tối mật"),
        ("[MẬT]\nCÔNG ĐIỆN", "Mật"),
        ("M Ậ T\nCÔNG ĐIỆN", "Mật"),
        ("M  Ậ  T\nCÔNG ĐIỆN", "Mật"),
        ("M TẬ\nCÔNG ĐIỆN", "Mật"),  # a PDF whose accented letters are of another font
        ("T I M TỐ Ậ\nCÔNG ĐIỆN", "Tối mật"),
        ("★ T U Y Ệ T - M Ậ T ★\nCÔNG ĐIỆN", "Tuyệt mật"),
        ("TÀI LIỆU TỐI MẬT\nCÔNG ĐIỆN", "Tối mật"),
        ("HỎA TỐC - MẬT\nCÔNG ĐIỆN", "Mật"),
        ("MẬT (Thu hồi sau khi họp)\nCÔNG ĐIỆN", "Mật"),
        ("BỘ A\n(Tuyệt mật)", "Tuyệt mật"),
    ],
)
def test_a_mark_in_the_heading_is_seen(head: str, mark: str) -> None:
    assert mark_of(lines_of(f"{head}\n{BODY}")) == mark


def test_a_mark_under_a_second_letterhead_is_seen() -> None:
    text = f"KẾ HOẠCH\n{BODY}\nĐẢNG CỘNG SẢN VIỆT NAM\nTUYỆT MẬT\nSố 5-KH/BCĐ\n{BODY}"
    assert mark_of(lines_of(text)) == "Tuyệt mật"


def test_a_mark_in_a_page_head_is_seen() -> None:
    assert mark_of([Line(0, "Mật"), *lines_of(BODY)]) == "Mật"


@pytest.mark.parametrize(
    "text",
    [
        "CHỈ THỊ\nVề bảo vệ bí mật nhà nước\n1. Văn bản Mật, Tối mật, Tuyệt mật được lưu riêng.",
        "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TUYỆT MẬT,\nTỐI MẬT\n1. Tài liệu về quốc phòng.",
        "QUY ĐỊNH\nVề tài liệu thuộc danh mục bí\nmật\nnhà nước",
        f"KẾ HOẠCH\n{BODY}\nMật\n{BODY}",
        "HƯỚNG DẪN\nMật khẩu và tài khoản\nMã số",
        "DANH MỤC BÍ\nM TẬ\nNHÀ NƯỚC",
    ],
)
def test_a_document_about_secrecy_is_not_taken_for_a_secret(text: str) -> None:
    assert mark_of(lines_of(text)) is None


@pytest.mark.parametrize("path", sorted(DIRECTIVES.rglob("*.txt")), ids=lambda path: path.stem)
def test_no_open_directive_is_taken_for_a_secret(path: Path) -> None:
    assert mark_of(lines_of(path.read_text(encoding="utf-8"))) is None
