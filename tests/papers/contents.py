"""The smallest honest file of each kind, and dishonest ones."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from lienthong.papers.rules import media

PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>"
    b"endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n95\n%%EOF\n"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20) + b"\xff\xd9"


def png(width: int = 1, height: int = 1) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\x00" + bytes(width)) * height)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def zipped(members: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    target = BytesIO()
    kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(target, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


DOCX = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
XLSX = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
ODT = zipped({"mimetype": media.ODT.encode(), "content.xml": b"<office/>"}, stored=True)
ODS = zipped({"mimetype": media.ODS.encode(), "content.xml": b"<office/>"}, stored=True)

HONEST: Mapping[str, bytes] = {
    media.PDF: PDF,
    media.JPEG: JPEG,
    media.PNG: png(),
    media.WEBP: b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00" + bytes(14),
    media.TIFF: b"II*\x00\x08\x00\x00\x00" + bytes(20),
    media.DOCX: DOCX,
    media.XLSX: XLSX,
    media.ODT: ODT,
    media.ODS: ODS,
    media.XML: '<?xml version="1.0"?>\n<hoSo><ten>Ẵ</ten></hoSo>'.encode(),
    media.TEXT: "MZ BM tên, địa chỉ\r\nNguyễn Văn Tư, Hội An\r\n".encode(),
}


def encrypted_member() -> bytes:
    """A .docx whose list says that its members have a password."""
    content = bytearray(DOCX)
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    return bytes(content)


def forged_size() -> bytes:
    """A .docx whose list says that a member swells to three gigabytes."""
    content = bytearray(DOCX)
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 3_000_000_000)
    return bytes(content)


def endless_list() -> bytes:
    """An archive whose end says that the list of its members has two megabytes."""
    body = b"PK\x03\x04" + bytes(2_000_000)
    return body + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, 2_000_000, 4, 0)


REFUSED: tuple[tuple[str, bytes, str], ...] = (
    ("empty", b"", media.EMPTY),
    ("Windows program", b"MZ\x90\x00" + bytes(60), media.PROGRAM),
    ("Linux program", b"\x7fELF" + bytes(60), media.PROGRAM),
    ("script", b"#!/bin/sh\necho\n", media.PROGRAM),
    ("shortcut", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), media.PROGRAM),
    ("web page", b"<!DOCTYPE html><p>a", media.WEB_PAGE),
    ("web page without declaration", b"  \n<HTML><body>", media.WEB_PAGE),
    ("web page behind a comment", b"<!-- a --><div><script>1</script></div>", media.WEB_PAGE),
    ("SVG", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', media.WEB_PAGE),
    ("XML that is XHTML inside", b'<a xmlns:h="http://www.w3.org/1999/xhtml"/>', media.WEB_PAGE),
    ("late script", b"<a>" + b" " * 100_000 + b"<script>", media.WEB_PAGE),
    ("XML bomb", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', media.ENTITIES),
    ("plain zip", zipped({"a.txt": b"a"}), media.ARCHIVE),
    ("presentation", zipped({"[Content_Types].xml": b"", "ppt/a.xml": b""}), media.UNKNOWN),
    ("rar", b"Rar!\x1a\x07\x00" + bytes(20), media.ARCHIVE),
    ("gzip", b"\x1f\x8b\x08\x00" + bytes(20), media.ARCHIVE),
    ("old Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), media.OLD_OFFICE),
    ("rich text", b"{\\rtf1 a}", media.RICH_TEXT),
    ("GIF", b"GIF89a" + bytes(20), media.OTHER_IMAGE),
    ("iPhone picture", b"\x00\x00\x00\x18ftypheic" + bytes(20), media.OTHER_IMAGE),
    ("film", b"\x00\x00\x00\x18ftypmp42" + bytes(20), media.FILM),
    ("cut PDF", PDF[:100], media.BROKEN),
    ("PDF that begins late", b"\x00" + PDF, media.UNKNOWN),
    ("PDF with a password", PDF.replace(b"/Root", b"/Encrypt 9 0 R/Root"), media.LOCKED),
    ("cut PNG", png()[:30], media.BROKEN),
    ("cut WebP", b"RIFF\xff\x00\x00\x00WEBPVP8 ", media.BROKEN),
    ("cut TIFF", b"II*\x00\xff\x00\x00\x00", media.BROKEN),
    ("picture that is an archive", png() + zipped({"a": b"a"}), media.DISGUISED),
    ("PDF that is an archive", PDF + zipped({"a": b"a"}), media.DISGUISED),
    ("cut docx", DOCX[:-30], media.BROKEN),
    ("docx with something before its list", DOCX[:4] + b"\x00" + DOCX[4:], media.BROKEN),
    ("endless list", endless_list(), media.BROKEN),
    ("docx with a password", encrypted_member(), media.LOCKED),
    ("zip bomb", forged_size(), media.BOMB),
    (
        "docx with macros",
        zipped({"word/document.xml": b"", "word/vbaProject.bin": b"a"}),
        media.MACROS,
    ),
    ("UTF-16 text", "Hội An".encode("utf-16"), media.NOT_UTF8),
    ("text of another encoding", b"H\xf4\xa5i An", media.NOT_UTF8),
    ("text cut within a letter", "Hội".encode()[:3], media.NOT_UTF8),
    ("bytes", bytes(range(256)), media.UNKNOWN),
)
