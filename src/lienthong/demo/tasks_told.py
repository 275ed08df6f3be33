"""The tasks of the demo and what becomes of them. All are made up; days count from today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from lienthong.programmes.rules.kinds import Bloc, DeadlineKind, Pillar, Urgency

P, U = Pillar, Urgency


@dataclass(frozen=True, kw_only=True)
class Told:
    """Something that happened: on which day from today (or `on` a date), by whom, what; `number`,
    `text` and `to` are what it needs."""

    day: int = 0
    what: str
    number: int = 0
    text: str = ""
    to: str = ""
    who: str = "lead"
    hour: int = 10
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A task as it was assigned. `given`, `due`: days from today; `sources`: system, code, place,
    printed day."""

    key: str
    title: str
    lead: str
    pillar: Pillar
    given: int = -40
    due: int | None = None
    given_on: date | None = None
    due_on: date | None = None
    programme: str = "own"
    objective: str = ""
    product: str = ""
    results: Sequence[tuple[str, str, str]] = ()
    group: str = ""
    phase: str = ""
    supporting: Sequence[str] = ()
    blocs: Sequence[Bloc] = (Bloc.GOVERNMENT,)
    sources: Sequence[tuple[str, str, str, int | None]] = ()
    urgency: Urgency = U.NORMAL
    kind: DeadlineKind = DeadlineKind.NONE
    recurrence: str = ""
    condition: str = ""
    mark: str = "SKHCN"
    measured: str = ""  # the figure of the house behind the first key result
    told: Sequence[Told] = field(default_factory=tuple)


def _t(day: int, what: str, number: int = 0, text: str = "", *, who: str = "lead", to: str = "",
       hour: int = 10) -> Told:  # fmt: skip
    return Told(day=day, what=what, number=number, text=text, who=who, to=to, hour=hour)


def _worked(*days_percent: tuple[int, int], ack: int = -38) -> list[Told]:
    """Acknowledged, then evidence and progress on some days."""
    told = [_t(ack, "ack")]
    for day, percent in days_percent:
        told += [_t(day, "proof", hour=9), _t(day, "progress", percent)]
    return told


def _done(submitted: int, accepted: int | None) -> list[Told]:
    told = [*_worked((submitted - 6, 60), (submitted, 100)), _t(submitted, "submit", hour=14)]
    if accepted is not None:
        told.append(_t(accepted, "accept", who="above", hour=15))
    return told


# What is asked, who leads, pillar, how it fares. The words are ours.
_PLAIN: Final[Sequence[tuple[str, str, Pillar, str]]] = (
    ("Rà soát quy trình nội bộ của thủ tục cấp xã", "justice", P.INSTITUTION, "ahead"),
    ("Ban hành quy chế vận hành điểm hỗ trợ dịch vụ số", "home_affairs", P.INSTITUTION, "on_time"),
    ("Công bố danh mục thủ tục tiếp nhận không theo địa giới", "justice", P.INSTITUTION, "late"),
    ("Sửa quy định về mức thu khi nộp trực tuyến", "finance", P.INSTITUTION, "working"),
    ("Hướng dẫn lưu trữ hồ sơ điện tử ở cấp xã", "home_affairs", P.INSTITUTION, "soon"),
    ("Đo tốc độ đường truyền ở mọi trụ sở xã, phường", "science", P.INFRASTRUCTURE, "ahead"),
    ("Lắp đường truyền dự phòng cho trung tâm phục vụ", "science", P.INFRASTRUCTURE, "overdue"),
    ("Thay máy quét hỏng tại quầy tiếp nhận", "finance", P.INFRASTRUCTURE, "on_time"),
    ("Kiểm tra an toàn phòng máy chủ", "police", P.INFRASTRUCTURE, "on_time"),
    ("Cấp chữ ký số cho cán bộ mới điều động", "home_affairs", P.INFRASTRUCTURE, "submitted"),
    ("Làm sạch dữ liệu cư trú phục vụ thủ tục", "police", P.DATA, "working"),
    ("Số hóa sổ hộ tịch giai đoạn cuối", "justice", P.DATA, "still"),
    ("Gắn mã định danh cho thửa đất ở ba phường thí điểm", "environment", P.DATA, "overdue_long"),
    ("Đối chiếu dữ liệu đối tượng bảo trợ xã hội", "health", P.DATA, "late"),
    ("Chuẩn hóa danh sách hộ kinh doanh đang hoạt động", "finance", P.DATA, "on_time"),
    ("Nhập kết quả giải quyết từ năm trước vào kho dữ liệu", "centre", P.DATA, "returned"),
    ("Mở dữ liệu giá đất cho người dân tra cứu", "environment", P.DATA, "extended"),
    ("Kết nối hệ thống thủ tục với phần mềm y tế cơ sở", "health", P.PLATFORM, "working"),
    ("Chuyển mạng nội bộ của sở sang nền tảng chung", "trade", P.PLATFORM, "overdue"),
    ("Thử nghiệm biểu mẫu điện tử điền sẵn", "centre", P.PLATFORM, "ahead"),
    ("Bật thanh toán trực tuyến cho mọi khoản phí", "finance", P.PLATFORM, "acceptor"),
    ("Đưa lịch hẹn trả kết quả lên trang tra cứu", "centre", P.PLATFORM, "on_time"),
    ("Đồng bộ trạng thái hồ sơ đất đai trong ngày", "environment", P.PLATFORM, "asking"),
    ("Thay giao diện cho người khiếm thị", "culture", P.PLATFORM, "soon"),
    ("Tập huấn cán bộ tiếp nhận về hồ sơ điện tử", "home_affairs", P.PEOPLE, "on_time"),
    ("Biệt phái cán bộ hộ tịch cho phường quá tải", "justice", P.PEOPLE, "working"),
    ("Lập tổ công nghệ số cộng đồng ở thôn, tổ dân phố", "science", P.PEOPLE, "late"),
    ("Bồi dưỡng chữ ký số cho lãnh đạo xã, phường", "home_affairs", P.PEOPLE, "on_time"),
    ("Tuyển chuyên viên dữ liệu cho trung tâm", "home_affairs", P.PEOPLE, "refusing"),
    ("Dạy kỹ năng số cho người cao tuổi", "education", P.PEOPLE, "working"),
    ("Phân bổ kinh phí chuyển đổi số đợt hai", "finance", P.FINANCE, "on_time"),
    ("Quyết toán mua sắm thiết bị năm trước", "finance", P.FINANCE, "overdue"),
    ("Thuê dịch vụ lưu trữ dự phòng", "science", P.FINANCE, "correcting"),
    ("Rà soát định mức thiết bị cấp xã", "finance", P.FINANCE, "reopened"),
    ("Lập dự toán đường truyền năm tới", "finance", P.FINANCE, "fresh"),
    ("Công khai chi cho chuyển đổi số theo quý", "finance", P.FINANCE, "cancelled"),
)

_WRONG: Final = "Hạn nhập nhầm tháng, văn bản giao ghi cuối tháng sau"
_AGAIN: Final = "Định mức mới ban hành, phải rà soát lại"
_WHY: Final = "Chờ thiết bị và thiếu người làm; đã bố trí thêm hai người, làm xong từng phần"
_EXTENDED: Final = "Nhà thầu giao thiết bị chậm hai tuần, đã có văn bản báo trước"


_FATES: Final[Mapping[str, tuple[int | None, Sequence[Told]]]] = {
    "ahead": (-6, _done(-14, -12)),
    "on_time": (-5, _done(-5, -3)),
    "late": (-16, [*_done(-11, -9), _t(-13, "explain", -10, _WHY, who="head")]),
    "working": (24, _worked((-26, 20), (-12, 45), (-3, 65))),
    "soon": (2, [_t(-37, "ack")]),
    "still": (12, _worked((-30, 30), (-29, 35))),
    "overdue": (-1, _worked((-20, 40), (-4, 70))),
    "overdue_long": (
        -8,
        [
            *_worked((-20, 30), (-9, 55)),
            _t(-2, "explain", 9, _WHY, who="head", to="organisation"),
        ],
    ),
    "submitted": (5, _done(-1, None)),
    "acceptor": (-2, _done(-4, None)),
    "returned": (
        6,
        [*_done(-9, None), _t(-7, "return", 0, "Thiếu danh sách và ngày của từng lô", who="above")],
    ),
    "extended": (
        -3,
        [
            *_worked((-20, 40)),
            _t(-10, "extend", 15, _EXTENDED),
            _t(-9, "yes", 0, "Đồng ý, không gia hạn tiếp", who="above"),
            *_worked((-2, 70))[1:],
        ],
    ),
    "asking": (3, [*_worked((-20, 40), (-5, 50)), _t(-1, "extend", 20, _EXTENDED)]),
    "refusing": (20, [_t(-4, "refuse", 0, "Việc tuyển dụng thuộc thẩm quyền của trung tâm")]),
    "correcting": (-4, [*_worked((-20, 40)), _t(-1, "correct", 26, _WRONG)]),
    "reopened": (
        -15,
        [*_done(-17, -16), _t(-6, "reopen", 14, _AGAIN, who="above"), _t(-5, "proof")],
    ),
    "fresh": (30, []),
    "cancelled": (
        10,
        [_t(-30, "ack"), _t(-12, "cancel", 0, "Đã gộp vào nhiệm vụ khác", who="above")],
    ),
}


def asks() -> list[Ask]:
    """All tasks of the demo."""
    return [*_national(), *_own(), *_special()]


def _own() -> list[Ask]:
    found = []
    for number, (title, lead, pillar, fate) in enumerate(_PLAIN, start=1):
        due, told = _FATES[fate]
        found.append(
            Ask(
                key=f"own-{number}",
                title=title,
                lead=lead,
                pillar=pillar,
                given=0 if fate == "fresh" else -40,
                due=due,
                objective=f"{title}: xong và dùng được trong việc hằng ngày",
                product="Báo cáo kết quả kèm danh sách",
                results=[("Phần việc hoàn thành", "100", "%")],
                group={P.INFRASTRUCTURE: "I", P.PLATFORM: "I", P.PEOPLE: "III", P.FINANCE: "III"}
                .get(pillar, "II"),
                supporting=["centre"] if pillar in (P.PLATFORM, P.DATA) else [],
                urgency=U.URGENT if fate in ("soon", "overdue_long") else U.NORMAL,
                mark="SO",
                told=told,
            )
        )  # fmt: skip
    return found


def _special() -> list[Ask]:
    """Tasks that show what a plain one does not."""
    return [
        Ask(
            key="empty-communes",
            title="Hỗ trợ các xã, phường chưa phát sinh hồ sơ",
            lead="province",
            pillar=P.PEOPLE,
            given=-30,
            due=20,
            objective="Mọi xã, phường tiếp nhận được hồ sơ trên hệ thống",
            product="Danh sách xã, phường và biên bản làm việc",
            results=[("Xã, phường có hồ sơ trên hệ thống", "94", "xã"),
                     ("Biên bản làm việc tại nơi chưa có hồ sơ", "3", "biên bản")],
            supporting=["science", "home_affairs"],
            sources=[("nq57.vn", "57.204", "", None)],
            measured="communes.active",
            urgency=U.URGENT,
            mark="UBND",
            told=[_t(-29, "ack"), _t(-28, "cascade", who="head"),
                  *_worked((-20, 30), (-9, 60), (-2, 80))[1:]],
        ),
        Ask(
            key="accounts",
            title="Rà soát tài khoản và chữ ký số của cán bộ xã, phường",
            lead="province",
            pillar=P.INFRASTRUCTURE,
            given=-25,
            due=-1,
            objective="Cán bộ tiếp nhận nào cũng có tài khoản và chữ ký số còn hiệu lực",
            product="Báo cáo rà soát",
            results=[("Cán bộ đã rà soát", "400", "người")],
            mark="UBND",
            told=[_t(-24, "ack"), _t(-24, "cascade", who="head", hour=14),
                  *_worked((-10, 50), (-3, 85))[1:]],
        ),
        Ask(
            key="support-points",
            title="Bố trí điểm hỗ trợ nộp hồ sơ trực tuyến ở nhà văn hóa",
            lead="home",
            pillar=P.PEOPLE,
            given=-20,
            due=4,
            objective="Người dân có chỗ được hướng dẫn gần nhà",
            product="Danh sách điểm hỗ trợ",
            results=[("Điểm hỗ trợ hoạt động", "6", "điểm")],
            mark="UBND",
            told=_worked((-10, 50), (-2, 66), ack=-19),
        ),
        Ask(
            key="queue",
            title="Niêm yết số điện thoại hỗ trợ tại trung tâm phục vụ",
            lead="home",
            pillar=P.PLATFORM,
            given=-14,
            due=-2,
            objective="Người dân biết gọi ai khi vướng",
            product="Ảnh niêm yết",
            results=[("Nơi đã niêm yết", "4", "nơi")],
            mark="UBND",
            told=_worked((-5, 50), ack=-13),
        ),
        Ask(
            key="no-objective",
            title="Nâng chất lượng tiếp nhận hồ sơ tại phường",
            lead="home",
            pillar=P.INSTITUTION,
            given=-9,
            due=21,
            told=[_t(-8, "ack"), _t(-2, "objective?", 0,
                  "Chia nhỏ nhiệm vụ, ghi mục tiêu và kết quả đo được để theo dõi", who="above")],
        ),
        Ask(
            key="flash",
            title="Báo cáo thiệt hại thiết bị sau mưa lớn",
            lead="home",
            pillar=P.INFRASTRUCTURE,
            given=0,
            due=1,
            objective="Biết ngay nơi nào không tiếp nhận được hồ sơ",
            product="Báo cáo nhanh",
            results=[("Báo cáo", "1", "bản")],
            urgency=U.FLASH,
        ),
        Ask(
            key="daily",
            title="Cập nhật số liệu điều hành hằng ngày",
            lead="science",
            pillar=P.DATA,
            kind=DeadlineKind.RECURRING,
            recurrence="daily",
            objective="Số liệu trong ngày có trước giờ họp",
            product="Bản tin số liệu",
            results=[("Ngày có số liệu đúng giờ", "30", "ngày")],
            blocs=(Bloc.PARTY, Bloc.GOVERNMENT),
            told=_worked((-7, 40), (-1, 60)),
        ),
        Ask(
            key="weekly",
            title="Giao ban tuần với các trung tâm phục vụ",
            lead="home_affairs",
            pillar=P.PEOPLE,
            kind=DeadlineKind.RECURRING,
            recurrence="weekly",
            objective="Vướng mắc được trả lời trong tuần",
            product="Thông báo kết luận",
            results=[("Vướng mắc đã trả lời", "100", "%")],
            blocs=(Bloc.GOVERNMENT, Bloc.FRONT),
            told=_worked((-21, 30)),
        ),
        Ask(
            key="condition",
            title="Chuyển quy trình theo thông tư mới về lý lịch tư pháp",
            lead="justice",
            pillar=P.INSTITUTION,
            kind=DeadlineKind.CONDITION,
            condition="Sau khi thông tư của bộ có hiệu lực",
            objective="Quy trình đúng thông tư trong mười ngày",
            product="Quyết định ban hành quy trình",
            results=[("Quy trình đã chuyển", "4", "quy trình")],
            told=[_t(-30, "ack")],
        ),
        Ask(
            key="conflict",
            title="Hoàn thiện cơ sở dữ liệu hộ tịch",
            lead="justice",
            pillar=P.DATA,
            due=40,
            objective="Dữ liệu hộ tịch đúng, đủ, sạch, sống",
            product="Báo cáo nghiệm thu dữ liệu",
            results=[("Bản ghi đã đối chiếu", "120000", "bản ghi")],
            sources=[("", "Văn bản minh họa A", "mục 3", 40),
                     ("", "Văn bản minh họa B", "mục 7", 90),
                     ("dean06.vn", "06.118", "", None), ("nq57.vn", "57.311", "", None)],
            told=_worked((-20, 20), (-6, 35)),
        ),
        Ask(
            key="no-deadline",
            title="Khẩn trương khắc phục hồ sơ chưa đồng bộ",
            lead="centre",
            pillar=P.PLATFORM,
            kind=DeadlineKind.URGENT,
            objective="Không còn hồ sơ lệch trạng thái",
            product="Danh sách hồ sơ đã khắc phục",
            results=[("Hồ sơ đã khắc phục", "500", "hồ sơ")],
            urgency=U.VERY_URGENT,
            told=_worked((-9, 40)),
        ),
    ]  # fmt: skip


def _on(day: date, what: str, number: int = 0, *, who: str = "lead", hour: int = 10) -> Told:
    return Told(on=day, what=what, number=number, who=who, hour=hour)


def _national() -> list[Ask]:
    """Made-up tasks of the national plan for the province, within its real phases."""

    def told(ack: date, done: date, accepted: date) -> list[Told]:
        return [
            _on(ack, "ack"), _on(done, "proof", hour=8), _on(done, "progress", 100, hour=9),
            _on(done, "submit", hour=11), _on(accepted, "accept", who="above"),
        ]  # fmt: skip

    def ask(key: str, title: str, pillar: Pillar, phase: str, given: date, due: date,
            happened: list[Told]) -> Ask:  # fmt: skip
        return Ask(
            key=key, title=title, lead="province", pillar=pillar, programme="national",
            phase=phase, given_on=given, due_on=due, mark="UBND",
            objective=f"{title} đúng giai đoạn của kế hoạch", product="Báo cáo kết quả",
            results=[("Phần việc hoàn thành", "100", "%")],
            blocs=(Bloc.PARTY, Bloc.ASSEMBLY, Bloc.GOVERNMENT, Bloc.FRONT), told=happened,
        )  # fmt: skip

    start, urgent, end = date(2025, 6, 20), date(2025, 6, 30), date(2025, 12, 31)
    return [
        ask("n1", "Bảo đảm hệ thống chạy thông suốt từ 01/7 (minh họa)", P.PLATFORM, "khan-cap",
            start, urgent, told(start, date(2025, 6, 27), date(2025, 6, 29))),
        ask("n2", "Công bố đầu mối hỗ trợ các cấp (minh họa)", P.PEOPLE, "khan-cap",
            start, urgent, told(start, date(2025, 7, 3), date(2025, 7, 5))),
        ask("n3", "Dùng chung nền tảng ở mọi xã, phường (minh họa)", P.INFRASTRUCTURE, "but-pha",
            date(2025, 7, 14), end,
            told(date(2025, 7, 15), date(2025, 12, 20), date(2025, 12, 26))),
        ask("n4", "Chuẩn hóa dữ liệu dùng chung (minh họa)", P.DATA, "but-pha",
            date(2025, 7, 14), end, told(date(2025, 7, 15), date(2025, 12, 31), date(2026, 1, 5))),
        ask("n5", "Đo chất lượng dịch vụ bằng số thật (minh họa)", P.INSTITUTION, "but-pha",
            date(2025, 7, 14), end,
            [_on(date(2025, 7, 15), "ack"), _on(date(2025, 11, 20), "proof"),
             _on(date(2025, 11, 20), "progress", 70, hour=11)]),
    ]  # fmt: skip
