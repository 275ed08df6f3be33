"""Text, DOCX and PDF files are read into numbered lines, or the reader says why not."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader, PdfWriter

from lienthong.programmes.adapters.documents import Unreadable, read_document
from lienthong.programmes.rules.extraction.extract import extract
from lienthong.programmes.rules.extraction.items import Item
from lienthong.programmes.rules.extraction.metadata import metadata
from lienthong.programmes.rules.extraction.secrecy import mark_of
from tests.programmes import variants
from tests.programmes.measure import deadline_of, lines_of

DIRECTIVES = Path(__file__).parent / "directives"
TEXT = (DIRECTIVES / "thong_bao.txt").read_text(encoding="utf-8")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def gist(items: list[Item]) -> list[tuple[str, tuple[str, ...], str]]:
    return sorted((item.kind, item.lead, deadline_of(item)) for item in items)


# Text


def test_capitals_of_an_old_font_are_capitals_again() -> None:
    content = (
        b"TH\xabNG B\xb8O\nGiao c\xb8c S\xeb th\xf9c hi\xd6n nhi\xd6m v\xf4 c\xf1a t\xd8nh"
        b" tr\xad\xedc ng\xb5y 30/9."
    )
    assert [line.text for line in read_document("cu.txt", content)] == [
        "THÔNG BÁO",
        "Giao các Sở thực hiện nhiệm vụ của tỉnh trước ngày 30/9.",
    ]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8"),
        lambda text: variants.decomposed(text).encode("utf-8"),
        variants.windows_1258,
    ],
)
def test_every_encoding_gives_the_same_items_on_the_same_lines(
    encode: Callable[[str], bytes],
) -> None:
    found = extract(read_document("notice.TXT", encode(TEXT)))
    expected = extract(lines_of(TEXT))
    assert gist(found) == gist(expected)
    assert [item.citations for item in found] == [item.citations for item in expected]


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Unreadable, match="bảng mã"):
        read_document("notice.txt", b"\x8a\xff\x8d" * 40)
    with pytest.raises(Unreadable, match="docx"):
        read_document("notice.odt", b"text")


# DOCX


def paragraph(text: str, numbering: str = "") -> str:
    return f"<w:p>{numbering}<w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def docx(body: str, **parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        document = f"<w:document xmlns:w='{W}'><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return file.getvalue()


def test_paragraphs_of_a_docx_are_its_lines() -> None:
    body = "".join(paragraph(line) for line in TEXT.split("\n"))
    found, expected = extract(read_document("a.docx", docx(body))), extract(lines_of(TEXT))
    assert gist(found) == gist(expected)
    assert [item.citations for item in found] == [item.citations for item in expected]


def test_a_docx_table_gives_a_task_for_each_row_cited_by_its_paragraphs() -> None:
    table = "<w:tbl>{}{}</w:tbl>".format(
        row("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn"),
        row("1", "Xây dựng quy chế phối hợp", "Sở Y tế", "Sở Nội vụ; Công an tỉnh", "30/9/2025"),
    )
    body = paragraph("PHỤ LỤC") + table + paragraph("Giao Sở Tư pháp báo cáo trong năm 2025.")
    first, second = extract(read_document("a.docx", docx(body)))
    assert (first.lead, first.supporting) == (("Sở Y tế",), ("Sở Nội vụ", "Công an tỉnh"))
    assert (first.citations, deadline_of(first)) == (((7, 11),), "2025-09-30")
    assert second.citations == ((12, 12),)


def test_automatic_numbering_nests_as_typed_numbering_does() -> None:
    level = "<w:pPr><w:numPr><w:ilvl w:val='{}'/><w:numId w:val='3'/></w:numPr></w:pPr>"
    numbering = (
        f"<w:numbering xmlns:w='{W}'><w:abstractNum w:abstractNumId='7'>"
        "<w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/></w:lvl>"
        "<w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
    )
    body = (
        paragraph("Bộ Y tế", level.format(0))
        + paragraph("Ban hành quy chế phối hợp trước ngày 30/9/2025.", level.format(1))
        + paragraph("Bộ Nội vụ", level.format(0))
        + paragraph("Hướng dẫn vị trí việc làm ở xã.", level.format(1))
    )
    found = extract(read_document("a.docx", docx(body, numbering=numbering)))
    assert [item.lead for item in found] == [("Bộ Y tế",), ("Bộ Nội vụ",)]


def test_deleted_text_is_not_read_and_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('MẬT')}</w:txbxContent>"
    alternative = (
        "<mc:AlternateContent xmlns:mc="
        "'http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = (
        f"<w:p><w:r><w:t>BỘ CÔNG AN</w:t></w:r><w:r>{alternative}</w:r>"
        "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>"
    )
    lines = read_document("a.docx", docx(body))
    assert [line.text for line in lines] == ["BỘ CÔNG AN", "MẬT"]
    assert mark_of(lines) == "Mật"


def test_a_mark_in_the_page_head_of_a_docx_is_seen() -> None:
    head = f"<w:hdr xmlns:w='{W}'>{paragraph('TỐI MẬT')}</w:hdr>"
    assert mark_of(read_document("a.docx", docx(paragraph("Báo cáo"), header1=head))) == "Tối mật"


def test_a_letterhead_set_in_a_table_is_read_line_by_line_and_its_stamp_is_seen() -> None:
    """How offices set it in Word: two cells without borders, several paragraphs in each."""
    right = paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + paragraph("Độc lập - Tự do")

    def head(*left: str) -> str:
        cells = "".join(map(paragraph, left))
        row = f"<w:tr><w:tc>{cells}</w:tc><w:tc>{right}</w:tc></w:tr>"
        body = f"<w:tbl>{row}</w:tbl>" + paragraph("THÔNG BÁO") + paragraph("Kết luận về số hóa")
        return body + paragraph("Giao Sở Y tế ban hành quy chế phối hợp trước ngày 30/9/2025.")

    plain = read_document("a.docx", docx(head("BỘ Y TẾ", "Số: 12/TB-BYT")))
    found = metadata(plain)
    assert (found.number, found.issuer) == ("12/TB-BYT", "Bộ Y tế")
    assert mark_of(plain) is None
    assert mark_of(read_document("a.docx", docx(head("BỘ Y TẾ", "Số: 12/TB-BYT", "MẬT")))) == "Mật"
    broken = head("BỘ Y TẾ<w:br/>MẬT").replace("<w:br/>", "</w:t><w:br/><w:t>")
    assert mark_of(read_document("a.docx", docx(broken))) == "Mật"


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 no archive",
        docx("<w:p>"),
        docx("").replace(b"document.xml", b"dokument.xml"),
        docx("", numbering="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
    ],
)
def test_a_broken_or_hostile_docx_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable, match="DOCX"):
        read_document("a.docx", content)


# PDF


def pdf(text: str, *, per_page: int = 1000) -> bytes:
    source = "#set page(paper: 'a4', numbering: '1')\n#set par(justify: true)\n".replace("'", '"')
    for number, line in enumerate(text.split("\n"), 1):
        source += f"#par[#text({json.dumps(line, ensure_ascii=False)})]\n\n" if line.strip() else ""
        source += "#pagebreak()\n" if number % per_page == 0 else ""
    content = typst.compile(source.encode())
    assert isinstance(content, bytes)
    return content


def test_a_pdf_gives_the_items_of_its_text_with_their_pages() -> None:
    found = extract(read_document("a.pdf", pdf(TEXT, per_page=18)))
    assert gist(found) == gist(extract(lines_of(TEXT)))
    assert {item.page for item in found} == {1, 2}


def test_progress_counts_every_page() -> None:
    seen: list[tuple[int, int]] = []
    read_document("a.pdf", pdf(TEXT, per_page=9), lambda done, pages: seen.append((done, pages)))
    assert len(seen) > 2
    assert seen == [(page, len(seen)) for page in range(1, len(seen) + 1)]


def test_an_encrypted_pdf_says_so() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(TEXT))))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(Unreadable, match="mật khẩu"):
        read_document("a.pdf", file.getvalue())


def test_a_pdf_of_images_says_so() -> None:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(Unreadable, match="ảnh"):
        read_document("a.pdf", file.getvalue())


def test_a_pdf_whose_accented_letters_stand_behind_their_words_says_so() -> None:
    """As programs write it whose font lacks them: no task is made of what would be misread."""
    lines = [
        "".join(letter if letter.isascii() else " " for letter in line)
        + " ".join(letter for letter in line if not letter.isascii() and letter.isalpha())
        for line in TEXT.split("\n")
    ]
    with pytest.raises(Unreadable, match="phông chữ"):
        read_document("a.pdf", pdf("\n".join(lines)))


def test_a_broken_pdf_is_refused() -> None:
    with pytest.raises(Unreadable, match="PDF"):
        read_document("a.pdf", b"%PDF-1.7\nnothing")
