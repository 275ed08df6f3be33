"""One filled-in paper of each form: synthetic persons, identity numbers that are not assigned."""

from datetime import UTC, date, datetime, timedelta

from lienthong.papers.rules import forms
from lienthong.papers.rules.forms import (
    Apology,
    Component,
    Contact,
    ControlSlip,
    Detail,
    Fee,
    Form,
    HandOver,
    Head,
    Lacking,
    Mark,
    Party,
    Receipt,
    Refusal,
    Register,
    RegisterLine,
    Result,
    Signature,
    StopNotice,
    Subject,
    SupplementRequest,
)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of 2026 as the wall clock in Việt Nam shows it."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


HEAD = Head(
    superior="Ủy ban nhân dân phường Hội An",
    issuer="Trung tâm Phục vụ hành chính công",
    place="Hội An",
    issued_at=at(8, 20, 8, 12),
)
COMMITTEE = Head(
    superior="Thành phố Đà Nẵng",
    issuer="Ủy ban nhân dân phường Hội An",
    place="Hội An",
    issued_at=at(9, 8, 9, 5),
    number="12/PXL",
    marks=(Mark.DEMO,),
)
SUBJECT = Subject(
    code="H17.65-260819-0042",
    procedure="Trợ cấp hưu trí xã hội",
    procedure_code="1.014027",
    address="https://example.com/tra-cuu/H17.65-260819-0042",
    secret="K7MP",
)
TU = Party(
    title="Ông",
    name="Nguyễn Văn Tư",
    identity="000049•••317",
    address="27 đường Trần Nhân Tông, phường Hội An, thành phố Đà Nẵng",
    phone="0900 000 446",
    email="tu@example.com",
)
MAI_ANH = Party(title="Bà", name="Nguyễn Thị Mai Anh", relation="cháu", phone="0900 000 447")
BASIS = ("Luật Bảo hiểm xã hội ngày 29 tháng 6 năm 2024",)
PLAN = "Bản vẽ mặt bằng công trình"
BAO = Signature(capacity="", name="Trần Quốc Bảo", manner="Ký số lúc 08:12, 20/8/2026")
TU_SIGNS = Signature(capacity="", name="Nguyễn Văn Tư")
CHAIR = Signature(
    capacity="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", name="Lê Thị Thu Hà", manner="Ký số lúc 09:05, 08/9/2026"
)
DESK = Contact(name="Trần Quốc Bảo", phone="0900 000 274 hoặc 1022")

RECEIPT = Receipt(
    head=HEAD,
    subject=SUBJECT,
    applicant=TU,
    representative=MAI_ANH,
    desk="Trung tâm Phục vụ hành chính công phường Hội An",
    components=(
        Component(name="Tờ khai đề nghị hưởng trợ cấp hưu trí xã hội", kind="Bản điện tử"),
        Component(name="Thông tin cư trú", kind="Khai thác từ cơ sở dữ liệu", copies=None),
        Component(name="Ảnh xác nhận số tài khoản", kind="Bản điện tử"),
    ),
    limit="10 ngày làm việc",
    received_at=at(8, 20, 8, 12),
    due_at=at(9, 7, 17),
    uncounted="Không tính: thứ Bảy, Chủ nhật (trừ 22/8 làm bù), ngày 31/8, 01/9, 02/9. Thời gian "
    "chờ bổ sung, nếu có, không tính và được báo lại.",
    delivery="trực tuyến qua VNeID và kho giấy tờ điện tử",
    volume="08/2026",
    position=1204,
    contact=DESK,
    submitter=Signature(
        capacity="", name="Nguyễn Thị Mai Anh", manner="Xác nhận trực tuyến lúc 20:14, 19/8/2026"
    ),
    receiver=BAO,
    notes=("Khi đến nhận kết quả, mang theo giấy này và căn cước.",),
)
SUPPLEMENT = SupplementRequest(
    head=HEAD,
    subject=SUBJECT,
    applicant=TU,
    phase="Thẩm định hồ sơ",
    lacking=(
        Lacking(name=PLAN, originals=1, copies=1),
        Lacking(name="Giấy chứng nhận quyền sử dụng đất", certified=1, what="Trang 3 quét bị mờ"),
    ),
    reasons=("Bản vẽ chưa có kích thước các phòng.", "Giấy chứng nhận không đọc được số thửa."),
    deadline_at=at(9, 25, 17),
    clock="Thời hạn giải quyết tạm dừng từ 08 giờ 12, ngày 20 tháng 8 năm 2026 "
    "cho đến khi nhận đủ.",
    contact=DESK,
    guide=BAO,
)
REFUSAL = Refusal(
    head=HEAD,
    subject=SUBJECT,
    applicant=TU,
    basis=BASIS,
    reasons=(
        "Người đề nghị chưa đủ 75 tuổi vào ngày nộp hồ sơ.",
        "Hồ sơ đã được giải quyết tại phường Hội An Tây, mã H17.66-260701-0007.",
    ),
    contact=DESK,
    submitter=TU_SIGNS,
    receiver=BAO,
    notes=("Nộp lại được bất cứ lúc nào khi đủ điều kiện.",),
)
APOLOGY = Apology(
    head=COMMITTEE,
    subject=SUBJECT,
    applicant=TU,
    received_at=at(8, 20, 8, 12),
    promised_at=at(9, 7, 17),
    new_due_at=at(9, 9, 17),
    reasons=("Cơ quan bảo hiểm xã hội chưa trả lời xác minh mức hưởng.",),
    field="bảo trợ xã hội",
    contact=DESK,
    signer=CHAIR,
    recipients=("Như trên", "TTPVHCC phường", "Lưu: VT"),
)
STOP = StopNotice(
    head=COMMITTEE,
    subject=SUBJECT,
    applicant=TU,
    received_at=at(8, 20, 8, 12),
    asked_by="ông Nguyễn Văn Tư",
    asked_at=at(9, 7, 14, 30),
    phase="Chờ Phó Chủ tịch phường ký",
    decision="Đơn đề nghị dừng ngày 07 tháng 9 năm 2026",
    reasons=("Người nộp chuyển nơi cư trú đến phường An Hải.",),
    money="không có",
    returned=(Component(name="Ảnh xác nhận số tài khoản", kind="Bản chính"),),
    signer=CHAIR,
    recipients=("Như trên", "Lưu: VT"),
)
SLIP = ControlSlip(
    head=HEAD,
    subject=SUBJECT,
    applicant=TU,
    received_at=at(8, 20, 8, 12),
    due_at=at(9, 7, 17),
    agency="Phòng Văn hóa - Xã hội phường Hội An",
    hand_overs=(
        HandOver(
            giver="Trung tâm Phục vụ hành chính công",
            taker="Phòng Văn hóa - Xã hội",
            at=at(8, 20, 8, 40),
            giver_name="Trần Quốc Bảo",
            taker_name="Phạm Thị Hằng",
            verdict="Đúng hạn",
        ),
        HandOver(
            giver="Phòng Văn hóa - Xã hội",
            taker="Văn phòng HĐND và UBND phường",
            at=at(8, 28, 10),
            giver_name="Phạm Thị Hằng",
            taker_name="Võ Đình Khải",
            verdict="Trước hạn",
            note="Trước 1 ngày",
        ),
        HandOver(giver="Văn phòng HĐND và UBND phường", taker="Trung tâm Phục vụ hành chính công"),
    ),
)
REGISTER = Register(
    head=HEAD,
    volume="08/2026",
    since=date(2026, 8, 1),
    until=date(2026, 8, 31),
    first=1203,
    lines=tuple(
        RegisterLine(
            code=f"H17.65-2608{day}-0042",
            procedure="Đăng ký khai sinh" if day % 2 else "Cấp giấy phép xây dựng nhà ở riêng lẻ",
            party="Nguyễn Văn Tư",
            address="27 đường Trần Nhân Tông, phường Hội An",
            phone="0900 000 446",
            agency="UBND phường Hội An",
            received_at=at(8, day, 8, 12),
            due_at=at(8, day + 3, 17),
            returned_at=at(8, day + 2, 15, 30) if day < 25 else None,
            delivery="Trực tuyến",
        )
        for day in range(10, 28)
    ),
)
RESULT = Result(
    head=Head(
        superior="Thành phố Đà Nẵng",
        issuer="Ủy ban nhân dân phường Hội An",
        place="Hội An",
        issued_at=at(9, 8, 9, 5),
        number="204/GXN-UBND",
        marks=(Mark.TEST, Mark.DEMO),
    ),
    subject=SUBJECT,
    kind="Giấy xác nhận",
    about="Về tình trạng hôn nhân",
    basis=("Luật Hộ tịch ngày 20 tháng 11 năm 2014",),
    to=TU,
    body=("Ủy ban nhân dân phường Hội An xác nhận những thông tin sau là đúng với sổ bộ:",),
    details=(
        Detail(name="Họ, chữ đệm, tên", value="Nguyễn Văn Tư"),
        Detail(name="Tình trạng hôn nhân", value="Chưa đăng ký kết hôn với ai"),
    ),
    valid_until=date(2027, 3, 8),
    signer=CHAIR,
    recipients=("Ông Nguyễn Văn Tư", "Lưu: VT, hộ tịch"),
)
LAND = Receipt(
    head=HEAD,
    subject=SUBJECT,
    applicant=Party(name="Công ty TNHH Ẵ Ẫ Ỡ", identity="0000000317", identity_name="mã số thuế"),
    components=tuple(
        Component(name=f"Giấy tờ thứ {place} của hồ sơ đất đai", kind="Bản chính", copies=place)
        for place in range(1, 31)
    ),
    limit="15 ngày",
    received_at=at(1, 2, 14, 5),
    due_at=None,
    due_words="được báo khi đã nộp xong nghĩa vụ tài chính",
    delivery="tại nơi nộp hồ sơ",
    details=(Detail(name="Thửa đất số", value="317, tờ bản đồ số 12, diện tích 96,5 m²"),),
    fees=(Fee(name="Lệ phí cấp giấy", amount=1250000, state="chưa nộp"),),
    submitter=TU_SIGNS,
    receiver=BAO,
)
ALL: tuple[Form, ...] = (
    RECEIPT,
    SUPPLEMENT,
    REFUSAL,
    APOLOGY,
    STOP,
    SLIP,
    REGISTER,
    RESULT,
    LAND,
)
assert {type(form) for form in ALL} >= set(forms.FORMS.values())
