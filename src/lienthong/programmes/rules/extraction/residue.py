"""What a web page left around a document: menus, prompts to sign in, notes on the session (R46).

Such lines are kept in the stored text and passed over when tasks are read.
"""

from collections.abc import Sequence

from lienthong.programmes.rules.extraction.language import Script
from lienthong.programmes.rules.extraction.layout import Line

_WORDS = (
    r"trang chủ|giới thiệu|liên hệ|đăng (?:nhập|ký|xuất)(?: tài khoản| thành viên)?"
    r"|quên mật khẩu\??"
    r"|thoát|tài khoản(?: của tôi)?|hồ sơ cá nhân|tìm kiếm(?: nâng cao)?|sơ đồ (?:trang|site|cổng)"
    r"|về đầu trang|đầu trang|lên đầu trang|xem thêm|quay lại|in(?: trang| bài viết)?|tải (?:về"
    r"|xuống)"
    r"|chia sẻ(?: bài viết)?|bình luận|gửi bình luận|theo dõi(?: trên google news)?|ngôn ngữ"
    r"|tiếng (?:việt|anh)|english|menu|home|login|logout|share|print|facebook|zalo|twitter|youtube"
    r"|(?:tin|bài|văn bản) (?:liên quan|cùng chuyên mục|mới nhất|đọc nhiều)|lược đồ|tải văn bản"
    r"|(?:nội dung|văn bản) (?:tiếng anh|gốc|song ngữ)|chấp nhận|từ chối|đóng|đồng ý"
)
_PIECE = rf"[\s|>»•·«\[\]/-]*(?:{_WORDS})[\s|>»•·«\[\]/-]*"
_SENTENCES = (
    r"(?:.{0,40}(?:vui lòng|hãy|cần|xin mời|mời) (?:bạn |quý khách |ông/bà )?đăng (?:nhập"
    r"|ký)(?!\w).{0,160}"
    r"|.{0,40}phiên (?:làm việc|đăng nhập)(?: của .{1,30})? (?:sẽ |đã )?(?:tự động )?(?:hết hạn"
    r"|kết thúc).{0,120}"
    r"|.{0,60}(?:tự động|sẽ bị) đăng xuất.{0,120}"
    r"|(?:bạn|quý khách) (?:đã |đang )?(?:không (?:hoạt động|thao tác)|chưa đăng nhập).{0,120}"
    r"|.{0,40}(?:sử dụng|dùng) cookie.{0,160}|.{0,20}(?:bản quyền|copyright|©).{0,120}"
    r"|(?:lượt xem|số lượt truy cập|đang (?:trực tuyến|online)|hôm nay"
    r"|tổng truy cập)\s*:?\s*[\d.,]+"
    r"|.{0,220}\((?:hình|ảnh|nguồn)(?: từ| minh họa|:)?[^()]{0,60}\)"
    r"|trình duyệt .{0,60}javascript.{0,80}|https?://\S+|www\.\S+)"
)
_RESIDUE = rf"(?:(?:{_PIECE})+|{_SENTENCES})"
_LONGEST = 260


def is_residue(script: Script, text: str) -> bool:
    key = " ".join(script.key(script.legible(text)).split())
    return 0 < len(key) <= _LONGEST and script.pattern(_RESIDUE).fullmatch(key) is not None


def without_residue(lines: Sequence[Line], script: Script) -> list[Line]:
    """The lines that belong to the document, with their own numbers."""
    return [line for line in lines if line.cells or not is_residue(script, line.text)]
