"""The words by which directives order, ask, promise, and by which reports tell."""

from lienthong.programmes.rules.extraction.language import words

# What a duty may begin with.
DUTY = words("""
ban hành, báo cáo, bảo đảm, đảm bảo, biên soạn, bố trí, bồi dưỡng, bổ sung, bàn giao, bám sát, bảo vệ
bảo mật, cải cách, cải tạo, cải thiện, căn cứ, cập nhật, cấp, chấm dứt, chấn chỉnh, chấp hành, chăm lo
chỉ đạo, chia sẻ, chịu trách nhiệm, chi trả, chủ động, chủ trì, chuẩn bị, chuẩn hóa, chuyển, chuyển đổi
chuyển hướng, chú trọng, công bố, công khai, củng cố, cung cấp, cung ứng, cử, cụ thể hóa, cắt giảm, cho phép
cho ý kiến, duy trì, dự báo, dự kiến, dừng, đánh giá, đào tạo, đầu tư, đẩy mạnh, đẩy nhanh, đặt, đề cao
đề nghị, đề xuất, điều chỉnh, điều hành, điều phối, định kỳ, định hướng, đổi mới, đôn đốc, đồng bộ, đồng thời
đưa, đăng ký, đăng tải, đơn giản hóa, đối chiếu, đối thoại, đo lường, động viên, gắn, giải ngân, giải quyết
giải trình, giám sát, giao, giới thiệu, giúp, giữ, giữ gìn, giữ vững, gửi, góp ý, hạn chế, hình thành, hoàn thành
hoàn thiện, hoàn chỉnh, hoàn trả, hỗ trợ, hợp nhất, hợp tác, huy động, hướng dẫn, kế thừa, kết nối, kết luận
khai thác, khảo sát, khắc phục, khẩn trương, khen thưởng, khởi công, khuyến khích, kiểm soát, kiểm điểm
kiểm tra, kiến nghị, kiện toàn, kịp thời, ký, ký kết, không để, không được, không, làm, làm rõ, làm tốt, làm việc
lãnh đạo, lãnh đạo chỉ đạo, lắp đặt, lập, lấy, lấy ý kiến, liên thông, lồng ghép, lựa chọn, lưu ý, mở, mở rộng, mua sắm
nâng cao, nâng cấp, nắm, nắm bắt, nêu cao, nghiêm cấm, nghiêm túc, nghiên cứu, ngăn chặn, nhanh chóng, nhân rộng
niêm yết, nộp, ổn định, phát động, phát huy, phát triển, phát hiện, phân bổ, phân cấp, phân công, phân loại
phân tích, phân định, phê duyệt, phối hợp, phổ biến, phòng ngừa, phòng chống, phục hồi, phục vụ, phản ánh
phản hồi, phấn đấu, quán triệt, quản lý, quan tâm, quy định, quyết định, quyết liệt, rà soát, ra, rút ngắn
rút kinh nghiệm, sắp xếp, sáp nhập, sơ kết, sớm, sửa đổi, số hóa, sử dụng, tái cấu trúc, tăng cường, tạo, tạo lập
tạo điều kiện, tạo thuận lợi, tập huấn, tập trung, tham gia, tham mưu, thanh tra, thành lập, thay thế, tháo gỡ
thẩm định, thẩm tra, theo dõi, thể chế hóa, thí điểm, thiết kế, thiết lập, thu, thu gom, thu hồi, thu hút, thúc đẩy
thực hành, thực hiện, thống kê, thống nhất, thông báo, thông qua, thông tin, thường xuyên, tích cực, tích hợp
tiếp nhận, tiếp thu, tiếp tục, tiến hành, tinh giản, tính toán, tổ chức, tổng hợp, tổng kết, trả, trả lời, trang bị
trao đổi, trích, triển khai, trình, trực tiếp, truyền thông, tuân thủ, tuyên truyền, tuyển dụng, tuyệt đối, từng bước
tự, ủng hộ, ưu tiên, ứng dụng, ứng phó, vận dụng, vận động, vận hành, xác định, xác minh, xây dựng, xem xét, xét, xử lý
xóa, xin ý kiến, yêu cầu, xác nhận, bãi bỏ, bỏ, bán, di dời, đấu giá, đấu thầu, đấu tranh, khoanh vùng, kêu gọi, kích cầu
lan tỏa, luân chuyển, miễn, giảm, tăng, tăng tốc, thông suốt, thực thi, tối ưu hóa, tôn vinh, trồng, trực, tuần tra
xét xử, kiểm kê, kê khai, khôi phục, cân đối, bình ổn, điều tra, điều động, bổ nhiệm, đóng, nghiệm thu, quyết toán
quy hoạch, thanh toán, tiêm, khoanh nợ, khám, chữa, khơi thông, thường trực, đề phòng, cứu trợ, cứu hộ, sơ tán, di chuyển
nhập, kết thúc, đính chính, sưu tầm, lưu trữ, lưu giữ, chọn, cho, dành, hoàn tất, góp phần, nhận diện, nhận, mời
""")

# What softens or stresses a duty before its verb.
STRESS = words("""
phải, cần, có trách nhiệm, chịu trách nhiệm, có nhiệm vụ, được quyền, có kế hoạch, có giải pháp, có biện pháp
có phương án, có cơ chế, có văn bản, có hướng dẫn, có lộ trình, có ý kiến, có báo cáo, tiếp tục, khẩn trương, chủ động
tập trung, nghiêm túc, trực tiếp, thường xuyên, kịp thời, sớm, nhanh chóng, quyết liệt, tích cực, tuyệt đối, ngay
cùng, cùng với, theo chức năng, theo thẩm quyền, theo nhiệm vụ, theo phân công, trước mắt, đồng thời, quan tâm, xem xét
""")

# An organisation's printed name ends where one of these begins (written small).
NAME_ENDS = words("""
chủ trì, phối hợp, khẩn trương, tiếp tục, chủ động, có trách nhiệm, có nhiệm vụ, phải, cần, tập trung, tăng cường
đẩy mạnh, đẩy nhanh, rà soát, tham mưu, hoàn thành, hoàn thiện, ban hành, báo cáo, tổ chức, thực hiện, triển khai
nghiên cứu, đề xuất, chỉ đạo, lãnh đạo, bảo đảm, đảm bảo, bố trí, hướng dẫn, theo dõi, đôn đốc, cung cấp, cập nhật
nghiêm túc, trực tiếp, thống nhất, xem xét, quyết định, căn cứ, theo chức năng, theo thẩm quyền, trên cơ sở, trong
trình, gửi, có, là, đã, đang, sẽ, được, bị, để, nhằm, tại, từ, khi, nêu, đề nghị, yêu cầu, giao, kiến nghị, tổng hợp
thường xuyên, kịp thời, sớm, duy trì, làm, xác định, chịu trách nhiệm, thành lập, cam kết, không, quyết liệt, ưu tiên
tích cực, với, hỗ trợ, lập, kiểm tra, đánh giá, khắc phục, xử lý, giải quyết, thẩm định, quán triệt, nâng cao, phân công
công khai, công bố, vận hành, chuẩn bị, đầu tư, thông báo, cho ý kiến, giúp, theo, cử, chấn chỉnh, ký, gồm, khác, như
huy động, vận động, tuyên truyền, phát động, phát huy, sử dụng, tham gia, tiếp nhận, tiếp thu, trả lời, sửa đổi
bổ sung, cấp, sắp xếp, tạo, mở, đưa, lấy, khuyến khích, nắm, giữ, điều chỉnh, điều hành, phân bổ, chi trả, kiện toàn
rút, chuyển, khai thác, kết nối, tích hợp, số hóa, chuẩn hóa, tập huấn, đào tạo, tuyển dụng, phê duyệt, thí điểm
tháo gỡ, ngăn chặn, xây dựng, trân trọng, lưu ý, nhất là, đặc biệt là, sau đây, nhằm, về việc, thường trực chỉ đạo
""")

# After a subject these tell what is or was, they order nothing.
TELLING = words("""
đã, đang, còn, chưa, vẫn, vừa, từng, được, bị, có, là, gồm, bao gồm, đạt, cơ bản, luôn, cho biết, cho rằng, nhận định
nêu, nêu rõ, khẳng định, nhấn mạnh, ghi nhận, biểu dương, đánh giá cao, nhất trí, đồng tình, hoan nghênh, phát biểu, chiếm
không còn, không có, nhận được, tiếp tục được, tiếp tục là, bước đầu, trở thành, xảy ra, gặp, đồng ý, ước, thì, mới, sẽ được
""")
# … except when they are part of an order.
STILL_ORDERING = (
    r"(?:được (?:giao|quyền|phân công)|có (?:trách nhiệm|nhiệm vụ|kế hoạch|giải pháp|biện pháp"
    r"|phương án|cơ chế|văn bản|hướng dẫn|lộ trình|ý kiến|báo cáo))(?!\w)"
)

# How a sentence begins that looks back, explains or judges.
LOOKING_BACK = (
    r"(?:với sự tham dự|trên đây là|(?:quyết định|chỉ thị|nghị quyết|kế hoạch|thông báo|kết luận|luật|quy chế|quy định"
    r"|thông tư|nghị định|công điện|văn bản) này|tuy nhiên|tuy vậy|thời gian qua|trong thời gian qua|thời gian vừa qua|vừa qua|nhìn chung|đến nay"
    r"|hiện nay|hiện|hiện tại|qua|tính đến|bên cạnh (?:những )?(?:kết quả|đó,? vẫn)|nguyên nhân|theo báo cáo"
    r"|kết quả|trong (?:\d+|sáu|chín|mười) tháng|so với|điển hình|nổi bật|cụ thể là|ngày \d|sáng|chiều|tham dự"
    r"|cùng dự|cuộc họp do|phiên họp|theo đánh giá|thực tế|một số (?:bộ|ngành|cơ quan|địa phương|nơi)"
    r"|mặc dù|do đó, đã|trong đó,? có \d|năm \d{4}, (?:cả nước|đã|các)|còn \d|số \d)(?!\w)"
)
# The author's own stand: no duty of anybody.
STANDPOINT = (
    r"(?:cơ bản )?(?:thống nhất|nhất trí|tán thành|đồng ý|đồng tình|ghi nhận|biểu dương|đánh giá cao"
    r"|hoan nghênh|khen ngợi|cảm ơn|chia sẻ với|thông báo ý kiến|trân trọng|phê bình|chúc mừng|xác định)(?!\w)"
)

ORDER = r"(?:giao nhiệm vụ cho|giao trách nhiệm cho|giao cho|giao(?! ban (?:hằng|hàng|định|tuần|tháng|quý|của|với|giữa|trực))|yêu cầu|phân công|ủy quyền cho|ủy quyền)"
PROPOSAL = r"(?:đề nghị|kiến nghị(?: với)?|đề xuất(?: với)?|trân trọng đề nghị|khuyến nghị|mong muốn)"
PROMISE = (
    r"(?:cam kết|xin hứa|hứa|xin cam kết|sẽ|quyết tâm|đăng ký(?: hoàn thành)?|dự kiến|tiếp tục cam kết)(?!\w)"
)
AIM = r"(?:(?:trên |hơn |ít nhất |tối thiểu |khoảng )?\d[\d.,]*\s?(?:%|phần trăm)|phấn đấu|mục tiêu|chỉ tiêu|phấn đấu đến|tối thiểu|ít nhất)(?![^\W\d_])"
EARLIER = (
    r"(?:đã (?:được )?(?:giao|yêu cầu|chỉ đạo|phân công|đề nghị|kiến nghị)|đã được (?:giao|phân công)"
    r"|được giao tại|như đã (?:giao|nêu|yêu cầu))(?!\w)"
)
