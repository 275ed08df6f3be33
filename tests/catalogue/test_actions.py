"""The life of versions and what surrounds them, on a real database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lienthong.catalogue import actions, queries
from lienthong.catalogue.models import Procedure, ProcedureVersion
from lienthong.catalogue.rules import NotAllowed, NotOffered, WrongContent
from lienthong.catalogue.rules.authority import AuthorityChange
from lienthong.catalogue.rules.content import (
    Channel,
    ClockRule,
    Content,
    LimitUnit,
    OnlineLevel,
    Place,
    Routing,
    StartOn,
)
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.catalogue.rules.pack import write_pack
from lienthong.catalogue.rules.sources import SourceStatus
from lienthong.journal.models import Entry
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import AgencyKind, Sentence
from tests.catalogue.conftest import AT, BY, DA_NANG, HAI_CHAU, NEXT_MONTH, TODAY
from tests.catalogue.contents import minutes

PENSION = "1.014027"
BIRTH = "1.001193"
COPIES = "2.000815"

pytestmark = pytest.mark.usefixtures("catalogue")


def content_of(code: str = PENSION) -> Content:
    return queries.version_in_force(code, on=TODAY).content


def shortened() -> Content:
    before = content_of()
    return replace(before, time_options=(replace(before.time_options[0], amount="7"),))


def tried(content: Content, code: str = PENSION) -> int:
    version_id = actions.write_draft(procedure_code=code, content=content, by=BY, at=AT)
    assert actions.try_version(version_id=version_id, by=BY, at=AT).passed
    return version_id


def publish(version_id: int, *, valid_from: date = NEXT_MONTH) -> None:
    actions.publish(
        version_id=version_id,
        decision="12/QĐ-UBND",
        decided_on=TODAY,
        valid_from=valid_from,
        by=BY,
        at=AT,
    )


def journalled(action: str) -> list[str]:
    return list(Entry.objects.filter(action=action).values_list("subject", flat=True))


def test_a_published_version_ends_the_one_before_it() -> None:
    new = tried(shortened())
    publish(new)
    before = queries.version_in_force(PENSION, on=NEXT_MONTH - timedelta(days=1))
    after = queries.version_in_force(PENSION, on=NEXT_MONTH)
    assert (before.number, before.content.time_options[0].amount) == (1, "10")
    assert (after.number, after.content.time_options[0].amount) == (2, "7")
    assert journalled("catalogue.version_published") == [f"procedure:{PENSION}"]


def test_rolling_back_restores_the_version_before() -> None:
    new = tried(shortened())
    publish(new)
    actions.roll_back(version_id=new, reason="Sai thời hạn", by=BY, at=AT)
    assert queries.version_in_force(PENSION, on=NEXT_MONTH).number == 1
    assert queries.history(PENSION)[0].status is VersionStatus.ROLLED_BACK
    # Dossiers received meanwhile still find what they were received under.
    assert queries.version(new).content.time_options[0].amount == "7"
    assert journalled("catalogue.version_rolled_back") == [f"procedure:{PENSION}"]


def test_only_the_newest_version_can_be_rolled_back_and_with_a_reason() -> None:
    old = queries.version_in_force(PENSION, on=TODAY).id
    new = tried(shortened())
    publish(new)
    with pytest.raises(NotAllowed, match="mới nhất"):
        actions.roll_back(version_id=old, reason="Sai", by=BY, at=AT)
    with pytest.raises(NotAllowed, match="lý do"):
        actions.roll_back(version_id=new, reason=" ", by=BY, at=AT)
    assert queries.version_in_force(PENSION, on=NEXT_MONTH).id == new


def test_a_draft_is_published_only_after_it_was_tried() -> None:
    draft = actions.write_draft(procedure_code=PENSION, content=shortened(), by=BY, at=AT)
    with pytest.raises(NotAllowed, match="chạy thử"):
        publish(draft)
    actions.try_version(version_id=draft, by=BY, at=AT)
    actions.edit_draft(version_id=draft, content=content_of(), by=BY, at=AT)
    with pytest.raises(NotAllowed, match="chạy thử"):
        publish(draft)
    assert not journalled("catalogue.version_published")


def test_a_trial_that_fails_leaves_a_draft_and_its_sentences() -> None:
    birth = content_of(BIRTH)
    late = replace(
        birth,
        time_options=(replace(birth.time_options[0], cutoff="16:30"),),
        steps=minutes(60, 40, 20),
    )
    draft = actions.write_draft(procedure_code=BIRTH, content=late, by=BY, at=AT)
    trial = actions.try_version(version_id=draft, by=BY, at=AT, commune_code=HAI_CHAU)
    assert not trial.passed
    entry = queries.history(BIRTH)[0]
    assert entry.status is VersionStatus.DRAFT
    assert [Sentence.from_json(kept) for kept in entry.trial["problems"]] == list(trial.problems)
    assert entry.trial["commune"] == HAI_CHAU


def test_a_trial_makes_no_dossier_and_changes_no_other_version() -> None:
    before = ProcedureVersion.objects.count()
    tried(shortened())
    assert ProcedureVersion.objects.count() == before + 1
    assert queries.version_in_force(PENSION, on=NEXT_MONTH).number == 1


def test_six_steps_of_thirty_minutes_are_refused_for_an_at_once_procedure() -> None:
    slow = replace(content_of(COPIES), steps=minutes(30, 30, 30, 30, 30, 30))
    draft = actions.write_draft(procedure_code=COPIES, content=slow, by=BY, at=AT)
    ProcedureVersion.objects.filter(pk=draft).update(status=VersionStatus.TRIED)
    with pytest.raises(NotAllowed, match="6 bước 30 phút, cộng lại 180 phút"):
        publish(draft)
    assert queries.version_in_force(COPIES, on=NEXT_MONTH).number == 1


def test_a_version_that_nobody_would_settle_somewhere_is_refused() -> None:
    odd = replace(content_of(), competent=Place.DEPARTMENT)
    version_id = tried(odd)
    Procedure.objects.get(code=PENSION).field.__class__.objects.filter(
        procedures__code=PENSION
    ).update(sector="")
    with pytest.raises(NotAllowed, match="sở chuyên ngành"):
        publish(version_id)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"valid_from": TODAY - timedelta(days=1)}, "trước ngày công khai"),
        ({"announced_on": TODAY - timedelta(days=9)}, "trước ngày ký"),
        ({"published_on": TODAY - timedelta(days=9)}, "trước ngày công bố"),
    ],
)
def test_dates_that_do_not_fit_are_refused(changes: dict[str, date], said: str) -> None:
    new = tried(shortened())
    dates = {"decided_on": TODAY, "valid_from": NEXT_MONTH} | changes
    with pytest.raises(NotAllowed, match=said):
        actions.publish(version_id=new, decision="12/QĐ-UBND", by=BY, at=AT, **dates)


def test_a_version_cannot_come_before_one_that_is_already_planned() -> None:
    publish(tried(shortened()), valid_from=NEXT_MONTH)
    second = tried(content_of())
    with pytest.raises(NotAllowed, match="ngày muộn hơn"):
        publish(second, valid_from=NEXT_MONTH - timedelta(days=5))


def test_texts_too_long_for_their_column_are_refused_in_a_sentence() -> None:
    with pytest.raises(NotAllowed, match="tối đa là 600"):
        actions.write_draft(
            procedure_code=PENSION, content=content_of(), name="a" * 601, by=BY, at=AT
        )
    new = tried(shortened())
    with pytest.raises(NotAllowed, match="tối đa là 200"):
        actions.publish(
            version_id=new, decision="a" * 201, decided_on=TODAY, valid_from=NEXT_MONTH,
            by=BY, at=AT,
        )  # fmt: skip


def test_two_people_editing_one_draft_do_not_overwrite_each_other() -> None:
    draft = actions.write_draft(procedure_code=PENSION, content=content_of(), by=BY, at=AT)
    seen = queries.version(draft).digest
    actions.edit_draft(version_id=draft, content=shortened(), by=BY, at=AT, edited_from=seen)
    with pytest.raises(NotAllowed, match="Người khác"):
        actions.edit_draft(
            version_id=draft, content=content_of(), by="a:2", at=AT, edited_from=seen
        )
    assert queries.version(draft).content == shortened()


def test_a_published_version_is_never_edited() -> None:
    current = queries.version_in_force(PENSION, on=TODAY).id
    with pytest.raises(NotAllowed, match="phiên bản mới"):
        actions.edit_draft(version_id=current, content=shortened(), by=BY, at=AT)


def test_an_unchecked_procedure_becomes_checked_with_its_first_publication() -> None:
    unchecked = queries.procedures(on=TODAY, checked=False)[0].code
    with pytest.raises(NotOffered):
        queries.version_in_force(unchecked, on=NEXT_MONTH)
    publish(tried(content_of(), unchecked))
    assert queries.version_in_force(unchecked, on=NEXT_MONTH).number == 1


def test_a_province_adjusts_what_is_in_its_power_from_a_day_on() -> None:
    actions.adjust_locally(
        procedure_code=BIRTH,
        province_code=DA_NANG,
        territorial=False,
        online_level=OnlineLevel.PARTIAL,
        online_reason="Chưa thanh toán trực tuyến",
        valid_from=NEXT_MONTH,
        source="Quyết định 5/QĐ-UBND",
        by=BY,
        at=AT,
    )
    birth = queries.version_in_force(BIRTH, on=TODAY)
    now = queries.resolve(birth, commune_code=HAI_CHAU, on=TODAY)
    later = queries.resolve(birth, commune_code=HAI_CHAU, on=NEXT_MONTH)
    communes = organisations.communes_of(DA_NANG, on=TODAY)
    assert len(now.receiving) == 2
    assert len(later.receiving) == len(communes) + 1
    assert later.receiving[:2] == now.receiving
    assert later.offer.online_level is OnlineLevel.PARTIAL
    provisions = queries.eligible_not_provided(on=NEXT_MONTH, province_code=DA_NANG)
    assert BIRTH in {found.code for found in provisions}
    assert BIRTH not in {found.code for found in queries.eligible_not_provided(on=NEXT_MONTH)}


def test_an_adjustment_ends_and_the_published_terms_hold_again() -> None:
    actions.adjust_locally(
        procedure_code=BIRTH, province_code=DA_NANG, territorial=False, valid_from=TODAY,
        source="Quyết định 5/QĐ-UBND", by=BY, at=AT,
    )  # fmt: skip
    actions.end_adjustment(procedure_code=BIRTH, province_code=DA_NANG, on=NEXT_MONTH, by=BY, at=AT)
    birth = queries.version_in_force(BIRTH, on=TODAY)
    assert not queries.offer(birth, province_code=DA_NANG, on=TODAY).territorial
    assert queries.offer(birth, province_code=DA_NANG, on=NEXT_MONTH).territorial
    with pytest.raises(NotAllowed, match="không có điều chỉnh"):
        actions.end_adjustment(
            procedure_code=BIRTH, province_code=DA_NANG, on=NEXT_MONTH, by=BY, at=AT
        )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "ít nhất một"),
        ({"routing": Routing.MINISTRY}, "hệ thống của bộ"),
        ({"online_level": OnlineLevel.PARTIAL}, "lý do"),
        ({"territorial": False, "province_code": "99"}, "mã 99"),
        ({"territorial": False, "source": " "}, "căn cứ"),
        ({"territorial": False, "source": "a" * 301}, "tối đa là 300"),
        ({"territorial": False, "online_reason": "a" * 301}, "tối đa là 300"),
        ({"territorial": False, "procedure_code": "9.999999"}, "9.999999"),
    ],
)
def test_an_incomplete_adjustment_is_refused(changes: dict[str, object], said: str) -> None:
    values = {
        "procedure_code": BIRTH, "province_code": DA_NANG, "source": "Quyết định 5",
        "valid_from": TODAY, "by": BY, "at": AT,
    } | changes  # fmt: skip
    with pytest.raises(NotAllowed, match=said):
        actions.adjust_locally(**values)  # type: ignore[arg-type]


def test_an_agency_that_was_given_the_work_is_competent() -> None:
    department = organisations.agencies_in(DA_NANG, AgencyKind.DEPARTMENT, on=TODAY)[0]
    actions.assign_competence(
        procedure_code=PENSION, province_code=DA_NANG, place=Place.COMMUNE_COMMITTEE,
        agency_id=department.id, valid_from=NEXT_MONTH, source="Phân cấp", by=BY, at=AT,
    )  # fmt: skip
    pension = queries.version_in_force(PENSION, on=TODAY)
    now = queries.resolve(pension, commune_code=HAI_CHAU, on=TODAY)
    later = queries.resolve(pension, commune_code=HAI_CHAU, on=NEXT_MONTH)
    assert now.competent != department.id
    assert later.competent == department.id
    with pytest.raises(NotAllowed, match="00001"):
        actions.assign_competence(
            procedure_code=PENSION, province_code=DA_NANG, place=Place.COMMUNE_COMMITTEE,
            agency_id=department.id, valid_from=NEXT_MONTH, source="Phân cấp", by=BY, at=AT,
            unit_code="00001",
        )  # fmt: skip
    (stored,) = queries.competences(province_code=DA_NANG)
    assert (stored.procedure_code, stored.agency_id) == (PENSION, department.id)


def test_a_source_that_becomes_connected_makes_its_paper_a_finding() -> None:
    before = queries.findings(codes=["1.013225"], on=TODAY)
    actions.change_source(
        code="land", status=SourceStatus.CONNECTED, connected_on=TODAY, by=BY, at=AT
    )
    after = queries.findings(codes=["1.013225"], on=TODAY)
    rules = {item.finding.rule for item in after} - {item.finding.rule for item in before}
    assert rules == {"component-connected"}
    assert "land" in queries.connected_sources(on=TODAY)
    assert "land" not in queries.connected_sources(on=TODAY - timedelta(days=1))


def test_a_source_is_connected_from_a_day() -> None:
    with pytest.raises(NotAllowed, match="ngày kết nối"):
        actions.change_source(code="land", status=SourceStatus.CONNECTED, by=BY, at=AT)
    with pytest.raises(NotAllowed, match="“moon”"):
        actions.change_source(code="moon", status=SourceStatus.PLANNED, by=BY, at=AT)


def test_authority_is_tagged_and_an_open_question_names_who_must_answer() -> None:
    actions.mark_authority(
        procedure_code=PENSION, change=AuthorityChange.DELEGATED,
        legal_question="Tỉnh hay xã quyết định?", answered_by="Bộ Y tế", by=BY, at=AT,
    )  # fmt: skip
    tagged = queries.procedures(on=TODAY, authority_change=AuthorityChange.DELEGATED)
    assert [entry.code for entry in tagged] == [PENSION]
    assert [entry.answered_by for entry in queries.unclear_authority(on=TODAY)] == ["Bộ Y tế"]
    with pytest.raises(NotAllowed, match="cơ quan phải trả lời"):
        actions.mark_authority(procedure_code=PENSION, legal_question="?", by=BY, at=AT)


def test_a_threshold_of_the_lint_is_data() -> None:
    actions.set_bound(name="at_once_minutes", value=30, source="Sở Tư pháp", by=BY, at=AT)
    found = queries.findings(codes=[COPIES], on=TODAY)
    assert "at-once-steps" in {item.finding.rule for item in found}
    with pytest.raises(NotAllowed, match="“speed”"):
        actions.set_bound(name="speed", value=1, source="x", by=BY, at=AT)
    with pytest.raises(NotAllowed, match="từ 1 trở lên"):
        actions.set_bound(name="most_days", value=0, source="x", by=BY, at=AT)


def test_loading_the_reference_again_adds_nothing_and_keeps_what_people_changed() -> None:
    actions.set_bound(name="most_days", value=400, source="Sở Tư pháp", by=BY, at=AT)
    entries = Entry.objects.count()
    loaded = actions.load_reference(by=BY, at=AT)
    assert (loaded.fields, loaded.procedures, loaded.unchecked, loaded.bounds) == (0, 0, 0, 0)
    assert Entry.objects.count() == entries
    assert {bound.name: bound.value for bound in queries.bounds()}["most_days"] == 400


def test_importing_a_pack_writes_drafts_for_what_differs_and_nothing_twice() -> None:
    pack = queries.pack_of("bao-tro-xa-hoi", on=TODAY)
    changed = replace(pack, procedures=(replace(pack.procedures[0], content=shortened()),))
    text = write_pack(changed)
    (part,) = actions.import_pack(text=text, by=BY, at=AT)
    assert part.sentences == (
        "Đổi thời hạn “standard”: từ 10 ngày làm việc thành 7 ngày làm việc.",
    )
    assert queries.history(PENSION)[0].status is VersionStatus.DRAFT
    (again,) = actions.import_pack(text=text, by=BY, at=AT)
    assert again.sentences == ()
    assert [entry.number for entry in queries.history(PENSION)] == [2, 1]
    assert queries.version_in_force(PENSION, on=NEXT_MONTH).number == 1


def test_a_pack_brings_new_procedures_unchecked_and_in_a_new_field() -> None:
    pack = queries.pack_of("bao-tro-xa-hoi", on=TODAY)
    new = replace(
        pack,
        field=replace(pack.field, code="thu-nghiem", name="Thử nghiệm"),
        procedures=(replace(pack.procedures[0], code="9.000001", name="Thủ tục mới"),),
    )
    (part,) = actions.import_pack(text=write_pack(new), by=BY, at=AT)
    assert part.new
    (entry,) = queries.procedures(on=TODAY, text="9.000001")
    assert (entry.name, entry.field_name, entry.checked) == ("Thủ tục mới", "Thử nghiệm", False)


def test_a_bad_pack_stores_nothing() -> None:
    text = write_pack(queries.pack_of("bao-tro-xa-hoi", on=TODAY))
    before = (ProcedureVersion.objects.count(), Entry.objects.count())
    with pytest.raises(WrongContent, match="dòng"):
        actions.import_pack(text=text.replace("working_day", "moon_day"), by=BY, at=AT)
    assert (ProcedureVersion.objects.count(), Entry.objects.count()) == before


def test_lists_open_what_must_be_looked_at() -> None:
    odd = replace(
        content_of(),
        clock=ClockRule(legal_start_on=StartOn.PAYMENT_RECEIVED),
        form=(),
        components=(replace(content_of().components[0], replaced_by=""),),
        at_once=True,
        channels=(Channel.DIRECT,),
        online_level=OnlineLevel.NONE,
        time_options=(
            replace(
                content_of().time_options[0],
                channels=(Channel.DIRECT,),
                unit=LimitUnit.WORKING_HOUR,
            ),
        ),
    )
    publish(tried(odd))
    assert [found.code for found in queries.start_differences(on=NEXT_MONTH)] == [PENSION]
    assert queries.without_electronic_form(on=NEXT_MONTH) == [PENSION]
    assert PENSION in queries.without_data_reuse(on=NEXT_MONTH)
    assert PENSION in queries.at_once(on=NEXT_MONTH)
    assert PENSION not in queries.at_once(on=TODAY)
