import re
import threading
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from lienthong.papers.adapters.typst import TEMPLATES, render
from lienthong.papers.rules import media
from lienthong.papers.rules.forms import FORMS, Detail, Form, Mark, Party, Receipt
from lienthong.papers.rules.inspection import media_type_of
from lienthong.papers.rules.wording import clean
from tests.papers import samples

ALPHABET = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)


def read(form: Form) -> PdfReader:
    return PdfReader(BytesIO(render(form)))


def text(form: Form) -> str:
    """All texts, each run of blanks as one."""
    return " ".join(" ".join(page.extract_text() for page in read(form).pages).split())


def fonts(reader: PdfReader) -> set[str]:
    found = set()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    return found


def named(name: str, form: Receipt = samples.RECEIPT) -> Receipt:
    return replace(form, applicant=Party(name=name))


@pytest.mark.parametrize("form", samples.ALL, ids=lambda form: form.template)
def test_every_form_has_its_number_title_and_language(form: Form) -> None:
    reader = read(form)
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "vi-VN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == getattr(form, "kind", form.title)
    found = text(form)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc" in found
    if form.number:
        assert f"Mẫu số {form.number} (Thông tư số 03/2025/TT-VPCP)" in found
        assert form.title.split()[0] in found


def test_the_seven_forms_are_numbered_as_in_the_list() -> None:
    assert list(FORMS) == ["01", "02", "03", "04", "05", "06", "07"]
    assert {form.template for form in FORMS.values()} | {"result", "statement", "common"} == {
        path.stem for path in TEMPLATES.glob("*.typ")
    }


@pytest.mark.parametrize("form", samples.ALL, ids=lambda form: form.template)
def test_every_form_keeps_to_the_standards_for_archives_and_for_listeners(form: Form) -> None:
    """The typesetter itself refuses to claim a standard that it did not keep."""
    content = render(form)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


@pytest.mark.parametrize(
    ("form", "millimetres"),
    [
        (samples.RECEIPT, (148, 210)),
        (samples.SLIP, (148, 210)),
        (samples.REGISTER, (297, 210)),
        (samples.RESULT, (210, 297)),
    ],
    ids=lambda value: getattr(value, "template", ""),
)
def test_forms_are_a5_the_register_a4_landscape(form: Form, millimetres: tuple[int, int]) -> None:
    box = read(form).pages[0].mediabox
    size = (round(float(box.width) * 25.4 / 72), round(float(box.height) * 25.4 / 72))
    assert size == millimetres


def test_a_receipt_says_all_it_must() -> None:
    found = text(samples.RECEIPT)
    for piece in (
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "Hội An, ngày 20 tháng 8 năm 2026",
        "Mã hồ sơ: H17.65-260819-0042",
        "Tra cứu: K7MP",
        "Tiếp nhận hồ sơ của: Ông Nguyễn Văn Tư, số căn cước: 000049•••317",
        "Người nộp thay (cháu): Bà Nguyễn Thị Mai Anh, điện thoại: 0900 000 447",
        "Trợ cấp hưu trí xã hội (mã thủ tục 1.014027)",
        "1 Tờ khai đề nghị hưởng trợ cấp hưu trí xã hội Bản điện tử 01",
        "2. Số lượng hồ sơ: 01 (bộ). Thời gian giải quyết theo quy định: 10 ngày làm việc.",
        "3. Thời gian nhận hồ sơ: 08 giờ 12, ngày 20 tháng 8 năm 2026.",
        "4. Thời gian trả kết quả: trước 17 giờ 00, thứ Hai, ngày 07 tháng 9 năm 2026.",
        "6. Phí, lệ phí: không thu.",
        "quyển số 08/2026, số thứ tự 1.204.",
        "(Ký số lúc 08:12, 20/8/2026) Trần Quốc Bảo",
    ):
        assert re.sub(r"\s", "", piece) in re.sub(r"\s", "", found), piece


def test_a_receipt_of_many_papers_goes_on_to_a_second_page_that_names_the_dossier() -> None:
    first, second = read(samples.LAND).pages
    assert "trang 1/2" in first.extract_text()
    assert "H17.65-260819-0042, trang 2/2" in second.extract_text()
    assert "1.250.000 đồng (chưa nộp)" in second.extract_text()
    assert "được báo khi đã nộp xong nghĩa vụ tài chính" in second.extract_text()


@pytest.mark.parametrize("marks", [(), (Mark.TEST,), (Mark.DEMO,), (Mark.TEST, Mark.DEMO)])
def test_marks_stand_on_every_page_and_only_where_they_are_due(marks: tuple[Mark, ...]) -> None:
    form = replace(samples.LAND, head=replace(samples.HEAD, marks=marks))
    for page in read(form).pages:
        for mark in Mark:
            assert (mark.value in page.extract_text()) == (mark in marks)


@pytest.mark.parametrize("letters", [ALPHABET, ALPHABET.upper()])
def test_all_vietnamese_letters_are_in_the_bundled_face(letters: str) -> None:
    """In each of its cuts: the head is bold, notes are italic, grounds too."""
    line = " ".join(letters[place : place + 12] for place in range(0, len(letters), 12))
    form = replace(
        named(line), notes=(line,), basis=(f"{line} ẵ ặ ữ ợ ỷ đ Đ Ẫ Ỡ",), delivery=line, details=()
    )
    reader = read(form)
    assert {font.removeprefix("LiberationSerif") for font in fonts(reader)} == {
        "",
        "-Bold",
        "-Italic",
    }
    found = re.sub(r"\s", "", "".join(page.extract_text() for page in reader.pages))
    assert found.count(letters) == 4


@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        '#read("common.typ")',
        "$x^2$ *đậm* _nghiêng_ `mã` <nhãn> @tham-chiếu",
        "\\ \\u{41} \\#",
        "\"ngoặc\" 'kép' “cong”",
        "// ghi chú /* mã */",
        "1. Một - hai + ba = bốn",
        "]) [ { } (",
        "%(kind)s {name} ${name}",
        "https://example.com/?a=1&b=2#c",
    ],
)
def test_a_name_is_printed_as_it_is_and_never_run(name: str) -> None:
    form = replace(named(name), notes=(name,), details=(Detail(name=name, value=name),))
    found = re.sub(r"\s", "", text(form))
    assert found.count(re.sub(r"\s", "", name)) == 4


def test_a_line_break_within_a_text_breaks_the_line() -> None:
    assert "Công ty\nHội An" in read(named("Công ty\nHội An")).pages[0].extract_text()


def test_a_direction_mark_does_not_turn_the_text_behind_it() -> None:
    assert "Tư gnort, mã" in text(
        replace(
            samples.RECEIPT,
            applicant=Party(name="Tư \u202egnort", identity="1", identity_name="mã"),
        )
    )


def test_a_word_without_end_stays_on_the_page() -> None:
    page = read(named("Ẵ" * 300)).pages[0]
    places: list[float] = []
    page.extract_text(visitor_text=lambda piece, _c, at, _f, _s: places.append(float(at[4])))
    assert max(places) < float(page.mediabox.width)
    assert text(named("Ẵ" * 300)).count("Ẵ") == 300


def test_a_sign_that_no_face_has_does_not_stop_the_paper() -> None:
    assert "Nguyễn" in text(named("Nguyễn 中 Văn"))


def test_the_same_form_gives_the_same_bytes() -> None:
    assert render(samples.RESULT) == render(samples.RESULT)
    assert render(samples.RESULT) != render(replace(samples.RESULT, about="Về việc khác"))


def test_a_paper_is_accepted_as_a_file() -> None:
    content = render(samples.RECEIPT)
    assert media_type_of(BytesIO(content), len(content)) == media.PDF


def test_several_threads_typeset_at_once() -> None:
    done: list[bytes] = []
    workers = [
        threading.Thread(target=lambda: done.append(render(samples.REFUSAL))) for _ in range(6)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(done) == 6
    assert len(set(done)) == 1


@given(st.text(min_size=1, max_size=80))
def test_any_text_can_stand_on_a_paper(words: str) -> None:
    form = replace(
        samples.RECEIPT,
        applicant=Party(name=words, address=words),
        details=(Detail(name=words, value=words),),
        notes=(words,),
        uncounted=words,
    )
    assert render(form).startswith(b"%PDF-")
    assert clean(words) == clean(clean(words))


def test_the_bundled_face_has_its_licence_beside_it() -> None:
    folder = TEMPLATES.parent / "fonts"
    assert len(list(folder.glob("LiberationSerif-*.ttf"))) == 4
    assert "SIL OPEN FONT LICENSE" in Path(folder / "LICENSE.txt").read_text(encoding="utf-8")
