from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from lienthong.accounts import actions, queries
from lienthong.accounts.rules import Permission, Role
from tests.accounts import cast
from tests.accounts.cast import BY, NOW, TODAY, Agencies

P = Permission


def test_a_receptionist_holds_the_centre_only(agencies: Agencies) -> None:
    officer = cast.account("tiep-nhan", "Trần Quốc Bảo")
    cast.assign(officer, agencies.centre, Role.RECEPTIONIST)
    scope = queries.scope_of(officer, at=NOW)
    assert scope.person_name == "Trần Quốc Bảo"
    assert scope.agencies(P.DOSSIER_RECEIVE) == {agencies.centre}
    assert not scope.may(P.DOSSIER_VIEW, agency_id=agencies.commune)


def test_a_supervisor_of_the_province_reads_everything_below_and_nothing_beside(
    agencies: Agencies,
) -> None:
    officer = cast.account("giam-sat")
    cast.assign(officer, agencies.province, Role.SUPERVISOR)
    scope = queries.scope_of(officer, at=NOW)
    assert scope.agencies(P.DOSSIER_VIEW) == {
        agencies.province, agencies.department, agencies.commune, agencies.centre, agencies.police,
    }  # fmt: skip
    assert not scope.may(P.DOSSIER_VIEW, agency_id=agencies.other_commune)
    assert not scope.may(P.DOSSIER_WORK, agency_id=agencies.commune)


def test_a_head_of_a_commune_sees_its_centre_but_not_the_police(agencies: Agencies) -> None:
    officer = cast.account("chu-tich")
    cast.assign(officer, agencies.commune, Role.HEAD)
    scope = queries.scope_of(officer, at=NOW)
    assert scope.agencies(P.DOSSIER_VIEW) == {agencies.commune, agencies.centre}


def test_an_assignment_holds_from_its_first_day_until_before_its_last(agencies: Agencies) -> None:
    officer = cast.account("thu-ly")
    actions.assign(
        account_id=officer,
        agency_id=agencies.commune,
        role=Role.HANDLER,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=2),
        by=BY,
        at=NOW,
    )
    held = [
        queries.scope_of(officer, at=NOW + timedelta(days=days)).may(P.DOSSIER_WORK)
        for days in (-1, 0, 1, 2)
    ]
    assert held == [False, True, True, False]


def test_the_day_of_an_assignment_begins_at_midnight_in_vietnam(agencies: Agencies) -> None:
    officer = cast.account("thu-ly")
    actions.assign(
        account_id=officer,
        agency_id=agencies.commune,
        role=Role.HANDLER,
        valid_from=TODAY,
        by=BY,
        at=NOW,
    )
    midnight = NOW.replace(day=3, hour=17)
    assert queries.scope_of(officer, at=midnight).holdings
    assert not queries.scope_of(officer, at=midnight - timedelta(seconds=1)).holdings


def test_r150_centre_staff_receive_justice_dossiers_by_delegation_while_it_lasts(
    agencies: Agencies,
) -> None:
    """R150, F57: no justice official is on duty, and the permission follows the delegation."""
    officer = cast.account("tiep-nhan")
    cast.assign(officer, agencies.centre, Role.RECEPTIONIST, "dat-dai", "y-te")
    before = queries.scope_of(officer, at=NOW)
    assert before.may(P.DOSSIER_RECEIVE, agency_id=agencies.centre, field="dat-dai")
    assert not before.may(P.DOSSIER_RECEIVE, agency_id=agencies.centre, field="ho-tich")

    actions.assign(
        account_id=officer,
        agency_id=agencies.centre,
        role=Role.RECEPTIONIST,
        fields=["ho-tich"],
        valid_from=TODAY,
        valid_until=date(2026, 10, 1),
        basis="Quyết định ủy quyền số 12/QĐ-UBND",
        by=BY,
        at=NOW,
    )
    delegated = queries.scope_of(officer, at=NOW)
    assert delegated.may(P.DOSSIER_RECEIVE, agency_id=agencies.centre, field="ho-tich")
    assert not delegated.may(P.DOSSIER_RECEIVE, agency_id=agencies.centre, field="cong-an")

    later = queries.scope_of(officer, at=NOW + timedelta(days=30))
    assert not later.may(P.DOSSIER_RECEIVE, agency_id=agencies.centre, field="ho-tich")


def test_a_deputy_acts_with_the_principals_roles_for_the_time_given_and_leaves_a_trace(
    agencies: Agencies,
) -> None:
    head, deputy = cast.account("chu-tich"), cast.account("pho-chu-tich")
    cast.assign(head, agencies.commune, Role.HEAD)
    cast.assign(deputy, agencies.commune, Role.HANDLER)
    hour = timedelta(hours=1)
    appoint(head, deputy, hours=8)

    before, during, after = (
        queries.scope_of(deputy, at=NOW + shift) for shift in (-hour, hour, 8 * hour)
    )
    assert not before.may(P.DOSSIER_DECIDE)
    assert not after.may(P.DOSSIER_DECIDE)
    assert during.may(P.DOSSIER_DECIDE, agency_id=agencies.commune)
    assert during.may(P.DOSSIER_VIEW, agency_id=agencies.centre)
    assert during.actor_for(P.DOSSIER_DECIDE, agency_id=agencies.commune) == f"a:{deputy}/a:{head}"
    assert during.actor_for(P.DOSSIER_WORK, agency_id=agencies.commune) == f"a:{deputy}"


def test_a_deputy_does_not_pass_on_what_it_holds_as_a_deputy(agencies: Agencies) -> None:
    head, deputy, third = (cast.account(name) for name in ("mot", "hai.2", "ba.3"))
    cast.assign(head, agencies.commune, Role.HEAD)
    appoint(head, deputy, hours=8)
    appoint(deputy, third, hours=8)
    assert queries.scope_of(deputy, at=NOW).may(P.DOSSIER_DECIDE)
    assert not queries.scope_of(third, at=NOW).may(P.DOSSIER_DECIDE)


def test_a_revoked_deputy_may_no_more_but_what_was_held_before_can_be_told(
    agencies: Agencies,
) -> None:
    head, deputy = cast.account("chu-tich"), cast.account("pho-chu-tich")
    cast.assign(head, agencies.commune, Role.HEAD)
    row = appoint(head, deputy, hours=8)
    actions.revoke_deputy(deputy_row_id=row, by=BY, at=NOW + timedelta(hours=2))
    assert queries.scope_of(deputy, at=NOW + timedelta(hours=1)).may(P.DOSSIER_DECIDE)
    assert not queries.scope_of(deputy, at=NOW + timedelta(hours=2)).may(P.DOSSIER_DECIDE)


def test_a_disabled_account_holds_nothing_and_neither_does_its_deputy(agencies: Agencies) -> None:
    head, deputy = cast.account("chu-tich"), cast.account("pho-chu-tich")
    cast.assign(head, agencies.commune, Role.HEAD)
    appoint(head, deputy, hours=8)
    actions.disable_account(account_id=head, reason="Nghỉ hưu", by=BY, at=NOW)
    assert queries.scope_of(head, at=NOW).holdings == ()
    assert queries.scope_of(deputy, at=NOW).holdings == ()


def test_an_unknown_account_holds_nothing(agencies: Agencies) -> None:
    assert queries.scope_of(999_999, at=NOW).holdings == ()


@pytest.mark.django_db
def test_a_scope_costs_one_statement(
    agencies: Agencies, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    officer = cast.account("tiep-nhan")
    cast.assign(officer, agencies.centre, Role.RECEPTIONIST)
    cast.assign(officer, agencies.commune, Role.HANDLER)
    with django_assert_num_queries(1):
        queries.scope_of(officer, at=NOW)


def test_who_holds_a_role_names_deputies_after_those_they_deputise_for(agencies: Agencies) -> None:
    head, deputy = cast.account("chu-tich", "Lê Thị Thu Hà"), cast.account("pho", "Phạm Văn Đức")
    cast.assign(head, agencies.commune, Role.HEAD)
    cast.assign(deputy, agencies.commune, Role.HANDLER)
    appoint(head, deputy, hours=8)
    found = queries.who_holds(agencies.commune, Role.HEAD, at=NOW)
    assert [(officer.person_name, officer.on_behalf_of) for officer in found] == [
        ("Lê Thị Thu Hà", None),
        ("Phạm Văn Đức", head),
    ]
    assert queries.who_holds(agencies.centre, Role.HEAD, at=NOW) == ()


def test_the_officers_of_an_agency_are_told_with_their_roles(agencies: Agencies) -> None:
    one, two = cast.account("mot", "Lê Thị Thu Hà"), cast.account("hai", "Phạm Văn Đức")
    cast.assign(one, agencies.commune, Role.HEAD)
    cast.assign(two, agencies.commune, Role.HANDLER)
    cast.assign(two, agencies.centre, Role.RECEPTIONIST)
    found = queries.officers_of(agencies.commune, at=NOW)
    assert {(officer.account_id, officer.role) for officer in found} == {
        (one, Role.HEAD),
        (two, Role.HANDLER),
    }


def appoint(principal: int, deputy: int, *, hours: int) -> int:
    return actions.appoint_deputy(
        principal_id=principal,
        deputy_id=deputy,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=hours),
        reason="Đi công tác",
        by=BY,
        at=NOW,
    )
