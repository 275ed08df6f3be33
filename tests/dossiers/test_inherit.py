"""Taking over the dossiers of a former system (R111)."""

from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from lienthong.accounts.models import Person
from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import corrections, dry_runs
from lienthong.dossiers.actions.inherit import Inheritance, inherit, try_inherit
from lienthong.dossiers.models import Component, Dossier
from lienthong.dossiers.queries.corrections import preview
from lienthong.dossiers.queries.forms import Printing, form_of
from lienthong.dossiers.queries.page import dossier_page
from lienthong.dossiers.queries.reading import columns, reading_of
from lienthong.dossiers.rules import NotAllowed
from lienthong.dossiers.rules.corrections import CorrectionKind, Policy
from lienthong.dossiers.rules.lifecycle import State
from lienthong.journal.models import Entry
from lienthong.measures.actions import fold_pending
from lienthong.measures.queries.verification import verify
from lienthong.organisations import actions as organisations_actions
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import DayKind
from lienthong.papers.models import File
from lienthong.papers.rules.forms import Receipt
from tests.dossiers import world as worlds
from tests.dossiers.world import BENEFIT, BIRTH, HOI_AN, NOW, World
from tests.papers import contents

HEADER = (
    "Mã hồ sơ,Mã thủ tục,Mã xã, phường (cũ hoặc mới),Họ tên người nộp,Số định danh,Nộp lúc,"
    "Tiếp nhận lúc,Hẹn trả lúc,Trạng thái,Chờ từ lúc,Xong lúc,Trả lúc,Tệp"
).replace("Mã xã, phường (cũ hoặc mới)", '"Mã xã, phường (cũ hoặc mới)"')
OPEN = f"H17.9-260820-0001,{BENEFIT},{HOI_AN},Nguyễn Văn Tư,000000000001,20/08/2026 08:30,20/08/2026 08:40,05/09/2026 17:00,4,,,,"  # noqa: E501
CLOSED = f"H17.9-260601-0007,{BENEFIT},{HOI_AN},Lê Thị Sáu,000000000777,01/06/2026 09:00,01/06/2026 09:10,15/06/2026 17:00,10,,09/06/2026 10:00,09/06/2026 15:00,"  # noqa: E501


def run(
    world: World,
    *rows: str,
    dry: bool = False,
    files: Path | None = None,
    of: int | None = None,
    header: str = HEADER,
) -> Inheritance:
    """By who administers `of`, else the province."""
    act = try_inherit if dry else inherit
    return act(
        stream=BytesIO("\n".join((header, *rows)).encode("utf-8-sig")),
        name="cu.csv",
        source="motcua-cu",
        files=files,
        reach=organisations.within(of or world.province, on=NOW.date()),
        actor=worlds.actor(world.corrector, world.province),
        at=NOW,
    )


def test_a_dry_run_writes_nothing_and_says_row_by_row_what_is_wrong(world: World) -> None:
    before = Dossier.objects.count()
    found = run(
        world,
        OPEN,
        OPEN.replace("0001,1.", "0002,9.").replace("20/08/2026 08:30", "hôm qua"),
        OPEN.replace("0001,1.", "0003,1.").replace(HOI_AN, "99999"),
        dry=True,
    )
    assert (found.rows, found.ready) == (3, 1)
    said = {(error.row, error.column): error.sentence for error in found.errors}
    assert "không phải ngày giờ" in said[3, "Nộp lúc"]
    assert "99999" in said[4, "Mã xã, phường (cũ hoặc mới)"]
    assert Dossier.objects.count() == before


def test_one_wrong_row_keeps_everything_out(world: World) -> None:
    before = Dossier.objects.count()
    found = run(world, OPEN, CLOSED.replace("10,,09/06/2026 10:00", "10,,"))
    assert found.errors and not found.taken
    assert Dossier.objects.count() == before


def test_open_clocks_go_on_and_original_instants_are_kept(world: World) -> None:
    found = run(world, OPEN, CLOSED)
    assert found.taken == 2, found.errors
    open_one = Dossier.objects.get(inherited_code="H17.9-260820-0001")
    assert (open_one.state, open_one.inherited_from) == (State.IN_PROCESS, "motcua-cu")
    assert open_one.clock_state == "running" and open_one.due_at is not None
    assert open_one.submitted_at.isoformat() == "2026-08-20T01:30:00+00:00"
    closed = Dossier.objects.get(inherited_code="H17.9-260601-0007")
    assert (closed.state, closed.verdict, closed.recorded_verdict) == (
        State.RETURNED, "early", "early",
    )  # fmt: skip
    for dossier in (open_one, closed):
        expected = columns(reading_of(dossier, now=NOW))
        assert {name: getattr(dossier, name) for name in expected} == expected
    fold_pending(at=NOW)
    assert verify(now=NOW).different == ()


def test_who_took_it_over_is_not_named_as_who_received_or_decided_it(world: World) -> None:
    """On the timeline and on a receipt printed again; the journal names who took it over."""
    run(world, CLOSED)
    dossier = Dossier.objects.get(inherited_code="H17.9-260601-0007")
    found = dossier_page(dossier, now=NOW)
    assert {line.who for line in found.events} == {"Hệ thống cũ"}
    printed = form_of(found, "01", Printing(at=NOW, address="", demo=False))
    assert isinstance(printed, Receipt)
    assert printed.receiver.name == ""
    entry = Entry.objects.get(action="dossier.inherited", subject=dossier.code)
    assert entry.by == f"a:{world.corrector}"


def test_a_second_run_takes_only_what_is_new_and_a_known_person_is_not_doubled(
    world: World,
) -> None:
    people = Person.objects.count()
    assert run(world, OPEN).taken == 1
    again = run(world, OPEN, CLOSED)
    assert (again.already, again.taken) == (1, 1)
    assert Person.objects.count() == people + 1


def test_a_divided_former_unit_needs_a_decision(world: World) -> None:
    found = run(world, OPEN.replace(HOI_AN, "20239"), dry=True)
    assert found.ready + len(found.errors) == 1


def test_files_come_along_and_a_missing_one_is_named(world: World, tmp_path: Path) -> None:
    (tmp_path / "don.pdf").write_bytes(contents.PDF)
    with_file = OPEN + "don.pdf"
    missing = run(world, CLOSED + "khong-co.pdf", files=tmp_path, dry=True)
    assert "khong-co.pdf" in missing.errors[0].sentence
    assert run(world, with_file, files=tmp_path).taken == 1
    assert Component.objects.get(dossier__inherited_from="motcua-cu").file_id is not None


def test_the_dry_run_says_of_every_file_what_taking_it_over_would_say(
    world: World, tmp_path: Path, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 2_000
    for name, content in {
        "tot.pdf": contents.PDF,
        "lon.txt": b"a" * 2_001,
        "rong.pdf": b"",
        "may.pdf": b"MZ\x90\x00\x03",
        "hong.pdf": contents.PDF[:-30],
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "thu-muc").mkdir()
    names = ["tot.pdf", "lon.txt", "rong.pdf", "may.pdf", "hong.pdf", "thu-muc", "x" * 300, "mat"]
    row = OPEN + ";".join(names)
    known = set(File.objects.values_list("sha256", flat=True))
    for dry in (True, False):
        found = run(world, row, CLOSED + "tot.pdf", files=tmp_path, dry=dry)
        assert (found.ready, found.taken) == (1, 0)
        said = [error.sentence for error in found.errors]
        assert all(error.row == 2 and error.column == "Tệp" for error in found.errors)
        for sentence, words in zip(
            said,
            ("lon.txt: Tệp lớn hơn", "rong.pdf: Tệp rỗng", "may.pdf: Đây là chương trình",
             "hong.pdf: Tệp PDF bị hỏng", "thu-muc: Không có", "x: Không đọc được",
             "mat: Không có"),
            strict=True,
        ):  # fmt: skip
            assert words in sentence
        assert set(File.objects.values_list("sha256", flat=True)) == known
    assert run(world, CLOSED + "tot.pdf", files=tmp_path).taken == 1


def test_a_row_says_everything_at_once_that_is_wrong_with_it(world: World) -> None:
    own = worlds.receive(world)
    row = OPEN.replace("H17.9-260820-0001", own.code).replace(HOI_AN, "99999") + "don.pdf"
    found = run(world, row.replace("000000000001", "12"), dry=True)
    assert [error.column for error in found.errors] == [
        "Mã xã, phường (cũ hoặc mới)", "Số định danh", "Tệp", "Mã hồ sơ",
    ]  # fmt: skip


def test_a_spreadsheet_is_read_like_a_csv(world: World) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER.replace('"Mã xã, phường (cũ hoặc mới)"', "commune"), OPEN):
        sheet.append(row.split(","))
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    found = inherit(
        stream=stream, name="cu.xlsx", source="motcua-cu", files=None, reach={world.committee},
        actor=worlds.actor(world.corrector, world.province), at=NOW,
    )  # fmt: skip
    assert found.taken == 1, found.errors


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "trống"),
        (b"a,b\n1,2\n", "a.csv", "thiếu cột"),
        # “All were taken over before” would switch the former system off.
        (HEADER.encode(), "a.csv", "không có hồ sơ nào"),
        (b"\xff\xfe\x00x", "a.csv", "UTF-8"),
        (b"nonsense", "a.xlsx", "Excel"),
        (b"x", "a.exe", ".csv hoặc .xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    world: World, content: bytes, name: str, sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        try_inherit(
            stream=BytesIO(content), name=name, source="x", files=None, reach=(),
            actor=worlds.actor(world.corrector, world.province), at=NOW,
        )  # fmt: skip


def test_a_code_that_another_dossier_bears_is_said_at_its_row(world: World) -> None:
    """Its own, or one taken over from a third system: codes are unique in the house."""
    own = worlds.receive(world)
    found = run(world, OPEN.replace("H17.9-260820-0001", own.code), dry=True)
    assert [(error.row, error.column) for error in found.errors] == [(2, "Mã hồ sơ")]
    assert own.code in found.errors[0].sentence


@pytest.mark.parametrize(
    ("state", "accepted", "waiting", "ended", "returned", "stands"),
    [
        (1, False, False, False, False, State.SUBMITTED),
        (2, True, False, False, False, State.ACCEPTED),
        (3, False, False, True, False, State.NOT_ACCEPTED),
        (4, True, False, False, False, State.IN_PROCESS),
        (5, True, True, False, False, State.AWAITING_SUPPLEMENT),
        (6, True, True, False, False, State.AWAITING_PAYMENT),
        (7, False, False, True, False, State.WITHDRAWN),
        (7, True, False, True, False, State.WITHDRAWN),
        (8, True, False, True, False, State.STOPPED),
        (9, True, False, True, False, State.DONE),
        (10, True, False, True, True, State.RETURNED),
    ],
)
def test_every_state_of_a_former_system_is_taken_over(
    world: World,
    state: int,
    stands: State,
    *,
    accepted: bool,
    waiting: bool,
    ended: bool,
    returned: bool,
) -> None:
    cells = [
        "H9-1", BENEFIT, HOI_AN, "Nguyễn Văn Tư", "000000000001", "03/08/2026 08:30",
        "03/08/2026 09:00" if accepted else "", "", str(state),
        "04/08/2026 09:00" if waiting else "", "05/08/2026 09:00" if ended else "",
        "06/08/2026 09:00" if returned else "", "",
    ]  # fmt: skip
    found = run(world, ",".join(cells))
    assert found.taken == 1, found.errors
    assert Dossier.objects.get(inherited_code="H9-1").state == stands


def test_rows_of_agencies_beyond_the_importers_reach_are_refused_one_by_one(world: World) -> None:
    """By the commune of the applicant, and where the sheet names the agency by that."""
    today = NOW.date()
    elsewhere = organisations.agency(world.other_committee)
    named = organisations.code_of(elsewhere.id, on=today)
    sheet = (
        OPEN,
        OPEN.replace("0001,1.", "0002,1.").replace(HOI_AN, elsewhere.unit_code),
        f"{OPEN.replace('0001,1.', '0003,1.')},{named}",
    )
    header = f"{HEADER},agency"
    found = run(world, *sheet, of=world.committee, header=header)
    assert (found.ready, found.taken) == (1, 0), "all or nothing"
    assert [(error.row, error.column) for error in found.errors] == [
        (3, "Mã xã, phường (cũ hoặc mới)"), (4, "Mã định danh cơ quan giải quyết"),
    ]  # fmt: skip
    assert all(f"Không được nhập hồ sơ của {elsewhere.name}" in e.sentence for e in found.errors)
    assert run(world, *sheet, header=header).taken == 3, "the province reaches them"


# Accepted so long ago that the ten working days are over, promised for a day still to come.
PROMISED_LATER = (
    OPEN.replace("20/08/2026", "10/08/2026").replace("05/09/2026 17:00", "11/09/2026 17:00")
)  # fmt: skip


def test_who_was_promised_a_later_date_by_the_former_system_is_not_late_before_it(
    world: World,
) -> None:
    """The former system tells no waits: that it was late cannot be shown, and a promise holds."""
    promise = datetime(2026, 9, 11, 17, tzinfo=VIETNAM)
    done_in_time = CLOSED.replace("09/06/2026 10:00", "18/06/2026 10:00").replace(
        "09/06/2026 15:00", "18/06/2026 15:00"
    )
    run(world, PROMISED_LATER, done_in_time.replace("15/06/2026 17:00", "19/06/2026"))
    dossier = Dossier.objects.get(inherited_code="H17.9-260820-0001")
    assert (dossier.due_at, dossier.first_late_at) == (promise, None)
    found = reading_of(dossier, now=NOW)
    assert found.by_rule == datetime(2026, 8, 22, 8, 40, tzinfo=VIETNAM)
    assert not found.clock.overdue
    assert reading_of(dossier, now=promise + timedelta(minutes=1)).clock.overdue
    closed = Dossier.objects.get(inherited_code="H17.9-260601-0007")
    assert (closed.verdict, closed.first_late_at) == ("early", None)


def test_an_edit_of_the_calendar_keeps_the_former_promise(world: World) -> None:
    run(world, PROMISED_LATER)
    before = Dossier.objects.get().due_at
    edition = organisations_actions.add_day(
        on=date(2026, 9, 8), kind=DayKind.CLOSED, name="Nghỉ bão", source="Công điện",
        by=worlds.BY, at=NOW, reason="Bão",
    )  # fmt: skip
    actor = worlds.actor(world.corrector, world.province)
    correction = corrections.open_correction(
        kind=CorrectionKind.CALENDAR, title="Nghỉ bão", scope={}, change={"edition": edition},
        policy=Policy.FOLLOW_RULE, evidence="Công điện", actor=actor, at=NOW,
    )  # fmt: skip
    tried = dry_runs.try_dry(correction_id=correction.pk, actor=actor, at=NOW)
    found = preview(tried)
    assert (found.dossiers, found.due_changed, found.crosses_now) == (1, 0, 0)
    item = tried.items.get()
    assert item.due_before == item.due_after == item.promised_after == before


@pytest.mark.parametrize(
    ("code", "due"),
    [
        (BIRTH, datetime(2026, 9, 11, 17, tzinfo=VIETNAM)),  # the same day
        (BENEFIT, datetime(2026, 9, 11, 16, tzinfo=VIETNAM)),
    ],
)
def test_the_former_promise_holds_in_every_unit(world: World, code: str, due: datetime) -> None:
    row = PROMISED_LATER.replace(BENEFIT, code).replace("11/09/2026 17:00", "11/09/2026 16:00")
    run(world, row)
    assert Dossier.objects.get().due_at == due


def test_a_promise_out_of_reach_is_said_in_the_dry_run(world: World) -> None:
    found = run(world, PROMISED_LATER.replace("11/09/2026", "11/09/2099"), dry=True)
    assert [error.column for error in found.errors] == ["Hẹn trả lúc"]
