"""From a directive to tasks: taken in once, confirmed by a person, nothing secret kept."""

import logging
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import typst
from django.core.cache import cache
from django.db import connection

from lienthong.accounts.rules.scope import Actor
from lienthong.journal import queries as journal
from lienthong.organisations.models import Agency
from lienthong.organisations.rules import fold
from lienthong.programmes.actions import directives as actions
from lienthong.programmes.actions import proposals as acts
from lienthong.programmes.models import Directive, Phase, Proposal, Task, TaskSource, TaskStretch
from lienthong.programmes.queries import directives as queries
from lienthong.programmes.rules import MovedOn, NotAllowed
from lienthong.programmes.rules.kinds import DeadlineKind, Pillar, ProposalState
from lienthong.programmes.rules.resolving import Certainty
from tests.programmes import house as houses
from tests.programmes import variants
from tests.programmes.house import HERE, MANAGER, MONDAY, House

TEXT = """THÀNH ỦY ĐÀ NẴNG
Số 12-TB/TU
Đà Nẵng, ngày 01 tháng 9 năm 2026
THÔNG BÁO
Kết luận của Thường trực Thành ủy về dữ liệu
Thường trực Thành ủy kết luận:
1. UBND thành phố Đà Nẵng chủ trì làm sạch dữ liệu đất đai trước ngày 30/9/2026.
2. UBND phường Hội An, UBND thành phố Huế phối hợp, chủ trì số hóa sổ hộ tịch trong tháng 10/2026.
3. Đề nghị Bộ Tư pháp ban hành hướng dẫn số hóa.
4. Giao: (i) Văn phòng Thành ủy theo dõi; (ii) Ban Tổ chức Thành ủy rà soát biên chế; \
(iv) Ban Nội chính Thành ủy kiểm tra trước 15/10.
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: object) -> Iterator[Path]:
    settings.VAR = tmp_path  # type: ignore[attr-defined]
    yield tmp_path


@pytest.fixture
def house(db: None) -> House:
    return houses.build()


def ingest(house: House, text: str = TEXT, **given: object) -> Directive:
    return actions.ingest(
        content=text.encode(),
        name=str(given.pop("name", "thong-bao.txt")),
        programme_id=house.programme,
        agency_id=house.party,
        by=MANAGER,
        at=MONDAY,
        **given,  # type: ignore[arg-type]
    )


def proposal(directive: Directive, start: str) -> Proposal:
    return next(row for row in queries.proposals(directive.pk) if row.text.startswith(start))


def confirm(row: Proposal, **given: object) -> Task:
    return acts.confirm_proposal(
        proposal_id=row.pk,
        by=MANAGER,
        at=MONDAY,
        pillar=Pillar.DATA,
        **given,  # type: ignore[arg-type]
    )


def correct(row: Proposal, **changed: object) -> Proposal:
    given: dict[str, object] = {
        "text": row.text,
        "lead_id": row.lead_id,
        "deadline_kind": DeadlineKind(row.deadline_kind),
        "due_on": row.due_on,
    }
    return acts.correct_proposal(proposal_id=row.pk, by=MANAGER, at=MONDAY, **{**given, **changed})  # type: ignore[arg-type]


def test_r44_r45_a_directive_keeps_its_text_and_what_it_says_of_itself(house: House) -> None:
    directive = ingest(house)
    assert (directive.number, directive.kind) == ("12-TB/TU", "Thông báo")
    assert directive.title == "Kết luận của Thường trực Thành ủy về dữ liệu"
    assert directive.issued_on == date(2026, 9, 1)
    assert [line.text for line in queries.lines_of(directive)] == TEXT.split("\n")


def test_r57_what_was_noticed_is_kept_with_it(house: House) -> None:
    kinds = {(notice["kind"], notice["first"]) for notice in ingest(house).notices}
    assert ("gap", "(ii)") in kinds
    assert ("inferred", "trước 15/10") in kinds


def test_taking_the_same_directive_in_twice_changes_nothing(house: House) -> None:
    first = ingest(house)
    assert ingest(house).pk == first.pk
    assert ingest(house, TEXT + "\n(bản chụp lại)").pk == first.pk
    assert Directive.objects.count() == 1


def test_r61_its_number_is_the_same_however_it_is_written(house: House) -> None:
    text = TEXT.replace("Số 12-TB/TU", "Số: 02 – KH/BCĐTW")
    first = ingest(house, text)
    assert first.number == "02-KH/BCĐ"
    assert ingest(house, text.replace("02 – KH/BCĐTW", "02-KH/BCĐ")).pk == first.pk


def test_r64_a_confirmed_proposal_is_a_task_with_its_source(house: House) -> None:
    row = proposal(ingest(house), "UBND thành phố Đà Nẵng")
    assert row.lead_id == house.agencies.province
    task = confirm(row)
    assert task.lead_id == house.agencies.province
    assert task.due_at == datetime(2026, 9, 30, tzinfo=HERE)
    source = TaskSource.objects.get(task=task)
    assert (source.code, source.printed_deadline) == ("12-TB/TU", "trước ngày 30/9/2026")
    assert source.due_on == date(2026, 9, 29)
    row.refresh_from_db()
    assert (row.state, row.task_id) == (ProposalState.CONFIRMED.value, task.pk)
    with pytest.raises(MovedOn):
        confirm(row)


def test_several_printed_leads_need_one_who_is_accountable(house: House) -> None:
    row = proposal(ingest(house), "UBND phường Hội An")
    assert len(row.item["lead"]) == 2
    assert row.lead_id is None
    with pytest.raises(NotAllowed, match="Chọn một cơ quan"):
        confirm(row)
    correct(row, lead_id=house.agencies.commune, supporting=[house.agencies.other_province])
    task = confirm(row)
    assert task.lead_id == house.agencies.commune
    assert TaskSource.objects.get(task=task).printed_lead.count(";") == 1


def test_r62_a_proposal_is_never_assigned(house: House) -> None:
    row = proposal(ingest(house), "Đề nghị Bộ Tư pháp")
    assert row.kind == "proposal"
    with pytest.raises(NotAllowed, match="Chỉ nhiệm vụ"):
        confirm(row)


def test_a_split_proposal_is_several_with_the_same_lead(house: House) -> None:
    directive = ingest(house)
    row = proposal(directive, "UBND thành phố Đà Nẵng")
    made = acts.split_proposal(
        proposal_id=row.pk, parts=["Làm sạch dữ liệu", "Bàn giao dữ liệu"], by=MANAGER, at=MONDAY
    )
    assert [part.text for part in made] == ["Làm sạch dữ liệu", "Bàn giao dữ liệu"]
    assert {part.lead_id for part in made} == {house.agencies.province}
    assert [confirm(part).due_at for part in made] == [datetime(2026, 9, 30, tzinfo=HERE)] * 2
    with pytest.raises(NotAllowed, match="ít nhất hai"):
        acts.split_proposal(
            proposal_id=proposal(directive, "UBND phường").pk, parts=["Một"], by=MANAGER, at=MONDAY
        )


def test_a_split_piece_has_the_lead_and_deadline_that_its_own_words_state(house: House) -> None:
    text = TEXT.replace("làm sạch dữ liệu đất đai", "làm sạch và bàn giao dữ liệu")
    row = proposal(ingest(house, text), "UBND thành phố Đà Nẵng")
    correct(row, due_on=date(2026, 10, 2))
    whole, own, rhythm, left = acts.split_proposal(
        proposal_id=row.pk,
        parts=[
            "UBND thành phố Đà Nẵng chủ trì làm sạch dữ liệu trước ngày 30/9/2026",
            "UBND phường Hội An bàn giao dữ liệu, hoàn thành trước 15/11",
            "Báo cáo kết quả hằng tuần",
            "Lưu trữ bản gốc",
        ],
        by=MANAGER,
        at=MONDAY,
    )
    agencies = house.agencies
    # What it prints like the whole stays as a person corrected it.
    assert (whole.lead_id, whole.due_on) == (agencies.province, date(2026, 10, 2))
    assert (own.lead_id, own.due_on) == (agencies.commune, date(2026, 11, 14))
    assert own.item["inherited"] == []
    assert (rhythm.lead_id, rhythm.deadline_kind) == (agencies.province, "recurring")
    assert (left.lead_id, left.due_on) == (agencies.province, date(2026, 10, 2))
    assert left.item["inherited"] == ["lead", "deadline"]
    # The source of the task prints what the piece prints.
    source = TaskSource.objects.get(task=confirm(own))
    assert "phường Hội An" in source.printed_lead
    assert source.due_on == date(2026, 11, 14)


def test_a_confirmed_task_is_put_into_the_phase_of_its_programme(house: House) -> None:
    phase = Phase.objects.create(
        programme_id=house.programme, code="1", name="Khẩn cấp", until=date(2026, 12, 31)
    )
    row = proposal(ingest(house), "UBND thành phố Đà Nẵng")
    task = confirm(row, phase_id=phase.pk)
    assert task.phase_id == phase.pk
    assert TaskStretch.objects.get(task=task).phase_id == phase.pk


def test_r28_merging_with_a_task_adds_a_source_and_shows_that_they_disagree(house: House) -> None:
    task = confirm(proposal(ingest(house), "UBND thành phố Đà Nẵng"))
    later = TEXT.replace("12-TB/TU", "13-TB/TU").replace("30/9/2026", "15/10/2026")
    row = proposal(ingest(house, later), "UBND thành phố Đà Nẵng")
    found = queries.same_task(row)
    assert found is not None
    assert found.pk == task.pk
    acts.merge_proposal(proposal_id=row.pk, task_id=task.pk, by=MANAGER, at=MONDAY)
    (conflict,) = queries.source_conflicts(agencies=[house.party])
    assert conflict.conflicts[0].printed == ("29/09/2026", "14/10/2026")
    actor = Actor(by=MANAGER, agency=house.party)
    acts.resolve_conflict(task_id=task.pk, resolution="Theo 13-TB/TU", actor=actor, at=MONDAY)
    assert queries.source_conflicts(agencies=[house.party]) == []
    with pytest.raises(NotAllowed, match="thường trực"):
        acts.resolve_conflict(
            task_id=task.pk,
            resolution="x",
            actor=Actor(by=MANAGER, agency=house.agencies.commune),
            at=MONDAY,
        )


def test_r47_what_a_document_says_twice_can_be_merged_into_one(house: House) -> None:
    again = (
        "5. UBND thành phố Đà Nẵng chủ trì làm sạch dữ liệu đất đai toàn bộ trước ngày 30/9/2026.\n"
    )
    directive = ingest(house, TEXT + again)
    first, second = [
        row for row in queries.proposals(directive.pk) if row.text.startswith("UBND thành phố Đà")
    ]
    assert second.same_as_id == first.pk
    acts.merge_proposal(proposal_id=second.pk, other_id=first.pk, by=MANAGER, at=MONDAY)
    task = confirm(first)
    assert TaskSource.objects.filter(task=task).count() == 2
    second.refresh_from_db()
    assert second.task_id == task.pk


def test_what_is_set_aside_can_be_taken_up_again(house: House) -> None:
    row = proposal(ingest(house), "UBND thành phố Đà Nẵng")
    acts.set_aside(proposal_id=row.pk, reason="Việc của năm trước", by=MANAGER, at=MONDAY)
    with pytest.raises(MovedOn):
        confirm(row)
    acts.take_up_again(proposal_id=row.pk, by=MANAGER, at=MONDAY)
    assert confirm(row).state == "assigned"


def test_r63_a_task_remembers_the_proposal_that_it_grants(house: House) -> None:
    asked = proposal(ingest(house), "Đề nghị Bộ Tư pháp")
    later = (
        "THÀNH ỦY ĐÀ NẴNG\nSố 20-KL/TU\nĐà Nẵng, ngày 05 tháng 9 năm 2026\nKẾT LUẬN\n"
        "1. Giao Bộ Tư pháp ban hành hướng dẫn số hóa trước ngày 30/9/2026.\n"
    )
    task = proposal(ingest(house, later), "Giao Bộ Tư pháp")
    found = queries.adoptable(task)
    assert found is not None
    assert found.pk == asked.pk
    assert (
        acts.adopt(proposal_id=task.pk, adopted_id=asked.pk, by=MANAGER, at=MONDAY).adopts_id
        == asked.pk
    )


def test_printed_names_are_suggested_with_their_certainty(house: House) -> None:
    def certainty(name: str) -> Certainty:
        on = MONDAY.date()
        return queries.suggestions(name, agency_id=house.party, on=on).certainty

    assert certainty("Ủy ban nhân dân thành phố Đà Nẵng") is Certainty.SURE
    assert certainty("Ủy ban nhân dân phường Hội") is Certainty.LIKELY
    assert certainty("Ủy ban nhân dân các tỉnh, thành phố") is Certainty.GROUP
    assert certainty("Bộ Không Có") is Certainty.UNKNOWN


def test_a_name_without_a_province_is_that_of_the_own_province(house: House) -> None:
    """Every province has a Sở Tài chính."""
    here = Agency.objects.get(pk=house.agencies.department)
    for place, agency in (("thành phố Đà Nẵng", here.pk), ("thành phố Huế", None)):
        name = f"Sở Tài chính {place}"
        row = Agency.objects.get(pk=agency) if agency else Agency.objects.get(pk=here.pk)
        if agency is None:
            row.pk, row.province_code, row.unit_code, row.reference = None, "46", "46", None
        row.name, row.folded = name, fold(name)
        row.save()
    found = queries.suggestions("Sở Tài chính", agency_id=house.party, on=MONDAY.date())
    assert found.certainty is Certainty.LIKELY
    assert found.candidates[0].agency == here.pk


def test_every_step_is_in_the_journal(house: House) -> None:
    row = proposal(ingest(house), "UBND thành phố Đà Nẵng")
    correct(row)
    confirm(row)
    assert {entry.action for entry in journal.entries_of("12-TB/TU")} == {
        "directive.received",
        "directive.read",
    }
    assert {entry.action for entry in journal.entries_of("12-TB/TU#1")} == {
        "proposal.corrected",
        "proposal.confirmed",
    }


# Secrets

MARKER = "dấu-vết-không-được-còn-8127"
SECRET = f"TỈNH ỦY A\nSố 3-BC/TU\nTỐI MẬT\nHà Nội, ngày 01 tháng 9 năm 2026\n{MARKER}\n"


def traces(root: Path) -> list[Path]:
    found = [path for path in root.rglob("*") if path.is_file()]
    return [path for path in found if MARKER.encode() in path.read_bytes()]


def assert_no_trace(files: Path, before: set[Path], caplog: pytest.LogCaptureFixture) -> None:
    assert traces(files) == []
    temporary = {path for path in Path(tempfile.gettempdir()).iterdir() if path.is_file()}
    readable = [path for path in temporary - before if path.exists()]
    assert not [path for path in readable if MARKER.encode() in path.read_bytes()]
    assert MARKER not in caplog.text
    assert MARKER not in repr(getattr(cache, "_cache", ""))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            assert not [row for row in cursor.fetchall() if MARKER in repr(row)], table


@pytest.mark.parametrize("mark", ["MẬT", "Tối mật", "TUYỆT MẬT", "M Ậ T", "TOI MAT"])
def test_a_secret_document_is_refused_and_leaves_nothing(
    house: House, files: Path, caplog: pytest.LogCaptureFixture, mark: str
) -> None:
    before = set(Path(tempfile.gettempdir()).iterdir())
    with caplog.at_level(logging.DEBUG), pytest.raises(NotAllowed, match="bí mật nhà nước"):
        ingest(house, SECRET.replace("TỐI MẬT", mark))
    assert_no_trace(files, before, caplog)


def test_what_its_sender_declares_secret_is_refused_unread(
    house: House, files: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NotAllowed, match="được khai"):
        ingest(house, f"Văn bản thường {MARKER}", secret=True)
    assert_no_trace(files, set(), caplog)


def test_a_document_about_secrecy_is_taken_in(house: House) -> None:
    text = TEXT.replace("dữ liệu đất đai", "tài liệu Mật, Tối mật theo Luật Bảo vệ bí mật nhà nước")
    assert ingest(house, text).proposals.exists()


# Long documents


def long_pdf(pages: int, *, marked: bool = False) -> bytes:
    page = "- UBND thành phố Đà Nẵng chủ trì làm sạch dữ liệu đợt {} trước ngày 30/9/2026."
    head = TEXT.split("1. ")[0].replace("\n", "\n\n")
    body = [page.format(number) for number in range(pages)]
    if marked:
        body[-1] = f"Số 4-BC\\/TU\n\nMẬT\n\n{MARKER}"
    text = head + "\n#pagebreak()\n".join(body)
    return typst.compile(text.encode())


def test_a_long_pdf_is_read_in_parts_and_proposes_when_all_is_read(house: House) -> None:
    content = long_pdf(95)
    directive = actions.ingest(
        content=content,
        name="dai.pdf",
        programme_id=house.programme,
        agency_id=house.party,
        by=MANAGER,
        at=MONDAY,
    )
    read = [(directive.pages_read, directive.proposals.count())]
    while directive.pages_read < directive.pages:
        directive = actions.read_on(directive_id=directive.pk, by=MANAGER, at=MONDAY)
        read.append((directive.pages_read, directive.proposals.count()))
    assert read == [(40, 0), (80, 0), (95, 95)]
    assert [line.number for line in queries.lines_of(directive)] == list(
        range(1, len(directive.lines) + 1)
    )
    assert queries.proposals(directive.pk)[-1].item["page"] == 95
    assert actions.read_on(directive_id=directive.pk, by=MANAGER, at=MONDAY).pages_read == 95


def test_a_mark_far_inside_a_long_pdf_removes_the_whole_document(
    house: House, files: Path, caplog: pytest.LogCaptureFixture
) -> None:
    directive = actions.ingest(
        content=long_pdf(45, marked=True),
        name="dai.pdf",
        programme_id=house.programme,
        agency_id=house.party,
        by=MANAGER,
        at=MONDAY,
    )
    with pytest.raises(NotAllowed, match="bí mật nhà nước"):
        actions.read_on(directive_id=directive.pk, by=MANAGER, at=MONDAY)
    assert not Directive.objects.exists()
    assert not [path for path in files.rglob("*") if path.is_file() and path.stat().st_size > 9999]
    assert_no_trace(files, set(Path(tempfile.gettempdir()).iterdir()), caplog)


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1258"])
def test_a_text_in_an_old_encoding_is_taken_in_with_the_same_words(
    house: House, encoding: str
) -> None:
    content = variants.windows_1258(TEXT) if encoding == "windows-1258" else TEXT.encode(encoding)
    directive = actions.ingest(
        content=content,
        name="cu.txt",
        programme_id=house.programme,
        agency_id=house.party,
        by=MANAGER,
        at=MONDAY,
    )
    assert proposal(directive, "UBND thành phố Đà Nẵng").lead_id == house.agencies.province


def test_what_no_database_keeps_is_left_out(house: House) -> None:
    directive = ingest(house, TEXT.replace("dữ liệu đất đai", "dữ liệu\x00 đất đai"))
    assert proposal(directive, "UBND thành phố Đà Nẵng chủ trì làm sạch dữ liệu đất đai").lead_id


def test_a_missing_programme_is_said(house: House) -> None:
    with pytest.raises(NotAllowed, match="chương trình"):
        actions.ingest(
            content=TEXT.encode(),
            name="a.txt",
            programme_id=0,
            agency_id=house.party,
            by=MANAGER,
            at=MONDAY,
        )
