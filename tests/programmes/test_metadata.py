"""What a document says of itself, what a page left around it, what a reader should know."""

from datetime import date
from pathlib import Path

import pytest

from lienthong.programmes.rules.extraction.extract import extract
from lienthong.programmes.rules.extraction.language import Script
from lienthong.programmes.rules.extraction.layout import Line
from lienthong.programmes.rules.extraction.metadata import Metadata, metadata
from lienthong.programmes.rules.extraction.notices import Notice, notices
from lienthong.programmes.rules.extraction.residue import is_residue
from lienthong.programmes.rules.numbers import one_spelling
from tests.programmes import variants
from tests.programmes.measure import lines_of

DIRECTIVES = Path(__file__).parent / "directives"

PAGE = """Chỉ thị 11/CT-TTg năm 2026 về dữ liệu
Đăng nhập
| Số hiệu | 11/CT-TTg |
| Ngày ban hành | 03/02/2026 |
| Ngày có hiệu lực | 15/02/2026 |
| Loại văn bản | Chỉ thị |
| Cơ quan ban hành | Thủ tướng Chính phủ |
| Người ký | Lê Văn Bình |
| Lĩnh vực | Công nghệ thông tin |
Thủ tướng Chính phủ yêu cầu:
1. Bộ Y tế[1] rà soát dữ liệu trước ngày 30/3.
2. Bộ Nội vụ báo cáo trước ngày 01/02/2026. Hoàn thành trước ngày 01/02/2026.
4. Bộ Tài chính bố trí kinh phí.
[1] Kể cả các bệnh viện trực thuộc.
Vui lòng đăng nhập để tải văn bản
Phiên làm việc sẽ hết hạn sau 60 giây
Đăng xuất
"""

LETTER = """TỈNH ỦY AN LĨNH
*
Số 77-KL/TU
ĐẢNG CỘNG SẢN VIỆT NAM
An Lĩnh, ngày 14 tháng 8 năm 2025
KẾT LUẬN
của Ban Thường vụ Tỉnh ủy về dữ liệu
1- Ban Tổ chức Tỉnh ủy rà soát đảng viên.
Kết luận này có hiệu lực kể từ ngày ký.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
(Đã ký)
Trần Quốc Bình
"""


def notices_of(text: str) -> list[Notice]:
    lines = lines_of(text)
    issued = metadata(lines).issued_on
    return notices(lines, extract(lines, issued=issued), issued=issued)


def kinds(text: str) -> set[tuple[str, int]]:
    return {(notice.kind, notice.line) for notice in notices_of(text)}


def test_r45_the_table_of_a_web_page_gives_all_that_a_document_is() -> None:
    assert metadata(lines_of(PAGE)) == Metadata(
        number="11/CT-TTg",
        kind="Chỉ thị",
        title="Chỉ thị 11/CT-TTg năm 2026 về dữ liệu",
        issuer="Thủ tướng Chính phủ",
        signer="Lê Văn Bình",
        field="Công nghệ thông tin",
        issued_on=date(2026, 2, 3),
        effective_on=date(2026, 2, 15),
    )


def test_r45_a_letterhead_gives_what_it_says() -> None:
    assert metadata(lines_of(LETTER)) == Metadata(
        number="77-KL/TU",
        kind="Kết luận",
        title="của Ban Thường vụ Tỉnh ủy về dữ liệu",
        issuer="Tỉnh ủy An Lĩnh",
        signer="Trần Quốc Bình",
        issued_on=date(2025, 8, 14),
        effective_on=date(2025, 8, 14),
    )


@pytest.mark.parametrize(
    ("head", "issuer"),
    [
        ("Thành Ủy Đà Nẵng", "Thành ủy Đà Nẵng"),
        ("THÀNH Ủy ĐÀ NẴNG\n*", "Thành ủy Đà Nẵng"),
        ("Đảng Cộng sản Việt Nam\nTỉnh Ủy An Giang", "Tỉnh ủy An Giang"),
        ("Ủy Ban Nhân Dân\nThành phố Đà Nẵng", "Ủy ban nhân dân Thành phố Đà Nẵng"),
        ("UBND THÀNH PHỐ ĐÀ NẴNG", "Ủy ban nhân dân thành phố Đà Nẵng"),
        ("Ủy ban Kiểm tra Thành Ủy", "Ủy ban Kiểm tra Thành ủy"),
    ],
)
def test_r45_an_issuer_is_read_however_its_name_is_spelt(head: str, issuer: str) -> None:
    text = LETTER.replace("TỈNH ỦY AN LĨNH\n*", head)
    assert metadata(lines_of(text)).issuer == issuer
    unnumbered = text.replace("Số 77-KL/TU\n", "")
    assert metadata(lines_of(unnumbered)).issuer in (issuer, "")


@pytest.mark.parametrize(
    "rows",
    [
        [("Nơi nhận: - Như trên, - Lưu.", "T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ (Đã ký) Trần Quốc Bình")],
        [("Nơi nhận:", "KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Quốc Bình"), ("- Lưu VT", "")],
        [("Nơi nhận:", "T/M BAN THƯỜNG VỤ"), ("- Như trên", "BÍ THƯ"), ("", "Trần Quốc Bình")],
        [("TM. ỦY BAN", "PHÓ CHỦ TỊCH"), ("", "Trần Quốc Bình")],
    ],
)
def test_r45_the_signer_is_read_out_of_a_table_of_signatures(rows: list[tuple[str, ...]]) -> None:
    body = lines_of(LETTER.split("T/M")[0].rstrip())
    table = [
        Line(len(body) + at, " | ".join(cells), cells=cells) for at, cells in enumerate(rows, 1)
    ]
    assert metadata([*body, *table]).signer == "Trần Quốc Bình"
    # A table at the end that is none of signatures names nobody.
    told = Line(len(body) + 1, "x", cells=("Trưởng ban chỉ đạo", "Trần Quốc Bình"))
    assert metadata([*body, told]).signer == ""


@pytest.mark.parametrize("name", ["thong_bao", "chi_thi_so", "ke_hoach_phu_luc", "nghi_quyet_cp"])
def test_r45_decomposed_letters_say_the_same(name: str) -> None:
    text = (DIRECTIVES / f"{name}.txt").read_text(encoding="utf-8")
    said = metadata(lines_of(text))
    assert metadata(lines_of(variants.decomposed(text))) == said
    assert said.number
    assert said.issued_on


def test_r46_what_a_web_page_left_is_passed_over_and_said() -> None:
    assert ("residue", 2) in kinds(PAGE)
    texts = [item.text for item in extract(lines_of(PAGE))]
    assert not [text for text in texts if "đăng nhập" in text.lower() or "Đăng xuất" in text]
    assert sum(line.text == "Đăng xuất" for line in lines_of(PAGE)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "- Đăng nhập Cổng Dịch vụ công quốc gia bằng VNeID từ ngày 01/7/2025.",
        "Giao Bộ Công an hoàn thành việc đăng ký tài khoản.",
        "1. Giới thiệu cán bộ tham gia Tổ công tác.",
    ],
)
def test_r46_a_sentence_about_signing_in_is_no_residue(line: str) -> None:
    assert not is_residue(Script(), line)


def test_r55_a_year_that_was_inferred_is_said() -> None:
    (found,) = [notice for notice in notices_of(PAGE) if notice.kind == "inferred"]
    assert (found.first, found.second) == ("trước ngày 30/3", "2026")


def test_r56_a_deadline_before_the_document_is_said() -> None:
    assert ("early", 12) in kinds(PAGE)


def test_r57_a_gap_in_numbering_is_said() -> None:
    assert ("gap", 13) in kinds(PAGE)
    assert ("gap", 13) not in kinds(PAGE.replace("\n4. Bộ", "\n3. Bộ"))


def test_r58_a_heading_glued_to_the_end_of_a_paragraph_is_split_off() -> None:
    text = "1. Bộ Y tế báo cáo Chính phủ kết quả thực hiện.2. Bộ Nội vụ rà soát biên chế cấp xã."
    assert [item.lead for item in extract(lines_of(text))] == [("Bộ Y tế",), ("Bộ Nội vụ",)]


def test_r59_a_footnote_is_linked_to_its_text() -> None:
    (found,) = [notice for notice in notices_of(PAGE) if notice.kind == "footnote"]
    assert (found.line, found.second) == (11, "Kể cả các bệnh viện trực thuộc.")
    assert extract(lines_of(PAGE))[0].lead == ("Bộ Y tế",)


def test_r59_a_number_that_lost_its_superscript_is_a_footnote_too() -> None:
    text = """Hà Nội, ngày 10 tháng 9 năm 2025
Chính phủ yêu cầu:
1. Bộ Y tế2 rà soát 441 thủ tục cấp xã¹ và 3 km2 đất, xong trước ngày 25/9/20252.
2. Quý 3 năm 2025, Bộ Y tế báo cáo.
1 Theo thống kê của Bộ Tư pháp.
2 Kể cả các bệnh viện trực thuộc."""
    found = [notice for notice in notices_of(text) if notice.kind == "footnote"]
    assert [(notice.line, notice.first) for notice in found] == [(3, "2"), (3, "1"), (3, "2")]
    items = extract(lines_of(text))
    assert [(item.lead, item.deadline.due_on) for item in items] == [
        (("Bộ Y tế",), date(2025, 9, 24)),
        (("Bộ Y tế",), date(2025, 9, 30)),
    ]
    assert "cấp xã và 3 km2 đất" in items[0].text


@pytest.mark.parametrize(
    ("printed", "one"),
    [
        ("02-KH/BCĐTW", "02-KH/BCĐ"),
        ("Số: 02 – KH/BCĐ", "02-KH/BCĐ"),
        ("57-NQ/TW", "57-NQ/TW"),
        ("12/tb-vpcp", "12/TB-VPCP"),
        ("", ""),
    ],
)
def test_r61_variants_of_a_number_are_one(printed: str, one: str) -> None:
    assert one_spelling(printed) == one
