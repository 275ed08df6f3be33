"""What no verb of the list opens and its place shows all the same: less sure than the rest."""

from lienthong.programmes.rules.extraction import verbs
from lienthong.programmes.rules.extraction.context import Context
from lienthong.programmes.rules.extraction.deadlines import Reader
from lienthong.programmes.rules.extraction.duties import Clauses, Duty
from lienthong.programmes.rules.extraction.language import Script
from lienthong.programmes.rules.extraction.layout import Block
from lienthong.programmes.rules.extraction.paragraphs import Draft


def unread(script: Script, reader: Reader, block: Block, context: Context) -> list[Draft]:
    """A target among targets, a point under those who are addressed, somebody in no list."""
    key = script.key(block.text)
    deadline = reader.of(block.text)
    if len(block.text.split()) < _SHORTEST or block.text[0] in "“\"'" or block.text.endswith("!"):
        # A slogan asks everybody and nobody.
        return []
    if context.mode == "aim" and script.pattern(_REACHED).search(key):
        return [Draft(0, len(block.text), Duty("target", (), (), 0), deadline)]
    if context.mode != "order" or not block.style:
        return []
    clauses = Clauses(script)
    acting = clauses.acting(block.text) or clauses.unlisted(block.text)
    if not context.leads:
        acting = acting or clauses.described(block.text)
    if acting:
        return [Draft(0, len(block.text), acting, deadline)]
    looks_back = (verbs.LOOKING_BACK, verbs.STANDPOINT, verbs.TELLING, _NO_VERB)
    if any(script.pattern(pattern).match(key) for pattern in looks_back):
        return []
    if context.leads and block.text[0].isupper():
        return [Draft(0, len(block.text), Duty("task", (), (), -1), deadline)]
    return []


_SHORTEST = 5  # words
_REACHED = r"(?<!\w)(?:đạt|tăng|giảm|còn|có|trên|dưới|tối thiểu|ít nhất)(?!\w)[^.;]{0,40}\d"
# A point that begins with a thing tells about the thing.
_NO_VERB = (
    r"(?:các|những|một|mọi|việc|về|nội dung|thời|địa|danh|kinh phí|nguồn|số|tỷ lệ|kết quả|mục|lớp"
    r"|người|cơ quan|đơn vị|hồ sơ|tài liệu|thành phần|đối tượng|nhiệm vụ|giải pháp|chủ trì|ông|bà"
    r"|đồng chí|văn bản|báo cáo số|hội nghị|cuộc họp|phiên|giai đoạn|quý|tháng|năm|tuần|ngày|sáng"
    r"|chiều|tổng số|dữ liệu|hệ thống|công tác|tình hình|chương trình|đề án|dự án|kế hoạch|phụ lục"
    r"|sản phẩm|thẩm quyền|hình thức|tiêu chí|khẩu hiệu|số lượng|cấp|sở|bộ|ban"
    r"|ủy ban|ubnd|phòng|trung tâm)(?!\w)"
)
