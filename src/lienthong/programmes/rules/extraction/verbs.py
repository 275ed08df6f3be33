"""The words by which directives order, ask, promise, and by which reports tell."""

from lienthong.programmes.rules.extraction.language import words

# What a duty may begin with.
DUTY = words("""
ban hành, đồng chủ trì, quản trị, biên soạn, bàn giao, bám sát, báo cáo, bãi bỏ, bình ổn, bảo mật
bảo vệ, bảo đảm, bố trí
bồi dưỡng, bổ nhiệm, bổ sung, chi trả, chia sẻ, cho phép, cho ý kiến, chuyển hướng, chuyển đổi
chuẩn bị, chuẩn hóa, chú trọng, chăm lo, chấm dứt, chấn chỉnh, chấp hành, chỉ đạo
chịu trách nhiệm, chủ trì, chủ động, cung cấp, cung ứng, cân đối, công bố, công khai, căn cứ
cải cách, cải thiện, cải tạo, cập nhật, cắt giảm, cụ thể hóa, củng cố, cứu hộ, cứu trợ, di chuyển
di dời, duy trì, dự báo, dự kiến, giám sát, giải ngân, giải quyết, giải trình, giới thiệu, giữ gìn
giữ vững, góp phần, góp ý, hoàn chỉnh, hoàn thiện, hoàn thành, hoàn trả, hoàn tất, huy động
hình thành, hướng dẫn, hạn chế, hỗ trợ, hợp nhất, hợp tác, khai thác, khen thưởng, khoanh nợ
khoanh vùng, khuyến khích, khôi phục, không được, không để, khơi thông, khảo sát, khẩn trương
khắc phục, khởi công, kiến nghị, kiểm kê, kiểm soát, kiểm tra, kiểm điểm, kiện toàn, kê khai
kêu gọi, kích cầu, ký kết, kế thừa, kết luận, kết nối, kết thúc, kịp thời, lan tỏa, liên thông
luân chuyển, làm rõ, làm tốt, làm việc, lãnh đạo, lãnh đạo chỉ đạo, lưu giữ, lưu trữ, lưu ý
lấy ý kiến, lắp đặt, lồng ghép, lựa chọn, mua sắm, mở rộng, nghiêm cấm, nghiêm túc, nghiên cứu
nghiệm thu, ngăn chặn, nhanh chóng, nhân rộng, nhận diện, niêm yết, nâng cao, nâng cấp, nêu cao
nắm bắt, phát hiện, phát huy, phát triển, phát động, phân bổ, phân công, phân cấp, phân loại
phân tích, phân định, phê duyệt, phòng chống, phòng ngừa, phản hồi, phản ánh, phấn đấu, phối hợp
phụ trách, phổ biến, phục hồi, phục vụ, quan tâm, quy hoạch, quy định, quyết liệt, quyết toán
quyết định, quán triệt, quản lý, rà soát, rút kinh nghiệm, rút ngắn, sáp nhập, sơ kết, sơ tán
sưu tầm, sắp xếp, số hóa, sử dụng, sửa đổi, tham gia, tham mưu, thanh toán, thanh tra, thay thế
theo dõi
thiết kế, thiết lập, thu gom, thu hút, thu hồi, thành lập, tháo gỡ, thí điểm, thông báo, thông qua
thông suốt, thông tin, thúc đẩy, thường trực, thường xuyên, thẩm tra, thẩm định, thể chế hóa
thống kê, thống nhất, thực hiện, thực hành, thực thi, tinh giản, tiến hành, tiếp nhận, tiếp thu
tiếp tục, trang bị, trao đổi, triển khai, truyền thông, trả lời, trực tiếp, tuyên truyền
tuyển dụng, tuyệt đối, tuân thủ, tuần tra, tái cấu trúc, tích cực, tích hợp, tính toán, tôn vinh
tăng cường, tăng tốc, tạo lập, tạo thuận lợi, tạo điều kiện, tập huấn, tập trung, tối ưu hóa
tổ chức, tổng hợp, tổng kết, từng bước, vận dụng, vận hành, vận động, xem xét, xin ý kiến
xác minh, xác nhận, xác định, xây dựng, xét xử, xử lý, yêu cầu, điều chỉnh, điều hành, điều phối
điều tra, điều động, đo lường, đào tạo, đánh giá, đính chính, đôn đốc, đăng ký, đăng tải
đơn giản hóa, đảm bảo, đấu giá, đấu thầu, đấu tranh, đầu tư, đẩy mạnh, đẩy nhanh, đề cao, đề nghị
đề phòng, đề xuất, định hướng, định kỳ, đối chiếu, đối thoại, đồng bộ, đồng thời, đổi mới
động viên, ưu tiên, ổn định, ủng hộ, ứng dụng, ứng phó, cử, gửi, lập, làm, nộp, giao, trình, giữ
trích, xóa, xét, không, tạo
sửa chữa, cải tạo, tháo dỡ, giải tỏa, bảo trì, bảo dưỡng, gia cố, nạo vét, thu dọn, chỉnh trang
chỉnh lý, tôn tạo, trùng tu, bảo tồn, đền bù, bồi thường, tái định cư, trợ giúp, làm sạch, làm giàu
phát hành, phát sóng, đưa tin, sao lưu, xử phạt, khởi tố, truy tố, kiểm định, đo đạc, chuyển giao
tiếp quản, kỷ luật, biệt phái, tạm dừng, đình chỉ, hủy bỏ, thu thập, khai báo, trích xuất, mã hóa
xác thực, cài đặt, thử nghiệm, kiểm thử, vận chuyển, cấp phát, phân phối, dự trữ, sản xuất, chăm sóc
biên tập, soạn thảo, dự thảo, hậu kiểm, đối soát, đối khớp, tất toán, triệu tập, lắng nghe
giải thích, tham vấn, tư vấn, hòa giải, kết nạp, giáo dục, rèn luyện, nêu gương, áp dụng
khai trương
ra mắt, chứng thực, chứng nhận, gia hạn, ngừng, hủy, xuất bản, chi tiết hóa, luân phiên, học tập
phân luồng, phân tuyến, phân vùng, phân nhóm, cắm mốc, di dân, canh gác, túc trực, bảo quản
sẵn sàng, giải đáp, che chắn, gương mẫu, đồng hành, kích hoạt, nhập liệu, đấu nối
phủ sóng, khai thông, hệ thống hóa, diễn tập
ứng trực, định giá, phân giao, xúc tiến, quảng bá, vinh danh, khởi động, cắt cử, điều tiết
đảm nhận, đảm nhiệm, thảo luận, tiếp cận, tiếp xúc, tiếp công dân, hồi âm, cấp đổi, cấp lại
trích đo, xác lập, duy tu, ký số, ban bố, chỉ định, giải thể, chấm điểm, xếp loại, xếp hạng
nhắc nhở, truy cứu, thanh lý, điều chuyển, cải tiến, tinh gọn, lược bỏ, cắt bỏ, loại bỏ, xóa bỏ
gỡ bỏ, rà quét, cưỡng chế, hiệu chỉnh, thụ lý, bãi nhiệm, miễn nhiệm, đề bạt, xã hội hóa
tiêm phòng, tiêu hủy, tiêu độc, khử trùng, cách ly, cảnh báo, khuyến cáo, khuyến nông, nuôi dưỡng
""")
# Verbs too easily mistaken for other words where marks are scrambled.
SHORT_DUTY = words("""
bán, bỏ, cho, chuyển, chọn, chữa, cấp, dành, dừng, in, thuê, mua, tính, chốt, tách, điều, bầu
lắp, treo, dán, dựng, xây, sửa, kéo, nối, nâng, đẩy, rút, cắt, đổi, chia, đo, soát, xếp, nhắc
họp, đón, chở, thưởng, phạt, chấm, chạy, bật, ngắt, gom, chống, dẹp, gỡ, rải, cứu
tặng, thăm, phun, vá, quét, đăng, tiếp, giúp, giảm, gắn, khám, ký, lấy, miễn, mời, mở
nhận, nhập, nắm, ra, sớm, thu, tiêm, trả, trồng, trực, tăng, tự, đóng, đưa, đặt
""")

# Short ones that cannot be mistaken right after an agency.
AFTER_A_NAME = words(
    "cấp, chuyển, giảm, tăng, nhận, mở, ký, trả, đưa, giúp, dừng, trực, tiêm, đóng, đặt, ra quân"
)

# What softens or stresses a duty before its verb.
STRESS = words("""
phải, cần, có trách nhiệm, chịu trách nhiệm, có nhiệm vụ, được quyền, được giao, được phân công
có kế hoạch, có giải pháp, có biện pháp, có phương án, có cơ chế, có văn bản, có hướng dẫn
có lộ trình, có ý kiến, có báo cáo, tiếp tục, khẩn trương, chủ động, tập trung, nghiêm túc
trực tiếp, thường xuyên, kịp thời, sớm, nhanh chóng, quyết liệt, tích cực, tuyệt đối, cùng
cùng với, theo chức năng, theo thẩm quyền, theo nhiệm vụ, theo phân công, trước mắt, đồng thời
quan tâm, xem xét
""")

# An organisation's printed name ends where one of these begins (written small).
NAME_ENDS = words("""
chủ trì, đồng chủ trì, phối hợp, khẩn trương, tiếp tục, chủ động, có trách nhiệm, có nhiệm vụ
phải, cần
tập trung, tăng cường, đẩy mạnh, đẩy nhanh, rà soát, tham mưu, hoàn thành, hoàn thiện, ban hành
báo cáo, tổ chức, thực hiện, triển khai, nghiên cứu, đề xuất, chỉ đạo, lãnh đạo, bảo đảm, đảm bảo
bố trí, hướng dẫn, theo dõi, đôn đốc, cung cấp, cập nhật, nghiêm túc, trực tiếp, thống nhất
xem xét, quyết định, căn cứ, theo chức năng, theo thẩm quyền, trên cơ sở, trong, trình, có, là, đã
đang, sẽ, được, bị, để, nhằm, tại, từ, khi, nêu, đề nghị, yêu cầu, kiến nghị, tổng hợp
thường xuyên, kịp thời, sớm, duy trì, xác định, chịu trách nhiệm, thành lập, cam kết, không
quyết liệt, ưu tiên, tích cực, với, hỗ trợ, kiểm tra, đánh giá, khắc phục, xử lý, giải quyết
thẩm định, quán triệt, nâng cao, phân công, công khai, công bố, vận hành, chuẩn bị, đầu tư
ghi nhận, biểu dương, phê bình, nhất trí, đồng ý, nhận định, cho rằng, làm đầu mối, làm cơ quan
làm tổ trưởng, làm trưởng
thông báo, cho ý kiến, theo, chấn chỉnh, gồm, khác, huy động, vận động, tuyên truyền, phát động
phát huy, sử dụng, tham gia, tiếp nhận, tiếp thu, trả lời, sửa đổi, bổ sung, sắp xếp, khuyến khích
điều chỉnh, điều hành, phân bổ, chi trả, kiện toàn, khai thác, kết nối, tích hợp, số hóa
chuẩn hóa, tập huấn, tuyển dụng, phê duyệt, thí điểm, tháo gỡ, ngăn chặn, xây dựng, trân trọng
lưu ý, nhất là, đặc biệt là, sau đây, về việc, giao cho, giao nhiệm vụ, gửi, lập, cử, giúp
""")

# Verbs that are part of names even when written small: "Ban Quản lý dự án đầu tư xây dựng".
IN_NAMES = words("""
xây dựng, phát triển, quản lý, quản trị, phục vụ, giáo dục, đào tạo, bảo vệ, bồi dưỡng, phòng chống
phòng ngừa, kiểm soát, điều phối, chuyển đổi, hợp tác, ứng dụng, truyền thông, thông tin, công tác
thống kê, lưu trữ, đăng ký, đấu giá, đấu thầu, bảo tồn, thanh tra, thanh toán, thẩm tra, kiểm định
kiểm nghiệm, phân tích, dự báo, cứu hộ, cứu trợ, thi hành, giám sát, giám định, quy hoạch, thiết kế
chăm sóc, nuôi dưỡng, điều tra, điều dưỡng, hòa giải, khuyến nông, sáng tạo, cải cách, khoa học
tư vấn, trợ giúp, thường trực, giúp, giải phóng, đo lường, dự trữ, sản xuất, bảo quản, tiêm phòng
làm, giữ, giao, lập, trình, xét, không, tạo, nộp, gửi, cử, trích, xóa
""")
# Any other verb of duty ends a name as well.
_ENDING_VERBS = (
    rf"(?:{words('đưa, lấy, mở, đặt, nhập, nộp')}|(?<!đăng )\bký(?!\w)"
    # Without marks "nhân dân" and "hạ tầng" look like them.
    r"|(?<!\w)nhận(?! dân)(?!\w)|(?<!\w)(?<!hạ )tăng(?!\w)"
    r"|(?<!\w)cấp(?= (?!tỉnh|xã|huyện|ủy|uỷ|cơ sở|trung ương|quốc gia|cao|chính|ban|trên|dưới)))"
)
NAME_STOPS = rf"(?:{NAME_ENDS}|(?!{IN_NAMES}){DUTY}|{_ENDING_VERBS})"

# After a subject these tell what is or was, they order nothing.
TELLING = words("""
đã, đang, còn, chưa, vẫn, vừa, từng, được, bị, có, là, gồm, bao gồm, đạt, cơ bản, luôn, cho biết
cho rằng, nhận định, nêu, nêu rõ, khẳng định, nhấn mạnh, ghi nhận, biểu dương, đánh giá cao
nhất trí, đồng tình, hoan nghênh, phát biểu, chiếm, không còn, không có, nhận được, tiếp tục được
tiếp tục là, bước đầu, trở thành, xảy ra, gặp, đồng ý, ước, thì, mới, sẽ được
""")
# … except when they are part of an order.
STILL_ORDERING = (
    r"(?:được (?:giao|quyền|phân công)|có (?:trách nhiệm|nhiệm vụ|kế hoạch|giải pháp|biện pháp"
    r"|phương án|cơ chế|văn bản|hướng dẫn|lộ trình|ý kiến|báo cáo))(?!\w)"
)

# How a sentence begins that looks back, explains or judges.
LOOKING_BACK = (
    r"(?:với sự (?:tham dự|quyết tâm|cố gắng|nỗ lực|quan tâm|vào cuộc)|trên đây là"
    r"|tuy nhiên|tuy vậy|(?:trong )?thời gian (?:qua|vừa qua)|vừa qua"
    r"|nhìn chung|đến nay|hiện(?: nay| tại)?|qua|tính đến|bên cạnh (?:những )?(?:kết quả|đó,? vẫn)"
    r"|nguyên nhân|theo (?:báo cáo|đánh giá)|kết quả|trong (?:\d+|sáu|chín|mười) tháng|so với"
    r"|(?:ban hành|phê duyệt) kèm theo|(?:thay thế|bãi bỏ|hủy bỏ) (?:\w+ ){1,3}số \d[^ ]*"
    r"|điển hình|nổi bật|cụ thể là|ngày \d+|sáng|chiều|tham dự|cùng dự|cuộc họp do|phiên họp"
    r"|thực tế|một số (?:bộ|ngành|cơ quan|địa phương|nơi)|mặc dù|do đó, đã|trong đó,? có \d+"
    r"|năm \d{4}, (?:cả nước|đã|các)|còn \d+|số \d+"
    r"|(?:quyết định|chỉ thị|nghị quyết|kế hoạch|thông báo|kết luận|luật|quy chế|quy định|thông tư"
    r"|nghị định|công điện|văn bản) (?:này|số \d[^ ]*))(?!\w)"
)
# The author's own stand: no duty of anybody.
STANDPOINT = (
    r"(?:cơ bản |nghiêm túc |nghiêm khắc )?"
    r"(?:thống nhất|nhất trí|tán thành|đồng ý|đồng tình|ghi nhận|biểu dương|trân trọng"
    r"|đánh giá cao|hoan nghênh|khen ngợi|cảm ơn|chia sẻ với|thông báo ý kiến|phê bình|chúc mừng"
    r")(?!\w)"
)

# "Giao Ban X …" is an order, "giao ban hằng tuần" is a meeting.
ORDER = (
    r"(?:giao (?:nhiệm vụ |trách nhiệm )?cho"
    r"|giao(?! ban (?:hằng|hàng|định|tuần|tháng|quý|của|với|giữa|trực))"
    r"|yêu cầu|phân công|ủy quyền(?: cho)?)"
)
PROPOSAL = r"(?:(?:trân trọng )?đề nghị|kiến nghị(?: với)?|đề xuất(?: với)?|khuyến nghị|mong muốn)"
PROMISE = r"(?:(?:xin |tiếp tục )?cam kết|(?:xin )?hứa|sẽ|quyết tâm|đăng ký|dự kiến)(?!\w)"
# "Bộ X báo cáo sẽ hoàn thành …", "… cho biết dự kiến …": what somebody says of itself.
SAYS = r"(?:(?:đã )?(?:báo cáo|cho biết|thông tin|khẳng định)(?: là| rằng|,)? )"
AIM = (
    r"(?:(?:trên |hơn |ít nhất |tối thiểu |khoảng )?\d[\d.,]*\s?(?:%|phần trăm)"
    r"|phấn đấu|mục tiêu|chỉ tiêu|tối thiểu|ít nhất)(?![^\W\d_])"
)
EARLIER = (
    r"(?:đã (?:được )?(?:giao|yêu cầu|chỉ đạo|phân công|đề nghị|kiến nghị)|được giao tại"
    r"|như đã (?:giao|nêu|yêu cầu))(?!\w)"
)
