"""The life of a version: written, edited, tried, published, rolled back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from lienthong.catalogue import queries
from lienthong.catalogue.actions.record import (
    folded,
    locked_procedure,
    locked_version,
    record,
    stored,
    subject_of,
)
from lienthong.catalogue.models import Procedure, ProcedureVersion
from lienthong.catalogue.queries.coverage import holes_of
from lienthong.catalogue.queries.lint import draft_of, surroundings
from lienthong.catalogue.queries.places import ground_of
from lienthong.catalogue.queries.versions import in_force
from lienthong.catalogue.rules import NotAllowed
from lienthong.catalogue.rules.content import Content, parse
from lienthong.catalogue.rules.lifecycle import Move, VersionStatus, after
from lienthong.catalogue.rules.lint import Severity, lint
from lienthong.catalogue.rules.trial import Trial, try_out
from lienthong.catalogue.rules.widths import check_widths
from lienthong.clock import VIETNAM
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Sentence

_NAMED = 5  # communes that a refusal names; the coverage list has them all


@transaction.atomic
def write_draft(
    *,
    procedure_code: str,
    content: Content,
    by: str,
    at: datetime,
    name: str = "",
    name_en: str = "",
    decision: str = "",
    decided_on: date | None = None,
    announced_on: date | None = None,
) -> int:
    """A new version of a procedure, to be tried and published later; its id."""
    check_widths(name=name, name_en=name_en, decision=decision)
    procedure = locked_procedure(procedure_code)
    highest = procedure.versions.aggregate(highest=Max("number"))["highest"] or 0
    document, digest = stored(content)
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=highest + 1,
        status=VersionStatus.DRAFT,
        name=name or procedure.name,
        name_en=name_en or procedure.name_en,
        content=document,
        digest=digest,
        decision=decision,
        decided_on=decided_on,
        announced_on=announced_on,
    )
    _record("version_written", procedure, version, by=by, at=at)
    return version.pk


@transaction.atomic
def edit_draft(
    *, version_id: int, content: Content, by: str, at: datetime, edited_from: str = ""
) -> None:
    """Another content for a version that is not published. What was tried must be tried again.

    `edited_from` is the digest of the content that was edited: when somebody else changed the
    draft meanwhile, nothing is written.
    """
    procedure, version = locked_version(version_id)
    if edited_from and edited_from != version.digest:
        raise NotAllowed(
            "Người khác vừa sửa bản thảo này. Hãy mở lại bản thảo, xem thay đổi rồi sửa tiếp."
        )
    version.status = after(VersionStatus(version.status), Move.EDIT)
    version.content, version.digest = stored(content)
    version.tried_at, version.tried_by, version.trial = None, "", {}
    version.save()
    _record("version_edited", procedure, version, by=by, at=at)


@transaction.atomic
def try_version(*, version_id: int, by: str, at: datetime, commune_code: str = "") -> Trial:
    """Sample dossiers of a commune through the version's clock and steps, from `at` on.

    Nothing but the trial itself is kept. Only a version whose trial passes may be published.
    """
    procedure, version = locked_version(version_id)
    status = after(VersionStatus(version.status), Move.TRY)
    content = parse(version.content)
    on = at.astimezone(VIETNAM).date()
    commune_code = commune_code or _first_commune(on=on)
    resolved = queries.resolve(queries.version(version_id), commune_code=commune_code, on=on)
    calendar = organisations.calendar_of(
        resolved.competent, edition=organisations.current_edition()
    )
    trial = try_out(content, calendar, after=on)
    version.status = status if trial.passed else VersionStatus.DRAFT
    version.tried_at, version.tried_by = at, by
    version.trial = _kept(trial, commune_code)
    version.save()
    _record(
        "version_tried",
        procedure,
        version,
        by=by,
        at=at,
        passed=trial.passed,
        samples=len(trial.samples),
    )
    return trial


@transaction.atomic
def publish(
    *,
    version_id: int,
    decision: str,
    decided_on: date,
    valid_from: date,
    by: str,
    at: datetime,
    announced_on: date | None = None,
    published_on: date | None = None,
) -> None:
    """Put a tried version into force from a day on; the version before it ends there.

    Raises NotAllowed: not tried, dates that do not fit, an error of the lint, or a commune where
    nobody would receive or settle it.
    """
    check_widths(decision=decision)
    procedure, version = locked_version(version_id)
    version.status = after(VersionStatus(version.status), Move.PUBLISH)
    version.decision, version.decided_on = decision, decided_on
    version.announced_on = announced_on or decided_on
    version.published_on = published_on or at.astimezone(VIETNAM).date()
    version.valid_from, version.published_by = valid_from, by
    _check_dates(version)
    _check_lint(procedure, version, on=valid_from)
    _check_coverage(version, on=valid_from)
    before = _current(procedure)
    if before is not None:
        _end(before, valid_from)
    version.save()
    procedure.name, procedure.name_en, procedure.checked = version.name, version.name_en, True
    procedure.folded = folded(procedure.code, version.name, procedure.official_name)
    procedure.save(update_fields=["name", "name_en", "checked", "folded"])
    _record(
        "version_published",
        procedure,
        version,
        by=by,
        at=at,
        decision=decision,
        valid_from=valid_from.isoformat(),
        replaces=before.number if before else None,
    )


@transaction.atomic
def roll_back(*, version_id: int, reason: str, by: str, at: datetime) -> int | None:
    """Take the newest published version back; the one before it is in force again. The id of that
    version, None when there was none.

    Dossiers received meanwhile keep the version they were received under until a correction.
    """
    procedure, version = locked_version(version_id)
    status = after(VersionStatus(version.status), Move.ROLL_BACK)
    check_widths(reason=reason)
    if not reason.strip():
        raise NotAllowed("Hãy ghi lý do thu hồi phiên bản.")
    if version.valid_until is not None:
        raise NotAllowed(
            "Phiên bản này đã được thay bằng phiên bản sau. Hãy thu hồi phiên bản mới nhất trước."
        )
    version.status = status
    version.save(update_fields=["status"])
    before = (
        procedure.versions.filter(status=VersionStatus.PUBLISHED, valid_until=version.valid_from)
        .order_by("-number")
        .first()
    )
    if before is not None:
        before.valid_until = None
        before.save(update_fields=["valid_until"])
    _record(
        "version_rolled_back",
        procedure,
        version,
        by=by,
        at=at,
        reason=reason,
        restores=before.number if before else None,
    )
    return before.pk if before else None


@transaction.atomic
def end_procedure(
    *,
    procedure_code: str,
    on: date,
    reason: str,
    by: str,
    at: datetime,
    continued_by: str = "",
) -> None:
    """End the version in force on a day, the first on which nobody may file any more. Where it
    goes on is `continued_by`; a procedure that goes on nowhere and was not abolished is listed by
    coverage (R102)."""
    check_widths(reason=reason)
    procedure = locked_procedure(procedure_code)
    version = _current(procedure)
    if version is None:
        raise NotAllowed(
            "Thủ tục %(procedure_code)s không có phiên bản đang áp dụng để kết thúc.",
            procedure_code=procedure_code,
        )
    if continued_by and not Procedure.objects.filter(code=continued_by).exists():
        raise NotAllowed(
            "Thủ tục tiếp nối %(continued_by)s không có trong danh mục. Hãy kiểm tra lại mã.",
            continued_by=continued_by,
        )
    _end(version, on)
    procedure.continued_by = continued_by
    procedure.save(update_fields=["continued_by"])
    _record(
        "procedure_ended",
        procedure,
        version,
        by=by,
        at=at,
        ends_on=on.isoformat(),
        reason=reason,
        continued_by=continued_by,
    )


def _current(procedure: Procedure) -> ProcedureVersion | None:
    return procedure.versions.filter(status=VersionStatus.PUBLISHED, valid_until=None).first()


def _end(version: ProcedureVersion, on: date) -> None:
    if version.valid_from is not None and on < version.valid_from:
        raise NotAllowed(
            "Phiên bản %(number)s có hiệu lực từ %(valid_from)s, sau ngày %(on)s. Hãy chọn ngày "
            "muộn hơn hoặc thu hồi phiên bản đó.",
            number=version.number,
            valid_from=f"{version.valid_from:%d/%m/%Y}",
            on=f"{on:%d/%m/%Y}",
        )
    version.valid_until = on
    version.save(update_fields=["valid_until"])


def _check_dates(version: ProcedureVersion) -> None:
    decided, announced = version.decided_on, version.announced_on
    published, valid = version.published_on, version.valid_from
    if decided and announced and announced < decided:
        raise NotAllowed("Ngày công bố không được trước ngày ký quyết định. Hãy sửa ngày.")
    if announced and published and published < announced:
        raise NotAllowed("Ngày công khai không được trước ngày công bố. Hãy sửa ngày.")
    if published and valid and valid < published:
        raise NotAllowed(
            "Ngày có hiệu lực %(valid)s trước ngày công khai %(published)s: hồ sơ đã nhận không "
            "thể đổi hạn ngược. Hãy chọn ngày sau, hoặc đính chính các hồ sơ cũ.",
            valid=f"{valid:%d/%m/%Y}",
            published=f"{published:%d/%m/%Y}",
        )


def _check_lint(procedure: Procedure, version: ProcedureVersion, *, on: date) -> None:
    before = in_force(on=on).filter(procedure=procedure).exclude(pk=version.pk).first()
    draft = draft_of(
        procedure,
        parse(version.content),
        around=surroundings(on=on),
        previous=parse(before.content) if before else None,
    )
    errors = [item.sentence for item in lint(draft) if item.severity is Severity.ERROR]
    if errors:
        raise NotAllowed("Chưa công khai được. %(errors)s", errors=Sentence.joined(errors))


def _check_coverage(version: ProcedureVersion, *, on: date) -> None:
    holes = holes_of([queries.version(version.pk)], ground_of(on=on), on=on)
    if holes:
        named = Sentence.joined(
            (
                Sentence(
                    "%(why)s (%(count)s xã, phường, đặc khu, ví dụ mã %(codes)s)",
                    why=hole.why,
                    count=len(hole.communes),
                    codes=", ".join(hole.communes[:_NAMED]),
                )
                for hole in holes
            ),
            "; ",
        )
        raise NotAllowed(
            "Chưa công khai được vì ngày %(on)s có nơi không giải quyết được: %(named)s Hãy phân "
            "công cơ quan trước.",
            on=f"{on:%d/%m/%Y}",
            named=named,
        )


def _first_commune(*, on: date) -> str:
    ground = ground_of(on=on)
    code = next(iter(ground.province_of), None)
    if code is None:
        raise NotAllowed("Chưa có đơn vị hành chính nào. Hãy nạp dữ liệu ban đầu trước.")
    return code


def _kept(trial: Trial, commune_code: str) -> dict[str, Any]:
    return {
        "commune": commune_code,
        "passed": trial.passed,
        "problems": [problem.as_json() for problem in trial.problems],
        "samples": [
            {
                "case": sample.case,
                "option": sample.option,
                "channel": sample.channel.value,
                "starts_at": sample.starts_at.isoformat(),
                "due_at": sample.due_at.isoformat() if sample.due_at else None,
                "fits": sample.fits,
                "sentence": sample.sentence.as_json(),
            }
            for sample in trial.samples
        ],
    }


def _record(
    action: str,
    procedure: Procedure,
    version: ProcedureVersion,
    *,
    by: str,
    at: datetime,
    **data: object,
) -> None:
    record(
        action,
        subject_of(procedure.code),
        by=by,
        at=at,
        data={"version": version.number, "digest": version.digest, **data},
    )
