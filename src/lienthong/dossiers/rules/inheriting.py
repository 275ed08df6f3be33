"""Rows of a former system: what each column means, and what is wrong with a row, in words. Pure.

One row is one dossier. Instants are local to Việt Nam unless they carry an offset. A day alone is
its morning, and its evening where something was promised by that day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Final

from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.lifecycle import State
from lienthong.organisations.rules import Sentence

_VIETNAM: Final = timezone(timedelta(hours=7))
# Column name to what it holds. The Vietnamese names are accepted too.
COLUMNS: Final[Mapping[str, str]] = {
    "code": "Mã hồ sơ",
    "procedure": "Mã thủ tục",
    "commune": "Mã xã, phường (cũ hoặc mới)",
    "agency": "Mã định danh cơ quan giải quyết",
    "name": "Họ tên người nộp",
    "identity": "Số định danh",
    "born_on": "Ngày sinh",
    "phone": "Điện thoại",
    "address": "Địa chỉ",
    "channel": "Cách nộp",
    "submitted_at": "Nộp lúc",
    "accepted_at": "Tiếp nhận lúc",
    "promised_at": "Hẹn trả lúc",
    "state": "Trạng thái",
    "waiting_since": "Chờ từ lúc",
    "ended_at": "Xong lúc",
    "returned_at": "Trả lúc",
    "result": "Số kết quả",
    "files": "Tệp",
}
REQUIRED: Final = ("code", "procedure", "commune", "name", "submitted_at", "state")
_CHANNELS: Final = {
    "": "direct", "1": "direct", "2": "online", "3": "postal", "direct": "direct",
    "online": "online", "postal": "postal", "trực tiếp": "direct", "trực tuyến": "online",
    "bưu chính": "postal",
}  # fmt: skip
_INSTANTS: Final = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d",
    "%d/%m/%Y",
)  # fmt: skip
_MORNING, _EVENING = 8, 17
_LAST_YEAR: Final = 2100
_LONGEST_CODE: Final = 40


@dataclass(frozen=True, kw_only=True)
class RowError:
    """What is wrong: the row as the sheet numbers it, the column, a sentence."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class InheritedRow:
    """A dossier of the former system, as its row says."""

    row: int
    code: str
    procedure: str
    commune: str
    agency: str
    name: str
    identity: str
    born_on: date | None
    phone: str
    address: str
    channel: str
    submitted_at: datetime
    accepted_at: datetime | None
    promised_at: datetime | None
    state: State
    waiting_since: datetime | None
    ended_at: datetime | None
    returned_at: datetime | None
    result: str
    files: tuple[str, ...] = field(default=())


class HeaderError(NotAllowed):
    """The sheet cannot be read as dossiers. The message is a sentence."""


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Where each known column stands. Raises HeaderError."""
    names = {words.lower(): key for key, words in COLUMNS.items()} | {key: key for key in COLUMNS}
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        key = names.get(str(cell).strip().lower())
        if key is None:
            continue
        if key in found:
            raise HeaderError(
                Sentence("Cột “%(column)s” có hai lần. Bỏ bớt một cột.", column=COLUMNS[key])
            )
        found[key] = place
    missing = [COLUMNS[key] for key in REQUIRED if key not in found]
    if missing:
        raise HeaderError(
            Sentence(
                "Dòng tiêu đề thiếu cột: %(columns)s. Thêm cột rồi nhập lại.",
                columns=Sentence.joined(missing, ", "),
            )
        )
    return found


@dataclass(kw_only=True)
class _Cells:
    """The cells of one row being read, and what is wrong with them so far."""

    row: int
    cells: Mapping[str, str]
    now: datetime
    wrong: list[RowError] = field(default_factory=list)

    def bad(self, column: str, sentence: str) -> None:
        self.wrong.append(RowError(row=self.row, column=COLUMNS[column], sentence=sentence))

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def when(
        self, column: str, *, may_lie_ahead: bool = False, since: int = 1945, hour: int = _MORNING
    ) -> datetime | None:
        typed = self.text(column)
        if not typed:
            return None
        at = instant(typed, hour=hour)
        if at is None:
            self.bad(
                column,
                Sentence(
                    "“%(typed)s” không phải ngày giờ. Ghi dạng 25/07/2025 08:30.", typed=typed
                ),
            )
        elif at.year < since:
            self.bad(
                column,
                Sentence(
                    "“%(typed)s” ở trước năm %(since)s. Kiểm tra lại ngày.",
                    typed=typed,
                    since=since,
                ),
            )
        elif at.year > _LAST_YEAR or (at > self.now and not may_lie_ahead):
            self.bad(column, Sentence("“%(typed)s” ở sau hôm nay. Kiểm tra lại ngày.", typed=typed))
        return at

    def state(self) -> State | None:
        typed = self.text("state")
        try:
            return State(int(typed))
        except ValueError:
            if typed:
                self.bad(
                    "state",
                    Sentence(
                        "“%(typed)s” không có. Dùng số 1 đến 10 theo danh mục trạng thái.",
                        typed=typed,
                    ),
                )
            return None

    def channel(self) -> str:
        typed = self.text("channel")
        known = _CHANNELS.get(typed.lower())
        if known is None:
            self.bad(
                "channel",
                Sentence(
                    "“%(typed)s” không có. Dùng: trực tiếp, trực tuyến, bưu chính.", typed=typed
                ),
            )
        return known or ""


def read_row(
    number: int, cells: Mapping[str, str], *, now: datetime
) -> InheritedRow | list[RowError]:
    """The row, or everything that is wrong with it."""
    of = _Cells(row=number, cells=cells, now=now)
    for column in REQUIRED:
        if not of.text(column):
            of.bad(column, Sentence("Để trống. Điền giá trị."))
    _check_letters(of)
    submitted, accepted = of.when("submitted_at"), of.when("accepted_at")
    ended, returned, waiting = of.when("ended_at"), of.when("returned_at"), of.when("waiting_since")
    promised = of.when("promised_at", may_lie_ahead=True, hour=_EVENING)
    born = of.when("born_on", since=1890)
    state, channel = of.state(), of.channel()
    files = tuple(name.strip() for name in of.text("files").split(";") if name.strip())
    for name in files:
        # A path would lead out of the folder that was handed over.
        if "/" in name or "\\" in name or name in {".", ".."}:
            of.bad(
                "files",
                Sentence(
                    "“%(name)s” không phải tên tệp. Ghi tên tệp, không ghi thư mục.", name=name
                ),
            )
    if state is not None and submitted is not None:
        for column, sentence in (
            *_against_state(state, accepted, ended, returned, waiting),
            *_out_of_order(submitted, accepted, waiting, ended, returned),
        ):
            of.bad(column, sentence)
    if of.wrong or submitted is None or state is None:
        return of.wrong
    return InheritedRow(
        row=number,
        code=of.text("code").upper(),
        procedure=of.text("procedure"),
        commune=of.text("commune"),
        agency=of.text("agency"),
        name=of.text("name"),
        identity=of.text("identity").replace(" ", ""),
        born_on=born.date() if born else None,
        phone=of.text("phone").replace(" ", ""),
        address=of.text("address"),
        channel=channel,
        submitted_at=submitted,
        accepted_at=accepted,
        promised_at=promised,
        state=state,
        waiting_since=waiting,
        ended_at=ended,
        returned_at=returned,
        result=of.text("result"),
        files=files,
    )


def _check_letters(of: _Cells) -> None:
    """Nothing that a table cannot hold."""
    for column in COLUMNS:
        if "\x00" in of.text(column):
            of.bad(column, Sentence("Có ký tự không đọc được. Gõ lại ô này."))
    if len(of.text("code")) > _LONGEST_CODE:
        of.bad(
            "code",
            Sentence("Mã dài quá %(most)s ký tự. Kiểm tra lại mã hồ sơ.", most=_LONGEST_CODE),
        )


def instant(typed: str, *, hour: int = _MORNING) -> datetime | None:
    """An instant as typed or exported; a bare date is that hour of the day."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        at = None
        for pattern in _INSTANTS:
            try:
                at = datetime.strptime(typed, pattern)  # noqa: DTZ007 (its zone is set below)
            except ValueError:
                continue
            break
    if at is None:
        return None
    if at.tzinfo is None:
        if len(typed) <= len("25/07/2025"):
            at = at.replace(hour=hour)
        at = at.replace(tzinfo=_VIETNAM)
    return at


_ENDED: Final = {State.WITHDRAWN, State.STOPPED, State.DONE, State.RETURNED, State.NOT_ACCEPTED}


def _against_state(
    state: State,
    accepted: datetime | None,
    ended: datetime | None,
    returned: datetime | None,
    waiting: datetime | None,
) -> list[tuple[str, str]]:
    wrong: list[tuple[str, str]] = []
    if state not in {State.SUBMITTED, State.NOT_ACCEPTED, State.WITHDRAWN} and accepted is None:
        wrong.append(("accepted_at", Sentence("Hồ sơ đã qua tiếp nhận thì phải có lúc tiếp nhận.")))
    if state is State.SUBMITTED and accepted is not None:
        wrong.append(("accepted_at", Sentence("Hồ sơ chưa tiếp nhận thì không có lúc tiếp nhận.")))
    if state is State.NOT_ACCEPTED and accepted is not None:
        wrong.append(
            ("accepted_at", Sentence("Hồ sơ không được tiếp nhận thì không có lúc tiếp nhận."))
        )
    if state is not State.RETURNED and returned is not None:
        wrong.append(("returned_at", Sentence("Hồ sơ chưa trả kết quả thì không có lúc trả.")))
    if state in _ENDED and ended is None:
        wrong.append(("ended_at", Sentence("Hồ sơ đã kết thúc thì phải có lúc xong.")))
    if state not in _ENDED and ended is not None:
        wrong.append(("ended_at", Sentence("Hồ sơ chưa kết thúc thì không có lúc xong.")))
    if state is State.RETURNED and returned is None:
        wrong.append(("returned_at", Sentence("Hồ sơ đã trả kết quả thì phải có lúc trả.")))
    if state in {State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT} and waiting is None:
        wrong.append(
            ("waiting_since", Sentence("Hồ sơ đang chờ người nộp thì phải có lúc bắt đầu chờ."))
        )
    return wrong


def _out_of_order(submitted: datetime, *later: datetime | None) -> list[tuple[str, str]]:
    columns = ("accepted_at", "waiting_since", "ended_at", "returned_at")
    wrong: list[tuple[str, str]] = []
    before = submitted
    for column, at in zip(columns, later, strict=True):
        if at is None:
            continue
        if at < before:
            wrong.append(
                (column, Sentence("Sớm hơn việc trước đó. Kiểm tra lại các ngày của dòng này."))
            )
        before = max(before, at)
    return wrong
