"""Those addressed are found by name, by abbreviation, and by the form of their names."""

import pytest

from lienthong.programmes.rules.extraction.addressees import addressees, everybody
from lienthong.programmes.rules.extraction.language import Script, fold

PROVINCES = "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương"

CASES = [
    ("Bộ Khoa học và Công nghệ, Bộ Công an| chủ trì", "Bộ Khoa học và Công nghệ; Bộ Công an"),
    ("các Bộ KH&CN, Tài chính| rà soát", "Bộ Khoa học và Công nghệ; Bộ Tài chính"),
    ("BTC, BCA| chủ trì", "Bộ Tài chính; Bộ Công an"),
    (
        "Các Bộ: Xây dựng, Thanh tra Chính phủ, Y tế| phối hợp",
        "Bộ Xây dựng; Thanh tra Chính phủ; Bộ Y tế",
    ),
    ("Các Sở: Nội vụ, Y tế; Công an tỉnh| rà soát", "Sở Nội vụ; Sở Y tế; Công an tỉnh"),
    ("UBND các tỉnh, thành phố trực thuộc Trung ương|", PROVINCES),
    (
        "UBND các tỉnh: Lào Cai, Sơn La| khẩn trương",
        "Ủy ban nhân dân tỉnh Lào Cai; Ủy ban nhân dân tỉnh Sơn La",
    ),
    ("Chủ tịch UBND tỉnh Lào Cai| khẩn trương", "Ủy ban nhân dân tỉnh Lào Cai"),
    (
        "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Chủ tịch UBND các tỉnh|:",
        "các bộ; các cơ quan ngang bộ; Ủy ban nhân dân các tỉnh",
    ),
    ("Tổng Thanh tra Chính phủ| chỉ đạo", "Thanh tra Chính phủ"),
    ("Các bộ, ngành, địa phương| rà soát", "các bộ, ngành; các địa phương"),
    ("các bộ, Văn phòng Chính phủ| rà soát", "các bộ; Văn phòng Chính phủ"),
    ("Các tỉnh, Thành ủy| khẩn trương", "các tỉnh ủy, thành ủy"),
    (
        "Đảng ủy Mặt trận Tổ quốc, các đoàn thể Trung ương| chủ trì",
        "Đảng ủy Mặt trận Tổ quốc, các đoàn thể Trung ương",
    ),
    ("đồng chí Phó Thủ tướng Trần Minh, Ủy viên Ban Chỉ đạo| trực tiếp", "Phó Thủ tướng Trần Minh"),
    (
        "Văn phòng Trung ương Đảng - Cơ quan Thường trực Ban Chỉ đạo| chủ trì",
        "Văn phòng Trung ương Đảng",
    ),
    (
        "Tổng Công ty Cảng hàng không Việt Nam (ACV)| bảo đảm",
        "Tổng công ty Cảng hàng không Việt Nam",
    ),
    ("Cục Cảnh sát giao thông| chủ trì", "Cục Cảnh sát giao thông"),
    ("Ban Chỉ đạo chuyển đổi số tỉnh| rà soát", "Ban Chỉ đạo chuyển đổi số tỉnh"),
    ("VNPT Gia Lai| khắc phục", "VNPT Gia Lai"),
    ("Kho bạc Nhà nước khu vực XIII| phối hợp", "Kho bạc Nhà nước khu vực XIII"),
    ("Báo và Phát thanh, Truyền hình Hưng Yên| mở", "Báo và Phát thanh, Truyền hình Hưng Yên"),
    ("Trạm Y tế xã| bố trí", "Trạm Y tế xã"),
    ("Văn phòng Đăng ký đất đai tỉnh| hoàn trả", "Văn phòng Đăng ký đất đai tỉnh"),
    ("Cục Quản lý khám, chữa bệnh| chỉ đạo", "Cục Quản lý khám, chữa bệnh"),
    ("Chi ủy| nhập", "Chi ủy"),
    ("Trưởng thôn, tổ trưởng tổ dân phố| thông tin", "Trưởng thôn; Tổ trưởng tổ dân phố"),
    (
        "Các đảng ủy xã, phường, đảng ủy trực thuộc Tỉnh ủy| tổ chức",
        "các đảng ủy xã, phường; các đảng ủy trực thuộc Tỉnh ủy",
    ),
    ("BỘ CÔNG AN|", "Bộ Công an"),
    ("ỦY BAN NHÂN DÂN TỈNH LÀO CAI|", "Ủy ban nhân dân tỉnh Lào Cai"),
]


@pytest.mark.parametrize(("text", "names"), CASES)
def test_those_addressed_are_named_in_full_up_to_their_verb(text: str, names: str) -> None:
    named, rest = text.split("|")
    found = addressees(Script(), named + rest, Script().key(named + rest), 0)
    assert found is not None
    assert "; ".join(found.names) == names
    assert found.end == len(named)


@pytest.mark.parametrize(
    "text",
    [
        "Ban hành quy chế",
        "Tổ chức hội nghị",
        "Báo cáo kết quả",
        "Bộ chỉ số",
        "các tính năng",
        "Trường hợp",
    ],
)
def test_words_that_only_sound_like_agencies_are_none(text: str) -> None:
    assert addressees(Script(), text, Script().key(text), 0) is None


def test_known_names_are_restored_where_marks_are_scrambled() -> None:
    script = Script(folded=True)
    text = fold("Bộ Nông nghiệp và Môi trường, các bộ, ngành, địa phương")
    found = addressees(script, text, script.key(text), 0)
    assert found is not None
    assert found.names == ("Bộ Nông nghiệp và Môi trường", "các bộ, ngành", "các địa phương")


def test_a_cell_may_separate_its_agencies_in_any_way() -> None:
    assert everybody(Script(), "Bộ Y tế; các địa phương\nSở Y tế") == (
        "Bộ Y tế",
        "các địa phương",
        "Sở Y tế",
    )
    assert everybody(Script(), "- Bộ Y tế - Bộ Nội vụ") == ("Bộ Y tế", "Bộ Nội vụ")
