"""What may stand around a duty: connectives, adverbials, qualifiers, bodies that are described."""

from lienthong.programmes.rules.extraction import verbs
from lienthong.programmes.rules.extraction.language import words

# How a duty begins.
STARTS = f"(?:{verbs.DUTY}|{verbs.STRESS})"
# Between those addressed and their duty: "(…)", "theo chức năng …", "nhất là …".
QUALIFIER = (
    r"\s*(?:\([^()]{1,160}\)"
    r"|,? ?(?:theo|căn cứ|trên cơ sở|trong phạm vi|với (?:chức năng|vai trò|tư cách)|tùy theo"
    r"|nêu trên|nói trên|còn lại|là(?= (?:cơ quan|đơn vị|bộ phận|đầu mối))"
    r"|từ(?= [^,;:.]{2,30} đến )"
    r"|nhất là|đặc biệt là|bao gồm|trong đó có|gồm|trên tinh thần|trong thời gian tới|ngay trong"
    r"|thời gian tới|có(?= (?:liên quan|chức năng|hoạt động|nhu cầu|thẩm quyền|dự án|công trình))"
    r"|liên quan|(?:trên|trong) cả nước|trên địa bàn"
    r"|ở|tại|thuộc|của|nơi|trước|đến|chậm nhất|trong (?:tháng|quý|năm|tuần))(?!\w)"
    rf"[^;:.]{{0,240}}?(?:(?=[\s,]\s*{STARTS})|(?=\s*[:.]?\s*$)))"
)
# "Đơn vị đang quản lý trụ sở đề xuất …": those meant are described, not named.
BODIES = r"(?:cơ quan|đơn vị|địa phương|tổ chức|doanh nghiệp|chủ đầu tư|nhà thầu|xã|phường)"
DESCRIBED = (
    rf"(?:riêng )?(?P<who>(?:các |những |mỗi |\d+ )?{BODIES}(?:(?:,| và) {BODIES})*)"
    r"(?: (?:chưa|còn) [^,;:.]{3,80},?(?= (?:phải|cần|khẩn trương) )"
    r"| được (?:giao|phân công) [^;:.]{3,120}?(?= (?:có trách nhiệm|phải|cần|chịu trách nhiệm) )"
    r"| (?:đang|được|có)"
    r" (?!thẩm quyền|trách nhiệm|nhiệm vụ|quyền|liên quan|chức năng|giao(?! (?:chủ trì|quản lý)))"
    rf"[^,;:.]{{3,80}}?(?= {verbs.DUTY}))"
)
# "Đối với đơn vị được kiểm tra: Chuẩn bị …".
DESCRIBED_BODY = (
    r"(?:(?:các |những )?(?:cơ quan|đơn vị|tổ chức|doanh nghiệp|cơ sở|nhà máy|xã|phường|địa phương"
    r"|chủ đầu tư|trường|hộ)(?!\w)[^:;.]{0,160})(?=:\s)"
)
CONNECTIVES = words("""
đồng thời, bên cạnh đó, ngoài ra, trong đó, trước mắt, theo đó, do đó, vì vậy, riêng, mặt khác
""")
# The last form is the office of a newspaper before its first sentence ("TPO - …").
CONNECTIVE = (
    rf"(?:{CONNECTIVES}[,:]?\s+|(?:lưu ý|cụ thể|nhiệm vụ)\s*:\s*|[“\"(]\s*|[^\W\d_]{{2,12}} [-–] "
    r"|(?:định kỳ|thường xuyên|(?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm))"
    r"(?: (?:hằng |hàng |mỗi )?(?:\d+ )?(?:ngày|tuần|tháng|quý|năm))*,\s+)"
)
ADVERBIAL = words("""
trên cơ sở, căn cứ, để, nhằm, ngay sau khi, ngay khi, sau khi, khi, theo, trong, trước, đến, từ
đối với, về, cùng với, bên cạnh, trường hợp, hằng, hàng, định kỳ, với, tại, qua, thông qua, tùy
nếu, chậm nhất, muộn nhất, thời gian tới, năm, tháng, quý, tuần, giai đoạn, việc, song song với
dưới, thực hiện, tiếp theo, ngày, ngay trong, ngay từ, ngay, xuất phát từ, nhân dịp, cho đến khi
kể từ, hết, cuối, đầu, để bảo đảm, để đảm bảo, trên tinh thần, bám sát, ngoài
""")
