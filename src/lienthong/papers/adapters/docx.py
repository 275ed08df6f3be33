"""A statement as DOCX (Office Open XML), written by hand: a zip of a few XML parts.

The content is that of the PDF; the same statement gives the same bytes.
"""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

from lienthong.papers.rules.statements import Bars, Section, Statement, Table
from lienthong.papers.rules.wording import clean, date_words

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WIDTH: Final = 9350  # of the text, in twentieths of a point: A4 less its margins
_FILLS: Final = ("2F6F62", "B98A2B", "33527A", "A63D2F")
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


def render(statement: Statement) -> bytes:
    """The statement as the bytes of a DOCX file."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(statement):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return target.getvalue()


def _parts(statement: Statement) -> Iterator[tuple[str, str]]:
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{kinds}.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("footer1", "footer"),
        )
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    )
    yield (
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_R}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2"'
        f' Type="{_PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>',
    )
    yield (
        "word/_rels/document.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_R}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{_R}/footer"'
        ' Target="footer1.xml"/></Relationships>',
    )
    yield (
        "docProps/core.xml",
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_text(' '.join(statement.titles))}</dc:title>"
        f"<dc:creator>{_text(statement.head.issuer)}</dc:creator>"
        "<dc:language>vi-VN</dc:language></cp:coreProperties>",
    )
    yield "word/styles.xml", _styles()
    yield (
        "word/footer1.xml",
        f'<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>',
    )
    yield "word/document.xml", _document(statement)


def _styles() -> str:
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    return (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{font}'
        '<w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "</w:style>"
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/>'
        '<w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style></w:styles>'
    )


def _document(statement: Statement) -> str:
    body = [_head(statement), _paragraph("")]
    first, *rest = statement.titles
    body.append(_paragraph(first.upper(), style="Title"))
    body += [_paragraph(line, align="center", bold=True) for line in rest]
    body.append(_paragraph(""))
    body += [_paragraph(line, align="both", indent=True) for line in statement.opening]
    for place, section in enumerate(statement.sections):
        body += _section(place, section)
    body += [_paragraph(""), _foot(statement)]
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="964" w:bottom="1134"'
        ' w:left="1592" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return (
        f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{"".join(body)}{page}'
        "</w:body></w:document>"
    )


def _head(statement: Statement) -> str:
    head = statement.head
    left = [_paragraph(head.superior.upper(), align="center")] if head.superior else []
    left.append(_paragraph(head.issuer.upper(), align="center", bold=True))
    if statement.party:
        left.append(_paragraph("*", align="center"))
    if head.number:
        word = "Số" if statement.party else "Số:"
        left.append(_paragraph(f"{word} {head.number}", align="center"))
    if statement.party:
        right = [_paragraph("ĐẢNG CỘNG SẢN VIỆT NAM", align="center", bold=True, underline=True)]
    else:
        right = [
            _paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", align="center", bold=True, size=24),
            _paragraph("Độc lập - Tự do - Hạnh phúc", align="center", bold=True, underline=True),
        ]
    place = f"{head.place}, {date_words(head.issued_at)}"
    right.append(_paragraph(place, align="center", italic=True))
    return _beside("".join(left), "".join(right), 4300)


def _foot(statement: Statement) -> str:
    left = []
    if statement.recipients:
        left.append(_paragraph("Nơi nhận:", bold=True, italic=True, size=24))
        last = len(statement.recipients)
        left += [
            _paragraph(f"- {name}{'.' if place == last else ';'}", size=22)
            for place, name in enumerate(statement.recipients, start=1)
        ]
    signer = statement.signer
    right = [_paragraph(line, align="center", bold=True) for line in signer.capacity.split("\n")]
    if signer.manner:
        right.append(_paragraph(f"({signer.manner})", align="center", italic=True))
    right += [_paragraph("")] * 4
    right.append(_paragraph(signer.name, align="center", bold=True))
    return _beside("".join(left) or _paragraph(""), "".join(right), _WIDTH // 2)


def _section(place: int, section: Section) -> Iterator[str]:
    letter = _ROMAN[place] if place < len(_ROMAN) else str(place + 1)
    yield _paragraph(f"{letter}. {section.title}", style="Heading1")
    for line in section.paragraphs:
        yield _paragraph(line, align="both", indent=True)
    if section.table is not None:
        yield _table(section.table)
        yield _paragraph("", size=12)
    if section.bars is not None:
        yield from _bars(section.bars)


def _table(table: Table) -> str:
    shares = table.widths or (1,) * len(table.heads)
    widths = [_WIDTH * share // sum(shares) for share in shares]
    numeric = table.numeric or (False,) * len(table.heads)
    heads = "".join(
        _cell(_paragraph(head, align="center", bold=True, size=23), width)
        for head, width in zip(table.heads, widths, strict=True)
    )
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            _cell(_paragraph(text, align="right" if figure else "left", size=23), width)
            for text, figure, width in zip(row, numeric, widths, strict=True)
        )
        + "</w:tr>"
        for row in table.rows
    )
    return _framed(
        widths, f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{heads}</w:tr>{rows}", borders=True
    )


def _bars(bars: Bars) -> Iterator[str]:
    """Each line is a small table: its name, coloured cells to scale, the whole."""
    yield _paragraph(bars.sentence, italic=True)
    legend = "".join(
        f'<w:r><w:rPr><w:color w:val="{_FILLS[place % 4]}"/></w:rPr><w:t>■</w:t></w:r>'
        f'<w:r><w:rPr><w:sz w:val="22"/></w:rPr><w:t xml:space="preserve"> {_text(word)}   </w:t>'
        "</w:r>"
        for place, word in enumerate(bars.legend)
    )
    yield f"<w:p>{legend}</w:p>"
    name, number = 2900, 700
    room = _WIDTH - name - number
    most = max([1, *(sum(line.parts) for line in bars.lines)])
    for line in bars.lines:
        total = sum(line.parts)
        drawn = [
            (max(60, room * part // most), _FILLS[place % 4], str(part))
            for place, part in enumerate(line.parts)
            if part
        ]
        used = sum(width for width, _fill, _part in drawn)
        widths = [name, *(width for width, _fill, _part in drawn)]
        cells = [_cell(_paragraph(line.name, size=20), name)]
        cells += [
            _cell(_paragraph(part, align="center", size=16, white=True), width, fill=fill)
            for width, fill, part in drawn
        ]
        if used < room:
            widths.append(room - used)
            cells.append(_cell(_paragraph("", size=16), room - used))
        widths.append(number)
        cells.append(_cell(_paragraph(str(total), align="right", size=20), number))
        yield _framed(widths, f"<w:tr>{''.join(cells)}</w:tr>", borders=False)
        # Without a paragraph between them Word joins tables.
        yield _paragraph("", size=8)


def _beside(left: str, right: str, width: int) -> str:
    cells = _cell(left, width) + _cell(right, _WIDTH - width)
    return _framed([width, _WIDTH - width], f"<w:tr>{cells}</w:tr>", borders=False)


def _framed(widths: Sequence[int], rows: str, *, borders: bool) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    value = "single" if borders else "nil"
    lines = "".join(f'<w:{side} w:val="{value}" w:sz="4" w:space="0"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _cell(content: str, width: int, *, fill: str = "") -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'


def _paragraph(
    text: str,
    *,
    style: str = "",
    align: str = "",
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    white: bool = False,
    indent: bool = False,
    size: int = 0,
) -> str:
    """`size` in half points."""
    about = _joined(
        (style, f'<w:pStyle w:val="{style}"/>'),
        (indent, '<w:spacing w:after="120"/><w:ind w:firstLine="567"/>'),
        (align, f'<w:jc w:val="{align}"/>'),
    )
    looks = _joined(
        (bold, "<w:b/>"),
        (italic, "<w:i/>"),
        (white, '<w:color w:val="FFFFFF"/>'),
        (size, f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'),
        (underline, '<w:u w:val="single"/>'),
    )
    runs = "<w:r><w:br/></w:r>".join(
        f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{_text(line)}</w:t></w:r>'
        for line in text.split("\n")
    )
    return f"<w:p><w:pPr>{about}</w:pPr>{runs}</w:p>"


def _joined(*pairs: tuple[object, str]) -> str:
    return "".join(text for wanted, text in pairs if wanted)


def _text(text: str) -> str:
    return escape(clean(text))
