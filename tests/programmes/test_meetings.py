"""Meetings: dates proposed, a brief made in one press, conclusions that become tasks."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from defusedxml import ElementTree
from pypdf import PdfReader

from lienthong.organisations import queries as organisations
from lienthong.papers.adapters import docx, typst
from lienthong.papers.rules.forms import Head, Signature
from lienthong.papers.rules.statements import Section, Statement
from lienthong.programmes.actions import difficulties, visits
from lienthong.programmes.actions import meetings as actions
from lienthong.programmes.actions.tasks import assign_task
from lienthong.programmes.actions.visits import RemedyGiven
from lienthong.programmes.models import Explanation, Meeting, Task
from lienthong.programmes.queries import meetings as queries
from lienthong.programmes.rules import NotAllowed
from lienthong.programmes.rules.difficulties import Draft
from lienthong.programmes.rules.kinds import Against, DeadlineKind, MeetingKind, Pillar
from lienthong.programmes.rules.meetings import KIND_NAMES, proposed
from tests.accounts import cast
from tests.programmes import house as houses
from tests.programmes.house import HERE, MANAGER, MONDAY, House, at


@pytest.fixture
def house(db: None) -> House:
    return houses.build()


def task(house: House, lead: int, *, due: datetime | None, title: str = "Số hóa sổ") -> Task:
    return assign_task(
        programme_id=house.programme, title=title, lead_id=lead, assigner_id=house.party,
        pillar=Pillar.DATA, by=MANAGER, at=at(1), due_at=due,
        deadline_kind=DeadlineKind.DATE if due else DeadlineKind.NONE,
    )  # fmt: skip


def open_meeting(house: House, held_at: datetime = MONDAY, **changed: Any) -> Meeting:
    given: dict[str, Any] = {
        "programme": house.programme,
        "agency": house.party,
        "kind": MeetingKind.WEEKLY,
        "held_at": held_at,
        "title": "Giao ban tuần 37",
        "by": MANAGER,
        "at": at(1),
    }
    return actions.open_meeting(**{**given, **changed})


def sections(meeting: Meeting) -> dict[str, Section]:
    assert meeting.brief is not None
    found = [Section.read(data) for data in meeting.brief["sections"]]
    return {section.title: section for section in found}


def brief(meeting: Meeting, when: datetime) -> dict[str, Section]:
    return sections(actions.make_brief(meeting_id=meeting.pk, by=MANAGER, at=when))


def cells(section: Section) -> list[tuple[str, ...]]:
    return list(section.table.rows) if section.table else []


def test_the_brief_tells_the_four_public_counts_with_scope_moment_and_change(
    house: House,
) -> None:
    last = open_meeting(house, at(7, 8), title="Giao ban tuần 36")
    task(house, house.agencies.department, due=at(10, 0))
    task(house, house.agencies.commune, due=at(30, 0))
    task(house, house.agencies.commune, due=None, title="Không có hạn")
    meeting = open_meeting(house, at(14, 8))
    told = brief(meeting, at(11, 10))
    figures = told["Tình hình thực hiện nhiệm vụ"]
    assert [row[1:] for row in cells(figures)] == [
        ("0", "0", "0"), ("0", "0", "0"), ("1", "2", "−1"), ("1", "0", "+1"),
    ]  # fmt: skip
    assert "10:00 11/09/2026" in figures.paragraphs[0]
    assert "08:00 07/09/2026" in figures.paragraphs[0]
    assert "chưa có thời hạn: 1" in figures.paragraphs[1]
    stored = Meeting.objects.get(pk=meeting.pk).brief
    assert stored is not None
    assert "Kế hoạch 02" in stored["scope"]
    assert figures.bars is not None
    assert figures.bars.lines[0].name == "Sở Tư pháp"
    assert cells(told["Thay đổi từ cuộc họp trước"])[0][:2] == ("Mới quá hạn", "KH02.01")
    assert last.title in told["Kết luận cuộc họp trước và kết quả"].paragraphs[0]


def test_overdue_tasks_stand_by_agency_with_their_explanation_or_without(house: House) -> None:
    one = task(house, house.agencies.department, due=at(2, 0))
    task(house, house.agencies.commune, due=at(3, 0))
    Explanation.objects.create(
        task=one, cause="system", text="Chờ máy chủ.", commits_to=date(2026, 9, 20), at=at(4),
        by="a:7",
    )  # fmt: skip
    told = brief(open_meeting(house), MONDAY)["Nhiệm vụ quá hạn và giải trình"]
    rows = {row[0]: row for row in cells(told)}
    assert rows["Sở Tư pháp"][2:4] == ("01/09/2026", "6")
    assert rows["Sở Tư pháp"][4].endswith("Chờ máy chủ. Cam kết xong 20/09/2026.")
    assert rows["UBND phường Hội An"][4] == "Chưa giải trình"
    assert "2 nhiệm vụ quá hạn; 1 nhiệm vụ chưa có giải trình" in told.paragraphs[0]


def test_difficulties_and_inspections_stand_in_it_and_a_planned_visit_does_not(
    house: House,
) -> None:
    difficulties.raise_difficulty(
        draft=Draft(
            against=Against.SYSTEM, subject="Phần mềm hộ tịch", text="Chậm", since=date(2026, 9, 1)
        ),
        agency=house.agencies.commune, by="a:2", at=at(2), programme=house.programme,
    )  # fmt: skip
    manager = cast.account("manager")
    visit = visits.plan_visit(
        programme=house.programme, visited=house.agencies.commune, planned_on=date(2026, 9, 8),
        reason="Ít hồ sơ", agency=house.party, by=f"a:{manager}", at=MONDAY,
    )  # fmt: skip
    meeting = open_meeting(house, at(14, 8))
    told = brief(meeting, at(8, 10))
    assert cells(told["Khó khăn, vướng mắc"])[0][0] == "Phần mềm hộ tịch"
    inspections = told["Kiểm tra đột xuất và khắc phục"]
    assert inspections.table is None
    assert "Chưa có cuộc kiểm tra nào" in inspections.paragraphs[0]
    visits.record_visit(
        code=visit.code, findings="Máy quét để trong kho", agency=house.party,
        by=f"a:{manager}", at=at(9), remedies=[RemedyGiven(text="Dùng máy quét")],
    )  # fmt: skip
    told = brief(meeting, at(9, 12))
    assert cells(told["Kiểm tra đột xuất và khắc phục"]) == [
        ("UBND phường Hội An", "1", "1", "0", "0")
    ]


def test_what_became_of_the_last_decisions_is_told(house: House) -> None:
    last = open_meeting(house)
    for text in ("Sở Tư pháp sửa phần mềm", "Các xã rà soát"):
        actions.conclude(meeting_id=last.pk, text=text, by=MANAGER, at=at(7, 11))
    first = queries.conclusions_of(last.pk, as_of=at(7, 12))[0]
    made = actions.assign_conclusion(
        conclusion_id=first.id, lead=house.agencies.department, due_on=date(2026, 9, 10),
        pillar=Pillar.PLATFORM, by=MANAGER, at=at(7, 12),
    )  # fmt: skip
    assert made.due_at == at(11, 0), "late from the first instant of the day after"
    told = brief(open_meeting(house, at(14, 8)), at(14, 7))
    assert [row[3] for row in cells(told["Kết luận cuộc họp trước và kết quả"])] == [
        f"Quá hạn ({made.code})", "Chưa giao thành nhiệm vụ",
    ]  # fmt: skip


def test_a_conclusion_becomes_one_task_that_names_its_source(house: House) -> None:
    meeting = open_meeting(house)
    actions.number_meeting(meeting_id=meeting.pk, document="36-TB/TGV", by=MANAGER, at=at(7, 10))
    conclusion = actions.conclude(
        meeting_id=meeting.pk, text="Sửa phần mềm", by=MANAGER, at=at(7, 11)
    )

    def assign() -> Task:
        return actions.assign_conclusion(
            conclusion_id=conclusion.pk, lead=house.agencies.department, due_on=None,
            pillar=Pillar.PLATFORM, by=MANAGER, at=at(7, 12),
        )  # fmt: skip

    source = assign().sources.get()
    assert (source.code, source.citation) == ("36-TB/TGV", "Kết luận 1, Giao ban tuần 37")
    with pytest.raises(NotAllowed, match="đã được giao"):
        assign()


def test_a_brief_is_frozen_and_not_made_anew_after_conclusions(house: House) -> None:
    task(house, house.agencies.department, due=at(8, 0))
    meeting = open_meeting(house)
    before = brief(meeting, at(7, 8))["Tình hình thực hiện nhiệm vụ"]
    task(house, house.agencies.commune, due=at(30, 0))
    assert sections(Meeting.objects.get(pk=meeting.pk))["Tình hình thực hiện nhiệm vụ"] == before
    actions.conclude(meeting_id=meeting.pk, text="Xong", by=MANAGER, at=at(7, 11))
    with pytest.raises(NotAllowed, match="đã có kết luận"):
        brief(meeting, at(7, 12))


def test_a_meeting_is_not_concluded_before_it_is_held_nor_held_twice(house: House) -> None:
    meeting = open_meeting(house)
    with pytest.raises(NotAllowed, match="chưa diễn ra"):
        actions.conclude(meeting_id=meeting.pk, text="x", by=MANAGER, at=at(7, 8))
    with pytest.raises(NotAllowed, match="Ghi nội dung"):
        actions.conclude(meeting_id=meeting.pk, text=" ", by=MANAGER, at=at(7, 10))
    with pytest.raises(NotAllowed, match="Đã có cuộc họp"):
        open_meeting(house)
    with pytest.raises(NotAllowed, match="Ghi tên"):
        open_meeting(house, at(8), title=" ")


def test_weekly_and_monthly_meetings_are_proposed_on_working_days(house: House) -> None:
    calendar = organisations.calendar_named("test", edition=organisations.current_edition())

    def when(kind: MeetingKind, last: datetime | None, now: datetime) -> datetime | None:
        return proposed(kind, last=last, at=now, calendar=calendar)

    assert when(MeetingKind.WEEKLY, None, at(3)) == at(7, 8)
    assert when(MeetingKind.WEEKLY, at(3, 14), at(3, 15)) == at(10, 14)
    assert when(MeetingKind.WEEKLY, at(3, 14), at(25)) == datetime(2026, 10, 1, 14, tzinfo=HERE)
    saturday = at(5, 14)
    assert when(MeetingKind.WEEKLY, saturday, at(6)) == at(14, 14), "moved to the working Monday"
    assert when(MeetingKind.MONTHLY, None, at(8)) == datetime(2026, 10, 5, 8, tzinfo=HERE)
    assert when(MeetingKind.MONTHLY, at(7, 8), at(8)) == datetime(2026, 10, 5, 8, tzinfo=HERE)
    assert when(MeetingKind.AD_HOC, None, at(8)) is None
    assert set(KIND_NAMES) == set(MeetingKind)
    told = queries.proposals({house.party}, at=at(3))
    assert [(one.kind, one.held_at) for one in told] == [
        (MeetingKind.WEEKLY, at(7, 8)), (MeetingKind.MONTHLY, at(7, 8)),
    ]  # fmt: skip
    open_meeting(house, at(7, 8))
    kinds = [one.kind for one in queries.proposals({house.party}, at=at(3))]
    assert kinds == [MeetingKind.MONTHLY]
    assert queries.proposals({house.agencies.commune}, at=at(3)) == []


def statement(meeting: Meeting, *, party: bool) -> Statement:
    assert meeting.brief is not None
    return Statement(
        head=Head(superior="Thành ủy Đà Nẵng", issuer="Tổ giúp việc", place="Đà Nẵng",
                  issued_at=MONDAY, number="12-BC/TGV"),
        titles=("Báo cáo", "phục vụ họp & giao ban <tuần>"),
        opening=(meeting.brief["scope"],),
        sections=tuple(Section.read(data) for data in meeting.brief["sections"]),
        signer=Signature(capacity="TỔ TRƯỞNG", name="Nguyễn Văn A", manner=""),
        recipients=("Ban Chỉ đạo", "Lưu"),
        party=party,
    )  # fmt: skip


@pytest.mark.parametrize("party", [True, False])
def test_pdf_and_docx_of_one_frozen_brief_say_the_same(house: House, *, party: bool) -> None:
    task(house, house.agencies.department, due=at(2, 0))
    meeting = actions.make_brief(meeting_id=open_meeting(house).pk, by=MANAGER, at=MONDAY)
    given = statement(meeting, party=party)
    pdf = " ".join(page.extract_text() for page in PdfReader(BytesIO(typst.render(given))).pages)
    archive = zipfile.ZipFile(BytesIO(docx.render(given)))
    for name in archive.namelist():
        ElementTree.fromstring(archive.read(name))
    word = " ".join(ElementTree.fromstring(archive.read("word/document.xml")).itertext())

    def squeezed(text: str) -> str:
        return "".join(text.split()).lower()

    head = "ĐẢNG CỘNG SẢN VIỆT NAM" if party else "Độc lập - Tự do - Hạnh phúc"
    wanted = [head, "phục vụ họp & giao ban <tuần>", "Nơi nhận:", "TỔ TRƯỞNG", "12-BC/TGV"]
    for section in given.sections:
        wanted += [section.title, *section.paragraphs]
        wanted += [cell for row in cells(section) for cell in row]
    for text in wanted:
        assert squeezed(text) in squeezed(pdf), text
        assert squeezed(text) in squeezed(word), text
    assert docx.render(given) == docx.render(given)
