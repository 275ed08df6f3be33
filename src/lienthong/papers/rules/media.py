"""Media types that papers accepts, under the names people know, and the sentences of refusal."""

from collections.abc import Mapping
from dataclasses import dataclass

from lienthong.papers.rules.refusal import Refused
from lienthong.papers.rules.refusal import gettext_noop as _


@dataclass(frozen=True)
class Media:
    """`name` is what people call it (a message id); `suffixes` are the names it may end with, the
    usual one first; `shown` says that a browser may open it in its own window."""

    name: str
    suffixes: tuple[str, ...]
    shown: bool = False


PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
TIFF = "image/tiff"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
XML = "application/xml"
TEXT = "text/plain"

MEDIA: Mapping[str, Media] = {
    PDF: Media(_("PDF"), (".pdf",), shown=True),
    JPEG: Media(_("ảnh JPEG"), (".jpg", ".jpeg"), shown=True),
    PNG: Media(_("ảnh PNG"), (".png",), shown=True),
    WEBP: Media(_("ảnh WebP"), (".webp",), shown=True),
    TIFF: Media(_("ảnh TIFF"), (".tif", ".tiff")),
    DOCX: Media(_("văn bản Word"), (".docx",)),
    XLSX: Media(_("bảng tính Excel"), (".xlsx",)),
    ODT: Media(_("văn bản OpenDocument"), (".odt",)),
    ODS: Media(_("bảng tính OpenDocument"), (".ods",)),
    XML: Media(_("dữ liệu XML"), (".xml",)),
    TEXT: Media(_("văn bản thuần"), (".txt", ".csv", ".json")),
}
# The `accept` of a file field: what a browser offers to choose.
ACCEPT = ",".join(suffix for media in MEDIA.values() for suffix in media.suffixes)

EMPTY = _("Tệp rỗng, không có nội dung. Chọn lại tệp rồi gửi.")
TOO_BIG = _(
    "Tệp lớn hơn %(megabytes)s MB. Quét lại ở độ phân giải thấp hơn hoặc chia thành nhiều tệp."
)
UNKNOWN = _("Không nhận ra loại tệp này. Gửi tệp PDF, ảnh JPEG, PNG hoặc Word (.docx).")
PROGRAM = _("Đây là chương trình máy tính, không phải giấy tờ. Gửi tệp PDF hoặc ảnh của giấy tờ.")
WEB_PAGE = _("Không nhận trang web và ảnh SVG. Mở ra, in thành PDF rồi gửi tệp PDF.")
ARCHIVE = _("Không nhận tệp nén. Giải nén rồi gửi từng tệp bên trong.")
OLD_OFFICE = _(
    "Tệp Word, Excel đời cũ (.doc, .xls) hoặc có mật khẩu. Bỏ mật khẩu, lưu lại thành .docx, "
    ".xlsx hoặc PDF rồi gửi."
)
RICH_TEXT = _("Không nhận tệp RTF. Lưu lại thành .docx hoặc PDF rồi gửi.")
OTHER_IMAGE = _("Chưa nhận loại ảnh này. Lưu lại thành JPEG hoặc PNG rồi gửi.")
FILM = _("Không nhận phim, âm thanh. Gửi tệp PDF hoặc ảnh của giấy tờ.")
BROKEN = _("Tệp %(kind)s bị hỏng hoặc gửi chưa hết. Mở thử trên máy, lưu lại rồi gửi.")
LOCKED = _("Tệp %(kind)s có mật khẩu nên cán bộ không mở được. Bỏ mật khẩu rồi gửi lại.")
MACROS = _("Tệp %(kind)s có chứa chương trình (macro). Lưu lại thành PDF rồi gửi.")
DISGUISED = _("Tệp %(kind)s có giấu một tệp nén ở cuối. Mở ra, in thành PDF mới rồi gửi.")
BOMB = _("Tệp %(kind)s khi mở ra lớn bất thường. Lưu lại thành PDF rồi gửi.")
NOT_UTF8 = _("Tệp chữ không ở bảng mã UTF-8. Lưu lại với bảng mã UTF-8 rồi gửi.")
ENTITIES = _("Tệp XML có khai báo DOCTYPE hoặc ENTITY. Xuất lại tệp không có khai báo đó rồi gửi.")


def too_big(limit: int) -> Refused:
    """The refusal of a file of more than `limit` bytes."""
    return Refused(TOO_BIG, megabytes=limit // (1024 * 1024))
