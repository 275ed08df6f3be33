"""The published catalogue, its coverage, and what comes with the product."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lienthong.catalogue import actions, queries
from lienthong.catalogue.adapters.reference import rows
from lienthong.catalogue.models import DataSource, ProcedureVersion
from lienthong.catalogue.rules import NotAllowed, NotOffered
from lienthong.catalogue.rules.content import Place, Routing
from lienthong.catalogue.rules.lint import Severity
from lienthong.catalogue.tasks import look_for_gaps
from lienthong.organisations import actions as organisation_actions
from lienthong.organisations import queries as organisations
from lienthong.organisations.rules import AgencyKind
from tests.catalogue.conftest import AT, BY, DA_NANG, HAI_CHAU, NEXT_MONTH, TODAY

Queries = Callable[[int], object]
BIRTH = "1.001193"

pytestmark = pytest.mark.usefixtures("catalogue")


def test_at_least_forty_procedures_of_every_field_are_published() -> None:
    found = queries.published(on=TODAY)
    assert len(found) >= 100
    assert len({row.field_code for row in found}) == 18
    assert all(row.name_en for row in found)


def test_doubts_about_a_text_stand_where_only_officials_read_them() -> None:
    unsure = 0
    for row in queries.published(on=TODAY):
        content = queries.version_in_force(row.code, on=TODAY).content
        shown = (*content.legal_basis, content.online_reason, content.fee_note, content.source)
        assert not any("chưa đối chiếu" in text or "chưa có nguồn" in text for text in shown), (
            row.code
        )
        unsure += bool(content.unconfirmed_basis)
    assert unsure > 50


def test_what_comes_with_the_product_has_no_error_and_no_warning() -> None:
    graver = [
        item.as_json()
        for item in queries.findings(on=TODAY)
        if item.finding.severity is not Severity.NOTICE
    ]
    assert graver == []


def test_unchecked_rows_are_found_by_administrators_and_offered_to_nobody() -> None:
    everything = queries.procedures(on=TODAY)
    unchecked = [entry for entry in everything if not entry.checked]
    codes = {row["code"] for row in rows("procedures_commune.csv")}
    assert len(codes) == 581
    assert codes <= {entry.code for entry in everything}
    assert all(entry.why_not for entry in unchecked)
    assert all(not entry.why_not for entry in everything if entry.checked)
    offered = {row.code for row in queries.published(on=TODAY)}
    assert not offered & {entry.code for entry in unchecked}
    assert queries.procedures(on=TODAY, text="hai quan duong ong", checked=False)


@pytest.mark.parametrize("text", ["dang ky khai sinh", "ĐĂNG KÝ KHAI SINH", "sinh khai", BIRTH])
def test_a_procedure_is_found_without_accents_in_any_order_or_by_its_code(text: str) -> None:
    assert BIRTH in {row.code for row in queries.published(on=TODAY, text=text)}


def test_the_published_list_can_be_narrowed_to_a_field() -> None:
    found = queries.published(on=TODAY, field="hoa-giai")
    assert {row.field_name for row in found} == {"Hòa giải ở cơ sở"}
    assert queries.published(on=TODAY, text="100% _") == []


def test_nothing_is_offered_before_it_is_in_force() -> None:
    assert queries.published(on=date(2025, 6, 30)) == []
    with pytest.raises(NotOffered, match="30/06/2025"):
        queries.version_in_force(BIRTH, on=date(2025, 6, 30))


def test_several_versions_take_one_query(django_assert_num_queries: Queries) -> None:
    ids = [row.version_id for row in queries.published(on=TODAY)]
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = queries.versions(ids)
    assert len(found) == len(ids)


def test_a_version_that_does_not_exist_is_said_so() -> None:
    with pytest.raises(NotOffered):
        queries.version(0)


def test_a_procedure_resolves_to_agencies_that_exist() -> None:
    birth = queries.version_in_force(BIRTH, on=TODAY)
    resolved = queries.resolve(birth, commune_code=HAI_CHAU, on=TODAY)
    agencies = organisations.agencies((*resolved.receiving, resolved.competent))
    assert [agencies[number].kind for number in resolved.receiving] == [
        AgencyKind.COMMUNE_CENTRE,
        AgencyKind.PROVINCE_CENTRE,
    ]
    assert agencies[resolved.receiving[0]].unit_code == HAI_CHAU
    assert agencies[resolved.competent].kind is AgencyKind.COMMUNE_COMMITTEE
    police = resolved.place(Place.COMMUNE_POLICE)
    assert police is not None
    assert organisations.agency(police).unit_code == HAI_CHAU


@pytest.mark.parametrize("code", ["00000", DA_NANG, "", "không"])
def test_a_commune_that_does_not_exist_is_refused(code: str) -> None:
    birth = queries.version_in_force(BIRTH, on=TODAY)
    with pytest.raises(NotAllowed, match="không có xã, phường, đặc khu"):
        queries.resolve(birth, commune_code=code, on=TODAY)


def test_every_procedure_is_covered_in_every_commune_and_resolve_agrees() -> None:
    found = queries.coverage(on=TODAY)
    communes = organisations.communes_of(DA_NANG, on=TODAY)
    assert found.nowhere == ()
    assert (found.communes, found.procedures) == (
        len(communes),
        len(queries.published(on=TODAY)),
    )
    for row in queries.published(on=TODAY)[::7]:
        view = queries.version(row.version_id)
        for commune in communes[::20]:
            resolved = queries.resolve(view, commune_code=commune.code, on=TODAY)
            assert all(resolved.place(step.place) for step in view.content.steps)


def test_coverage_costs_the_same_queries_however_many_procedures(
    django_assert_max_num_queries: Queries,
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        queries.coverage(on=TODAY)


def test_an_office_that_closes_without_a_successor_leaves_a_hole_from_that_day() -> None:
    (police,) = organisations.agencies_in(HAI_CHAU, AgencyKind.COMMUNE_POLICE, on=TODAY)
    organisation_actions.close_agency(
        agency_id=police.id, on=NEXT_MONTH, reason="Giải thể", by=BY, at=AT
    )
    assert queries.coverage(on=NEXT_MONTH - timedelta(days=1)).nowhere == ()
    holes = queries.coverage(on=NEXT_MONTH).nowhere
    assert {hole.communes for hole in holes} == {(HAI_CHAU,)}
    assert "1.004222" in {hole.procedure for hole in holes}
    assert {hole.why for hole in holes} == {"Không xác định được cơ quan: Công an cấp xã."}
    assert NEXT_MONTH in queries.change_days(since=TODAY, until=NEXT_MONTH)
    residence = queries.version_in_force("1.004222", on=NEXT_MONTH)
    with pytest.raises(NotAllowed, match="Chưa xác định được cơ quan"):
        queries.resolve(residence, commune_code=HAI_CHAU, on=NEXT_MONTH)


def test_a_centre_that_closes_leaves_nowhere_to_file() -> None:
    (centre,) = organisations.agencies_in(HAI_CHAU, AgencyKind.COMMUNE_CENTRE, on=TODAY)
    organisation_actions.close_agency(
        agency_id=centre.id, on=NEXT_MONTH, reason="Giải thể", by=BY, at=AT
    )
    holes = queries.coverage(on=NEXT_MONTH).nowhere
    assert "1.004222" in {hole.procedure for hole in holes}
    # Civil status is received at the provincial centre too, and certification anywhere.
    assert not {BIRTH, "2.000815"} & {hole.procedure for hole in holes}


def test_a_procedure_that_ended_and_goes_on_nowhere_is_flagged() -> None:
    actions.end_procedure(
        procedure_code="1.013225", on=NEXT_MONTH, reason="Chuyển nhóm", by=BY, at=AT
    )
    (hole,) = queries.coverage(on=NEXT_MONTH).nowhere
    assert hole.procedure == "1.013225"
    assert "không có thủ tục nào tiếp nối" in hole.why
    assert len(hole.communes) == len(organisations.communes_of(DA_NANG, on=TODAY))


def test_r102_the_daily_look_flags_what_can_be_filed_nowhere_and_says_it_once() -> None:
    assert look_for_gaps(AT) == 0
    assert queries.flagged() is None
    actions.end_procedure(procedure_code="1.013225", on=TODAY, reason="Chuyển nhóm", by=BY, at=AT)
    for hours in (6, 12, 18):
        assert look_for_gaps(AT + timedelta(hours=hours)) == 1
    found = queries.flagged()
    assert found is not None and found.since == AT + timedelta(hours=6)
    assert found.nowhere == {"1.013225": len(organisations.communes_of(DA_NANG, on=TODAY))}


def test_a_procedure_that_goes_on_elsewhere_must_be_offered_there() -> None:
    unchecked = queries.procedures(on=TODAY, checked=False)[0].code
    actions.end_procedure(
        procedure_code="1.013225", on=NEXT_MONTH, reason="Chuyển nhóm", by=BY, at=AT,
        continued_by=unchecked,
    )  # fmt: skip
    actions.end_procedure(
        procedure_code="1.013226", on=NEXT_MONTH, reason="Gộp", by=BY, at=AT,
        continued_by="1.013229",
    )  # fmt: skip
    (hole,) = queries.coverage(on=NEXT_MONTH).nowhere
    assert (hole.procedure, unchecked in hole.why) == ("1.013225", True)


def test_a_procedure_moved_to_a_ministry_must_say_where_it_is_filed() -> None:
    actions.adjust_locally(
        procedure_code=BIRTH, province_code=DA_NANG, routing=Routing.MINISTRY,
        routed_to="Cổng của bộ", valid_from=TODAY, source="Công văn 1", by=BY, at=AT,
    )  # fmt: skip
    assert queries.coverage(on=TODAY).nowhere == ()
    (stored,) = queries.adjustments(BIRTH)
    assert (stored.routing, stored.routed_to) == (Routing.MINISTRY, "Cổng của bộ")


def test_the_lint_refuses_a_code_that_is_not_in_the_catalogue() -> None:
    with pytest.raises(NotAllowed, match=r"9\.999999"):
        queries.findings(codes=["9.999999"], on=TODAY)


def test_a_finding_is_told_as_the_contract_says() -> None:
    unchecked = queries.procedures(on=TODAY, checked=False)[0].code
    found = queries.findings(codes=[unchecked], on=TODAY)[0].as_json()
    assert found.keys() == {"procedure", "version", "rule", "severity", "sentence"}
    assert found["version"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "published", "valid_from": None, "published_on": None, "valid_until": None},
        {"valid_from": TODAY, "valid_until": TODAY - timedelta(days=1)},
    ],
)
def test_the_database_itself_refuses_a_version_without_its_dates(wrong: dict[str, object]) -> None:
    version = ProcedureVersion.objects.filter(procedure__code=BIRTH)
    with pytest.raises(IntegrityError), transaction.atomic():
        version.update(**wrong)


def test_the_database_itself_refuses_two_current_versions() -> None:
    version = ProcedureVersion.objects.get(procedure__code=BIRTH)
    version.pk, version.number = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_the_database_itself_refuses_a_connected_source_without_its_day() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DataSource.objects.filter(code="land").update(status="connected")
