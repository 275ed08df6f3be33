"""The seven legal forms of a dossier (Thông tư số 03/2025/TT-VPCP, Phụ lục I) and a paper for
results, as frozen values.

Which fields a form has was taken from forms printed by systems in use; the official text of the
forms was not seen (docs/reference/papers.md). How they are laid out is in `templates/`, one file
for each form, and can be changed without touching this module. Instants are aware; the wording of
times, and the two digits of small numbers, belong to the layout.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


class Mark(StrEnum):
    """What is printed across every page, so that no such paper is taken for a real one."""

    TEST = "HỒ SƠ THỬ"
    DEMO = "DỮ LIỆU MINH HỌA"


@dataclass(frozen=True, kw_only=True)
class Head:
    """The top of every paper (Nghị định số 30/2020/NĐ-CP, Phụ lục I).

    `superior` is the agency above ("ỦY BAN NHÂN DÂN PHƯỜNG HỘI AN"), `issuer` the one that issues
    the paper; `place` the place name before the date; `number` the number and sign ("12/HDHS").
    """

    superior: str
    issuer: str
    place: str
    issued_at: datetime
    number: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The dossier a paper is about. `address` is the look-up page that the QR code opens; without
    it the QR code holds the dossier's code. `secret` is the look-up code printed below."""

    code: str
    procedure: str
    procedure_code: str = ""
    request: str = ""
    address: str = ""
    secret: str = ""


@dataclass(frozen=True, kw_only=True)
class Party:
    """A person or an organisation. `title` is "Ông", "Bà" or ""; `identity` is printed as given,
    masked or whole, after `identity_name`; `relation` says what a representative is to the
    applicant."""

    name: str
    title: str = ""
    identity: str = ""
    identity_name: str = "số căn cước"
    address: str = ""
    phone: str = ""
    email: str = ""
    relation: str = ""


@dataclass(frozen=True, kw_only=True)
class Detail:
    """A further line, such as the plot number of a land dossier."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Component:
    """A paper of the dossier. `kind` is "Bản chính", "Bản điện tử", "Khai thác từ cơ sở dữ
    liệu"…; `copies` is None where there is nothing to count."""

    name: str
    kind: str = ""
    copies: int | None = 1


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """A paper to be added or corrected, and how many of which kind. `what` says what is wrong."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class Fee:
    """`amount` is in đồng; `state` is "đã nộp", "chưa nộp", "miễn"…"""

    name: str
    amount: int
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """`capacity` stands above, one line for each line break ("KT. CHỦ TỊCH\\nPHÓ CHỦ TỊCH");
    `manner` in brackets ("Ký số lúc 08:12, 20/8/2026")."""

    capacity: str
    name: str = ""
    manner: str = "Ký, ghi rõ họ tên"


@dataclass(frozen=True, kw_only=True)
class Form:
    """What every paper has. `basis` are its legal grounds, each a phrase that follows "Căn cứ";
    `notes` stand at the end; `list_source` names the list in which the form has its number."""

    template: ClassVar[str]
    number: ClassVar[str]
    title: ClassVar[str]

    head: Head
    basis: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    list_source: str = "Thông tư số 03/2025/TT-VPCP"


@dataclass(frozen=True, kw_only=True)
class DossierForm(Form):
    """A paper about one dossier."""

    subject: Subject


@dataclass(frozen=True, kw_only=True)
class Receipt(DossierForm):
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả.

    `limit` and `uncounted` are the words of the clock ("10 ngày làm việc"; which days do not
    count); `due_at` is None where the limit has not started yet, then `due_words` says on what it
    waits. `delivery` is where the result is received; `volume` and `position` its place in the
    register.
    """

    template = "receipt"
    number = "01"
    title = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"

    applicant: Party
    components: tuple[Component, ...]
    limit: str
    received_at: datetime
    due_at: datetime | None
    delivery: str
    receiver: Signature
    submitter: Signature
    representative: Party | None = None
    desk: str = ""
    details: tuple[Detail, ...] = ()
    sets: int = 1
    due_words: str = ""
    uncounted: str = ""
    fees: tuple[Fee, ...] = ()
    fee_words: str = ""
    volume: str = ""
    position: int | None = None
    contact: Contact | None = None


@dataclass(frozen=True, kw_only=True)
class SupplementRequest(DossierForm):
    """Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ. `phase` is where the dossier stood; `clock` says in
    words what the request does to the limit."""

    template = "supplement"
    number = "02"
    title = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"

    applicant: Party
    lacking: tuple[Lacking, ...]
    reasons: tuple[str, ...]
    guide: Signature
    deadline_at: datetime | None = None
    phase: str = ""
    clock: str = ""
    contact: Contact | None = None


@dataclass(frozen=True, kw_only=True)
class Refusal(DossierForm):
    """Phiếu từ chối tiếp nhận giải quyết hồ sơ."""

    template = "refusal"
    number = "03"
    title = "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"

    applicant: Party
    reasons: tuple[str, ...]
    submitter: Signature
    receiver: Signature
    contact: Contact | None = None


@dataclass(frozen=True, kw_only=True)
class Apology(DossierForm):
    """Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết, signed by the head of the agency
    that is late. `promised_at` is the date first given, `new_due_at` the one asked for."""

    template = "apology"
    number = "04"
    title = "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"

    applicant: Party
    received_at: datetime
    promised_at: datetime
    new_due_at: datetime
    reasons: tuple[str, ...]
    signer: Signature
    field: str = ""
    contact: Contact | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StopNotice(DossierForm):
    """Thông báo dừng giải quyết hồ sơ. `decision` is the act that stops it; `money` says what
    becomes of what was paid; `returned` are the papers given back."""

    template = "stop"
    number = "05"
    title = "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"

    applicant: Party
    received_at: datetime
    reasons: tuple[str, ...]
    signer: Signature
    asked_by: str = ""
    asked_at: datetime | None = None
    phase: str = ""
    decision: str = ""
    money: str = ""
    returned: tuple[Component, ...] = ()
    contact: Contact | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """One passing of the dossier. `verdict` is "Trước hạn", "Đúng hạn", "Quá hạn" or ""; the names
    are those of the persons who gave and took; empty places are signed by hand."""

    giver: str
    taker: str
    at: datetime | None = None
    giver_name: str = ""
    taker_name: str = ""
    verdict: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ControlSlip(DossierForm):
    """Phiếu kiểm soát quá trình giải quyết hồ sơ."""

    template = "slip"
    number = "06"
    title = "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"

    applicant: Party
    received_at: datetime
    due_at: datetime | None
    agency: str
    hand_overs: tuple[HandOver, ...]


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    code: str
    procedure: str
    party: str
    address: str
    agency: str
    received_at: datetime
    due_at: datetime | None
    phone: str = ""
    sets: int = 1
    returned_at: datetime | None = None
    delivery: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Register(Form):
    """Sổ theo dõi hồ sơ, A4 landscape. `first` is the number of the first line; `since` and
    `until` are the days it covers."""

    template = "register"
    number = "07"
    title = "SỔ THEO DÕI HỒ SƠ"

    volume: str
    since: date
    until: date
    lines: tuple[RegisterLine, ...]
    first: int = 1


@dataclass(frozen=True, kw_only=True)
class Result(DossierForm):
    """The result of a procedure on A4, for kinds that have no layout of their own.

    `kind` is the name of the paper ("GIẤY XÁC NHẬN"), `about` the line below it; `body` are its
    paragraphs, `details` the facts it certifies; `address` is the page that verifies it.
    """

    template = "result"
    number = ""
    title = "KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"

    kind: str
    body: tuple[str, ...]
    signer: Signature
    about: str = ""
    to: Party | None = None
    details: tuple[Detail, ...] = ()
    valid_until: date | None = None
    recipients: tuple[str, ...] = ()


FORMS: Mapping[str, type[Form]] = {
    form.number: form
    for form in (Receipt, SupplementRequest, Refusal, Apology, StopNotice, ControlSlip, Register)
}
