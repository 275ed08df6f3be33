"""Taking over the dossiers of a former system, or of a dissolved or merged unit (R111).

First a dry run says row by row what is wrong, attached files included; then everything is taken
over or nothing. A second run takes only what is new. Instants stay what they were; clocks that
were open go on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from django.db import transaction

from lienthong import clock
from lienthong.accounts import actions as accounts
from lienthong.accounts.models import Person
from lienthong.accounts.rules import NotAllowed as AccountsNotAllowed
from lienthong.accounts.rules.persons import PersonData
from lienthong.accounts.rules.scope import Actor
from lienthong.catalogue import queries as catalogue
from lienthong.catalogue.queries import VersionView
from lienthong.catalogue.rules import NotOffered
from lienthong.dossiers.actions.bulk import Act, Life, write_lives
from lienthong.dossiers.actions.intake import NewComponent
from lienthong.dossiers.adapters.sheets import rows_of
from lienthong.dossiers.models import Dossier
from lienthong.dossiers.queries.places import resolved
from lienthong.dossiers.queries.reading import read
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.inherited_timeline import timeline
from lienthong.dossiers.rules.inheriting import (
    COLUMNS,
    HeaderError,
    InheritedRow,
    RowError,
    columns_of,
    read_row,
)
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import Sentence, UnknownAgencyCode, UnknownUnit
from lienthong.papers import actions as papers
from lienthong.papers.queries import acceptable
from lienthong.papers.rules import Refused

# As wide as the columns that keep them.
_LONGEST_SOURCE: Final = 60


@dataclass(frozen=True, kw_only=True)
class Inheritance:
    """What a run found: rows that can be taken over, those taken over before, what is wrong."""

    rows: int
    ready: int
    already: int
    errors: Sequence[RowError]
    taken: int = 0


@dataclass(frozen=True, kw_only=True)
class _Ready:
    row: InheritedRow
    life: Life
    person: PersonData


@dataclass(kw_only=True)
class _Run:
    source: str
    now: datetime
    actor: Actor
    files: Path | None
    reach: Collection[int]
    errors: list[RowError] = field(default_factory=list)
    new: list[InheritedRow] = field(default_factory=list)
    ready: list[_Ready] = field(default_factory=list)
    already: int = 0
    rows: int = 0


def try_inherit(
    *,
    stream: BinaryIO,
    name: str,
    source: str,
    files: Path | None,
    reach: Collection[int],
    actor: Actor,
    at: datetime,
) -> Inheritance:
    """The dry run: nothing is written. `reach`: the agencies whose dossiers may be taken over; a
    row of another one is refused. Raises NotAllowed when the file cannot be read at all."""
    run = _Run(source=source.strip(), now=at, actor=actor, files=files, reach=reach)
    _read(run, stream, name)
    return Inheritance(rows=run.rows, ready=len(run.ready), already=run.already, errors=run.errors)


def inherit(
    *,
    stream: BinaryIO,
    name: str,
    source: str,
    files: Path | None,
    reach: Collection[int],
    actor: Actor,
    at: datetime,
) -> Inheritance:
    """Take everything over, or nothing when a row is wrong. `reach` as in `try_inherit`."""
    run = _Run(source=source.strip(), now=at, actor=actor, files=files, reach=reach)
    _read(run, stream, name)
    found = Inheritance(rows=run.rows, ready=len(run.ready), already=run.already, errors=run.errors)
    if run.errors or not run.ready:
        return found
    with_files = [_with_files(ready, run) for ready in run.ready]
    with transaction.atomic():
        people = _people([ready.person for ready in run.ready], actor, at)
        lives = [_owned(life, person) for life, person in zip(with_files, people, strict=True)]
        for start in range(0, len(lives), 1000):
            write_lives(lives=lives[start : start + 1000], now=at, inherited_by=actor)
    return Inheritance(
        rows=found.rows, ready=found.ready, already=found.already, errors=(), taken=len(lives)
    )


def _owned(life: Life, person: int) -> Life:
    return Life(**{**_values(life), "applicant": person})


def _values(life: Life) -> dict[str, Any]:
    return {name: getattr(life, name) for name in life.__dataclass_fields__}


def _read(run: _Run, stream: BinaryIO, name: str) -> None:
    if not run.source:
        raise NotAllowed("Ghi tên hệ thống hoặc đơn vị cũ, ví dụ “motcua-hoian-2024”.")
    if len(run.source) > _LONGEST_SOURCE:
        raise NotAllowed(
            "Tên hệ thống hoặc đơn vị cũ dài quá %(most)s ký tự. Viết gọn lại.",
            most=_LONGEST_SOURCE,
        )
    rows = rows_of(stream, name=name)
    header = next(rows, None)
    if header is None:
        raise HeaderError("Tệp trống. Chọn tệp có dòng tiêu đề và ít nhất một hồ sơ.")
    places = columns_of(header[1])
    known = set(
        Dossier.objects.filter(inherited_from=run.source).values_list("inherited_code", flat=True)
    )
    seen: set[str] = set()
    for number, cells in rows:
        run.rows += 1
        typed = {key: cells[place] if place < len(cells) else "" for key, place in places.items()}
        _take(run, number, typed, known, seen)
    if not run.rows:
        raise HeaderError("Bảng không có hồ sơ nào dưới dòng tiêu đề. Chọn lại tệp.")
    _refuse_taken_codes(run)
    run.errors.sort(key=lambda error: error.row)


def _refuse_taken_codes(run: _Run) -> None:
    """A code belongs to one dossier of the house, wherever that came from."""
    taken: set[str] = set()
    for start in range(0, len(run.new), 500):
        part = [row.code for row in run.new[start : start + 500]]
        taken |= set(Dossier.objects.filter(code__in=part).values_list("code", flat=True))
    for row in run.new:
        if row.code in taken:
            sentence = Sentence(
                "Mã %(code)s đã là của một hồ sơ khác. Kiểm tra lại mã.", code=row.code
            )
            _bad(run, row, "code", sentence)
    run.ready = [ready for ready in run.ready if ready.row.code not in taken]


def _take(
    run: _Run, number: int, typed: Mapping[str, str], known: set[str], seen: set[str]
) -> None:
    read = read_row(number, typed, now=run.now)
    if isinstance(read, list):
        run.errors += read
        return
    if read.code in known:
        run.already += 1
        return
    if read.code in seen:
        _bad(run, read, "code", Sentence("Mã %(code)s có hai dòng. Giữ một dòng.", code=read.code))
        return
    seen.add(read.code)
    run.new.append(read)
    life, person, readable = _life(run, read), _person(run, read), _look_at_files(run, read)
    if life is not None and person is not None and readable:
        run.ready.append(_Ready(row=read, life=life, person=person))


def _bad(run: _Run, row: InheritedRow, column: str, sentence: str) -> None:
    run.errors.append(RowError(row=row.row, column=COLUMNS[column], sentence=sentence))


def _person(run: _Run, row: InheritedRow) -> PersonData | None:
    data = PersonData(
        full_name=row.name,
        identity_number=row.identity or None,
        born_on=row.born_on,
        phone=row.phone,
        address=row.address,
        unit_code=row.commune,
    )
    try:
        return data.checked(on=run.now.astimezone(clock.VIETNAM).date())
    except AccountsNotAllowed as refusal:
        _bad(run, row, "identity", refusal.sentence)
        return None


def _look_at_files(run: _Run, row: InheritedRow) -> bool:
    """Whether every attached file is there and would be stored; else each is said."""
    sound = True
    for name in row.files:
        wrong = _wrong_with(run.files / name if run.files else None)
        if wrong is not None:
            sound = False
            _bad(run, row, "files", Sentence("%(name)s: %(wrong)s", name=name, wrong=wrong))
    return sound


def _wrong_with(path: Path | None) -> Sentence | None:
    if path is None:
        return Sentence("Chưa gửi kèm tệp nào. Gửi các tệp cùng với bảng.")
    try:
        with path.open("rb") as content:
            acceptable(content)
    except (FileNotFoundError, IsADirectoryError):
        return Sentence("Không có trong các tệp gửi kèm. Thêm tệp, hoặc sửa tên ở ô này.")
    except OSError:
        return Sentence("Không đọc được. Mở thử tệp, kiểm tra tên và quyền đọc.")
    except Refused as refusal:
        return Sentence(refusal.message_id, **refusal.values)
    return None


def _life(run: _Run, row: InheritedRow) -> Life | None:
    today = run.now.astimezone(clock.VIETNAM).date()
    commune = _commune(run, row, today)
    version = _version(run, row, today)
    if commune is None or version is None:
        return None
    try:
        found = resolved(version, commune_code=commune, on=today)
        competent = (
            organisations.agency_by_code(row.agency, on=today).id if row.agency else found.competent
        )
    except NotAllowed as refusal:
        _bad(run, row, "procedure", refusal.sentence)
        return None
    except UnknownAgencyCode as refusal:
        _bad(run, row, "agency", refusal.sentence)
        return None
    if competent not in run.reach:
        name = organisations.agency(competent).name
        sentence = Sentence(
            "Không được nhập hồ sơ của %(name)s. Bỏ dòng này, hoặc nhờ người quản trị của cơ quan "
            "đó hay của tỉnh nhập.",
            name=name,
        )
        _bad(run, row, "agency" if row.agency else "commune", sentence)
        return None
    events = timeline(
        row,
        version.content,
        receiving=found.receiving[0],
        competent=competent,
        places=found.places,
        edition=organisations.current_edition(),
    )
    try:
        read(events, version.content, now=events[-1].recorded_at)
    except (clock.Invalid, clock.LimitNotReached):
        _bad(run, row, "promised_at", Sentence("Xa quá mười năm. Kiểm tra lại ngày hẹn."))
        return None
    return Life(
        code=row.code,
        version_id=version.id,
        channel=row.channel,
        receiving=found.receiving[0],
        commune_code=commune,
        applicant=0,
        acts=[Act(action="dossier.inherited", events=events)],
        inherited_from=run.source,
        inherited_code=row.code,
    )


def _commune(run: _Run, row: InheritedRow, today: date) -> str | None:
    """The commune of today: given as such, or as a unit of before 1 July 2025 that has one
    successor. A divided unit needs a decision: which part is said in the sheet."""
    try:
        return organisations.unit(row.commune, on=today).code
    except UnknownUnit:
        pass
    successors = organisations.successor_units(row.commune)
    if len(successors) == 1:
        return successors[0].code
    if not successors:
        _bad(
            run,
            row,
            "commune",
            Sentence("Không có đơn vị mang mã %(commune)s, cũ hay mới.", commune=row.commune),
        )
    else:
        parts = (organisations.unit(part.code, on=today) for part in successors[:5])
        names = ", ".join(f"{part.full_name} ({part.code})" for part in parts)
        _bad(
            run,
            row,
            "commune",
            Sentence("Đơn vị cũ này đã chia: %(names)s. Ghi mã đơn vị mới.", names=names),
        )
    return None


def _version(run: _Run, row: InheritedRow, today: date) -> VersionView | None:
    """The version of the day of submission; where that lies before all versions, today's."""
    on = row.submitted_at.astimezone(clock.VIETNAM).date()
    try:
        return catalogue.version_in_force(row.procedure, on=on)
    except NotOffered:
        pass
    try:
        return catalogue.version_in_force(row.procedure, on=today)
    except NotOffered as refusal:
        _bad(run, row, "procedure", refusal.sentence)
        return None


def _with_files(ready: _Ready, run: _Run) -> Life:
    parts = []
    for number, name in enumerate(ready.row.files, start=1):
        if run.files is None:
            continue
        with (run.files / name).open("rb") as stream:
            try:
                stored = papers.store(stream, at=run.now, declared_name=name)
            except Refused as refusal:
                raise NotAllowed(
                    "Dòng %(row)s, tệp %(name)s: %(refusal)s",
                    row=ready.row.row,
                    name=name,
                    refusal=refusal,
                ) from None
        parts.append(
            NewComponent(key=f"inherited-{number}", name=Path(name).stem, file=stored.sha256)
        )
    return Life(**{**_values(ready.life), "components": parts})


def _people(wanted: Sequence[PersonData], actor: Actor, at: datetime) -> list[int]:
    """Known people by their number, the others recorded anew, once each."""
    numbers = {data.identity_number for data in wanted if data.identity_number}
    known: dict[str, int] = {}
    for start in range(0, len(numbers), 500):
        part = sorted(numbers)[start : start + 500]
        rows = Person.objects.filter(identity_number__in=part)
        known |= {row.identity_number: row.pk for row in rows if row.identity_number}
    fresh: list[PersonData] = []
    places: list[int | str] = []
    waiting: dict[str, int] = {}
    for data in wanted:
        number = data.identity_number
        if number and number in known:
            places.append(f"known:{known[number]}")
        elif number and number in waiting:
            places.append(waiting[number])
        else:
            if number:
                waiting[number] = len(fresh)
            places.append(len(fresh))
            fresh.append(data)
    made = accounts.create_persons(people=fresh, by=actor.by, at=at, agency_id=actor.agency)
    return [
        int(place.removeprefix("known:")) if isinstance(place, str) else made[place]
        for place in places
    ]
