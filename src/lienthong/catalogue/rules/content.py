"""The content of a procedure version: immutable values, read from and written to plain JSON/YAML.

The whole content is read at once and never filtered in the database, so a version keeps it as one
document (ADR 0006). `parse` refuses a wrong document with one sentence that names the place; what
is well formed but unwise is left to the lint.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from lienthong.catalogue.rules import WrongContent
from lienthong.catalogue.rules.reading import read, refuse_twice, write
from lienthong.organisations.rules import Sentence


class Channel(StrEnum):
    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class LimitUnit(StrEnum):
    WORKING_DAY = "working_day"
    WORKING_HOUR = "working_hour"
    CALENDAR_DAY = "calendar_day"
    SAME_DAY = "same_day"


class StartOn(StrEnum):
    """The event at which the clock starts."""

    ACCEPTED = "accepted"
    PAYMENT_RECEIVED = "payment_received"
    INSPECTION_FINISHED = "inspection_finished"
    CASE_OPENED = "case_opened"  # thụ lý


class PauseReason(StrEnum):
    SUPPLEMENT = "supplement"
    FINANCIAL_OBLIGATION = "financial_obligation"
    LIAISON_OPINION = "liaison_opinion"
    FIELD_VERIFICATION = "field_verification"
    HIGHER_AUTHORITY = "higher_authority"
    FORCE_MAJEURE = "force_majeure"
    APPLICANT_REQUEST = "applicant_request"
    SYSTEM_DOWN = "system_down"


class OnResume(StrEnum):
    RESUME = "resume"
    RESTART = "restart"


class OnlineLevel(StrEnum):
    NONE = "none"
    PARTIAL = "partial"  # một phần
    FULL = "full"  # toàn trình


class Routing(StrEnum):
    PROVINCE = "province"
    MINISTRY = "ministry"


class Place(StrEnum):
    """Which agency a step or the competence belongs to, resolved for a commune and a day."""

    RECEIVING = "receiving"
    COMMUNE_COMMITTEE = "commune_committee"
    COMMUNE_POLICE = "commune_police"
    PROVINCE_COMMITTEE = "province_committee"
    PROVINCE_POLICE = "province_police"
    DEPARTMENT = "department"
    LAND_OFFICE = "land_office"
    SOCIAL_INSURANCE = "social_insurance"
    TAX = "tax"


class CentreKind(StrEnum):
    """Kinds of centre that receive dossiers; values are those of the agency kinds."""

    COMMUNE = "commune_centre"
    PROVINCE = "province_centre"


class Counting(StrEnum):
    INSTANT = "instant"
    NEXT_DAY = "next_day"  # the day of the event does not count (Civil Code 2015, Art. 147)


class StepRole(StrEnum):
    """Who does a step; values are those of the roles of accounts."""

    RECEPTIONIST = "receptionist"
    HANDLER = "handler"
    APPROVER = "approver"
    HEAD = "head"


class FieldKind(StrEnum):
    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    NUMBER = "number"
    PERSON = "person"
    NAME = "name"  # of somebody who is no party to the dossier yet


class StepKind(StrEnum):
    WORK = "work"  # thụ lý, thẩm định
    INSPECT = "inspect"  # kiểm tra thực địa
    APPROVE = "approve"  # duyệt, ký
    RETURN = "return"  # trả kết quả


@dataclass(frozen=True, kw_only=True)
class TimeOption:
    """One printed time limit: for a channel (or all) and a case in words."""

    key: str
    channels: tuple[Channel, ...]
    amount: str  # decimal text, exact: "10", "0.5"; "0" for same_day
    unit: LimitUnit
    cutoff: str = ""  # HH:MM, same_day only
    condition: str = ""  # when this option applies, in words
    legal_source: str = ""


@dataclass(frozen=True, kw_only=True)
class ClockRule:
    """When the clock starts, pauses and how it goes on, for all time options of the version."""

    start_on: StartOn = StartOn.ACCEPTED
    legal_start_on: StartOn = StartOn.ACCEPTED  # what the legal basis says; a difference is listed
    counting: Counting = Counting.INSTANT
    not_counting: tuple[PauseReason, ...] = (
        PauseReason.SUPPLEMENT,
        PauseReason.FINANCIAL_OBLIGATION,
    )
    on_resume: OnResume = OnResume.RESUME
    resume_plus: str = "0"
    supplement_days: int = 0  # the applicant's own limit; 0: none
    supplements_at_most: int = 0  # 0: no limit in the source
    legal_source: str = ""


@dataclass(frozen=True, kw_only=True)
class Component:
    """A paper to submit or to show; `replaced_by` names the data source that makes it needless."""

    key: str
    name: str
    name_en: str = ""
    originals: int = 1
    copies: int = 0
    to_show: bool = False  # xuất trình
    required: bool = True
    case: str = ""
    form: str = ""
    replaced_by: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Fee:
    name: str
    amount: int  # VND
    per: str = "case"
    channels: tuple[Channel, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ResultKind:
    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class FormField:
    """A field that the counter or the online form asks for."""

    key: str
    label: str
    label_en: str = ""
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    key: str
    name: str
    name_en: str = ""
    role: StepRole
    place: Place
    kind: StepKind = StepKind.WORK
    share: int = 0  # percent of the limit; all shares of a path add up to at most 100
    minutes: int = 0  # for at-once procedures, instead of a share
    next: tuple[str, ...] = ()  # empty: the last step


@dataclass(frozen=True, kw_only=True)
class SubTask:
    """A part of an interlinked procedure that another agency does with its own clock."""

    key: str
    name: str
    procedure: str
    place: Place
    amount: str
    unit: LimitUnit
    after: str = ""  # key of the step that must be done first; empty: from acceptance


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything a published version says."""

    competent: Place
    receiving: tuple[CentreKind, ...] = (CentreKind.COMMUNE,)
    territorial: bool = True  # received only where the applicant's commune is
    channels: tuple[Channel, ...] = (Channel.DIRECT, Channel.ONLINE, Channel.POSTAL)
    online_level: OnlineLevel = OnlineLevel.NONE
    # Why the service is not full; NĐ 224/2026 Art. 14 wants the reason published.
    online_reason: str = ""
    eligible_full: bool = False  # could be full, apart from what is provided (R85)
    routing: Routing = Routing.PROVINCE
    routed_to: str = ""  # the ministry's system where it is filed, when routing says ministry
    at_once: bool = False  # certification: result at once (R107)
    needs_result: bool = True  # a filing without a result closes by itself (R152)
    time_options: tuple[TimeOption, ...] = ()
    clock: ClockRule = ClockRule()
    components: tuple[Component, ...] = ()
    form: tuple[FormField, ...] = ()
    fees: tuple[Fee, ...] = ()
    fee_note: str = ""
    results: tuple[ResultKind, ...] = ()
    steps: tuple[Step, ...] = ()
    subtasks: tuple[SubTask, ...] = ()
    legal_basis: tuple[str, ...] = ()
    # Named by a source, compared with the text by nobody: for officials, never on a paper.
    unconfirmed_basis: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    source: str = ""
    note: str = ""  # what the source leaves open; never shown as law


_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"\d\.\d{6}")
_AMOUNT = re.compile(r"\d{1,6}(\.\d{1,4})?")
_CUTOFF = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_FEE = 10**12


def parse(document: object) -> Content:
    """The content from plain JSON types, as `dump` writes them. Left-out keys take their default.

    Raises WrongContent with one sentence that names the place.
    """
    content = read(Content, document)
    for place, sentence in _flaws(content):
        raise WrongContent(place, sentence)
    refuse_twice([option.key for option in content.time_options], "time_options")
    refuse_twice([component.key for component in content.components], "components")
    refuse_twice([field.key for field in content.form], "form")
    refuse_twice([step.key for step in content.steps], "steps")
    refuse_twice([task.key for task in content.subtasks], "subtasks")
    return content


def dump(content: Content, *, brief: bool = False) -> dict[str, Any]:
    """Plain JSON types. `brief` leaves out defaults, for people to read; what is stored is never
    brief, so that a default changed later leaves published versions alone."""
    document: dict[str, Any] = write(content, brief=brief)
    return document


def _flaws(content: Content) -> Iterator[tuple[str, str]]:
    if not content.channels:
        yield "channels", Sentence("phải có ít nhất một cách nộp.")
    if not content.receiving:
        yield "receiving", Sentence("phải có ít nhất một nơi tiếp nhận.")
    yield from _key_flaws(content)
    for index, option in enumerate(content.time_options):
        yield from _option_flaws(option, f"time_options[{index}]")
    yield from _clock_flaws(content.clock)
    for index, step in enumerate(content.steps):
        yield from _step_flaws(step, f"steps[{index}]")
    yield from _item_flaws(content)


def _clock_flaws(clock: ClockRule) -> Iterator[tuple[str, str]]:
    if not _AMOUNT.fullmatch(clock.resume_plus):
        yield "clock.resume_plus", Sentence("phải là số, ví dụ “2” hoặc “0.5”.")
    if clock.supplement_days < 0:
        yield "clock.supplement_days", Sentence("không được âm; ghi 0 nếu không quy định.")
    if clock.supplements_at_most < 0:
        yield "clock.supplements_at_most", Sentence("không được âm; ghi 0 nếu không quy định.")


def _item_flaws(content: Content) -> Iterator[tuple[str, str]]:
    for index, component in enumerate(content.components):
        if component.originals < 0 or component.copies < 0:
            yield f"components[{index}]", Sentence("số bản chính, bản sao không được âm.")
    for index, fee in enumerate(content.fees):
        if not 0 <= fee.amount <= MOST_FEE:
            yield f"fees[{index}].amount", Sentence("phải là số đồng từ 0 trở lên.")
    for index, field in enumerate(content.form):
        if (field.kind is FieldKind.CHOICE) != bool(field.choices):
            yield f"form[{index}].choices", Sentence("chỉ ghi, và phải ghi, cho mục chọn (choice).")
    for index, task in enumerate(content.subtasks):
        if not _CODE.fullmatch(task.procedure):
            yield f"subtasks[{index}].procedure", Sentence("phải là mã thủ tục, ví dụ “1.001193”.")
        if not _AMOUNT.fullmatch(task.amount):
            yield f"subtasks[{index}].amount", Sentence("phải là số, ví dụ “3” hoặc “0.5”.")


def _key_flaws(content: Content) -> Iterator[tuple[str, str]]:
    named = {
        "time_options": [option.key for option in content.time_options],
        "components": [component.key for component in content.components],
        "form": [field.key for field in content.form],
        "steps": [step.key for step in content.steps],
        "subtasks": [task.key for task in content.subtasks],
    }
    for place, keys in named.items():
        for index, key in enumerate(keys):
            if not _KEY.fullmatch(key):
                yield (
                    f"{place}[{index}].key",
                    Sentence(
                        "“%(key)s” không hợp lệ; dùng chữ thường không dấu, số và dấu gạch dưới.",
                        key=key[:40],
                    ),
                )


def _option_flaws(option: TimeOption, place: str) -> Iterator[tuple[str, str]]:
    if not option.channels:
        yield f"{place}.channels", Sentence("phải có ít nhất một cách nộp.")
    if not _AMOUNT.fullmatch(option.amount):
        yield f"{place}.amount", Sentence("phải là số, ví dụ “10” hoặc “0.5”.")
    elif option.unit is not LimitUnit.SAME_DAY and Decimal(option.amount) == 0:
        yield f"{place}.amount", Sentence("thời hạn phải lớn hơn 0.")
    if option.cutoff and not _CUTOFF.fullmatch(option.cutoff):
        yield f"{place}.cutoff", Sentence("phải là giờ và phút, ví dụ “15:00”.")
    if option.cutoff and option.unit is not LimitUnit.SAME_DAY:
        yield f"{place}.cutoff", Sentence("chỉ ghi cho thủ tục trả kết quả trong ngày (same_day).")


def _step_flaws(step: Step, place: str) -> Iterator[tuple[str, str]]:
    if not 0 <= step.share <= 100:
        yield f"{place}.share", Sentence("phải từ 0 đến 100 (phần trăm của thời hạn).")
    if step.minutes < 0:
        yield f"{place}.minutes", Sentence("không được âm.")
    if step.share and step.minutes:
        yield place, Sentence("chỉ ghi một trong hai: share (phần trăm) hoặc minutes (phút).")
