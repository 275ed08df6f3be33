import unicodedata
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.accounts.rules import (
    GRANTS,
    ROLE_NAMES,
    NotAllowed,
    Permission,
    Reach,
    Role,
    check_role_at,
    holders_of,
)
from lienthong.accounts.rules.persons import (
    PersonData,
    PersonKind,
    digits_of,
    identity_of,
    name_of,
    phone_of,
)
from lienthong.accounts.rules.scope import Holding, Scope, actor_text, hands
from lienthong.organisations.rules import Level

P = Permission
# The things of the whole house. Everything else belongs to agencies.
OF_NO_AGENCY = {P.CATALOGUE_VIEW, P.CATALOGUE_EDIT, P.CALENDAR_EDIT}
DOSSIER = {permission for permission in P if permission.startswith("dossier.")}
AGENCIES = st.sampled_from([1, 2, 3, 4])
HOLDINGS = st.lists(
    st.builds(
        Holding,
        agency_id=AGENCIES,
        role=st.sampled_from(Role),
        fields=st.frozensets(st.sampled_from(["tu-phap", "dat-dai"])),
        on_behalf_of=st.sampled_from([None, 8, 9]),
    ),
    max_size=4,
)
# 1 stands above 2 and 3; 4 stands alone.
BELOW = {1: frozenset({1, 2, 3}), 2: frozenset({2}), 3: frozenset({3}), 4: frozenset({4})}


def scope(*holdings: Holding) -> Scope:
    return Scope(account_id=17, person_name="Lê Thị Thu Hà", holdings=holdings, below=BELOW)


def test_every_role_has_grants_and_a_name() -> None:
    assert set(GRANTS) == set(ROLE_NAMES) == set(Role)


def test_every_permission_is_carried_by_some_role() -> None:
    assert [permission for permission in P if not holders_of(permission)] == []


@pytest.mark.parametrize(("role", "permission"), list(product(Role, P)))
def test_a_permission_reaches_all_exactly_when_its_thing_belongs_to_no_agency(
    role: Role, permission: Permission
) -> None:
    reach = GRANTS[role].get(permission)
    if reach is not None:
        assert (reach is Reach.ALL) == (permission in OF_NO_AGENCY)


@pytest.mark.parametrize(("role", "permission"), list(product(Role, P)))
def test_an_answer_exists_for_every_role_and_permission(role: Role, permission: Permission) -> None:
    reach = GRANTS[role].get(permission)
    held = scope(Holding(agency_id=1, role=role))
    assert [held.may(permission, agency_id=agency) for agency in (1, 2, 4)] == {
        None: [False, False, False],
        Reach.OWN: [True, False, False],
        Reach.BELOW: [True, True, False],
        Reach.ALL: [True, True, True],
    }[reach]
    assert (
        held.agencies(permission)
        == {
            None: set(),
            Reach.OWN: {1},
            Reach.BELOW: {1, 2, 3},
            Reach.ALL: set(),
        }[reach]
    )


def test_who_holds_nothing_may_nothing() -> None:
    assert not any(scope().may(permission) for permission in P)


def test_a_catalogue_administrator_and_a_system_administrator_never_see_dossiers() -> None:
    for role in (Role.CATALOGUE_ADMIN, Role.SYSTEM_ADMIN):
        assert DOSSIER.isdisjoint(GRANTS[role])


def test_an_auditor_reads_the_journal_and_nothing_else() -> None:
    assert set(GRANTS[Role.AUDITOR]) == {P.JOURNAL_VIEW}


def test_a_supervisor_changes_nothing() -> None:
    assert set(GRANTS[Role.SUPERVISOR]) == {
        P.DOSSIER_VIEW, P.DOSSIER_EXPORT, P.REGISTER_VIEW, P.BOARD_VIEW, P.CATALOGUE_VIEW,
        P.PROGRAMME_VIEW, P.REPORT_VIEW,
    }  # fmt: skip


def test_a_head_sees_below_but_decides_only_in_the_own_agency() -> None:
    head = scope(Holding(agency_id=1, role=Role.HEAD))
    assert head.may(P.DOSSIER_VIEW, agency_id=2)
    assert head.may(P.DOSSIER_DECIDE, agency_id=1)
    assert not head.may(P.DOSSIER_DECIDE, agency_id=2)


def test_a_holding_limited_to_fields_is_held_in_no_other_field() -> None:
    limited = scope(Holding(agency_id=2, role=Role.RECEPTIONIST, fields=frozenset({"dat-dai"})))
    assert limited.may(P.DOSSIER_RECEIVE, agency_id=2, field="dat-dai")
    assert not limited.may(P.DOSSIER_RECEIVE, agency_id=2, field="tu-phap")
    assert limited.agencies(P.DOSSIER_RECEIVE, field="tu-phap") == frozenset()


def test_one_of_several_agencies_is_enough_and_none_of_none_is_not() -> None:
    held = scope(Holding(agency_id=2, role=Role.HANDLER))
    assert held.may(P.DOSSIER_VIEW, agency_id={2, 4})
    assert not held.may(P.DOSSIER_VIEW, agency_id={3, 4})
    assert not held.may(P.DOSSIER_VIEW, agency_id=set())


@given(HOLDINGS, st.sampled_from(P), AGENCIES, st.sampled_from([None, "tu-phap"]))
def test_may_and_agencies_agree(
    holdings: list[Holding], permission: Permission, agency_id: int, field: str | None
) -> None:
    held = scope(*holdings)
    if permission not in OF_NO_AGENCY:
        reached = agency_id in held.agencies(permission, field=field)
        assert held.may(permission, agency_id=agency_id, field=field) == reached


@given(HOLDINGS, st.sampled_from(P), AGENCIES)
def test_the_principal_is_named_only_when_the_own_rights_do_not_suffice(
    holdings: list[Holding], permission: Permission, agency_id: int
) -> None:
    actor = scope(*holdings).actor_for(permission, agency_id=agency_id)
    own = scope(*(held for held in holdings if held.on_behalf_of is None))
    if own.may(permission, agency_id=agency_id):
        assert actor == "a:17"
    elif scope(*holdings).may(permission, agency_id=agency_id):
        assert actor in {"a:17/a:8", "a:17/a:9"}


def test_who_only_deputises_acts_for_the_principal() -> None:
    assert scope(Holding(2, Role.HANDLER, on_behalf_of=9)).actor == "a:17/a:9"
    assert scope(Holding(2, Role.HANDLER)).actor == "a:17"
    assert scope(Holding(2, Role.HANDLER), Holding(3, Role.HEAD, on_behalf_of=9)).actor == "a:17"


def test_the_hands_behind_an_act_are_the_deputy_and_the_principal() -> None:
    assert hands(actor_text(17, 9)) == {17, 9}
    assert hands(actor_text(17)) == {17}
    assert hands("worker") == frozenset()


def test_a_commune_cannot_hand_out_what_concerns_the_whole_house() -> None:
    with pytest.raises(NotAllowed, match="cấp tỉnh trở lên"):
        check_role_at(Role.CATALOGUE_ADMIN, Level.COMMUNE)
    check_role_at(Role.CATALOGUE_ADMIN, Level.PROVINCE)
    check_role_at(Role.RECEPTIONIST, Level.COMMUNE)


def test_names_are_composed_with_single_spaces() -> None:
    typed = unicodedata.normalize("NFD", "  Nguyễn  Thị\tHiền ")
    assert name_of(typed) == "Nguyễn Thị Hiền"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Nhập họ và tên"),
        ("  ", "Nhập họ và tên"),
        ("Lan" * 60, "nhiều nhất được 160"),
        ("Lan\x00", "Gõ lại họ và tên"),
    ],
)
def test_a_wrong_name_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        name_of(typed)


@pytest.mark.parametrize(
    ("typed", "kind", "sentence"),
    [
        ("04804900031", PersonKind.CITIZEN, "đang có 11 chữ số, cần đúng 12"),
        ("0480490003179", PersonKind.CITIZEN, "đang có 13 chữ số, cần đúng 12"),
        ("B1234567", PersonKind.CITIZEN, "chỉ gồm chữ số"),
        ("٠٤٨٠٤٩٠٠٠٣١٧", PersonKind.CITIZEN, "chỉ gồm chữ số"),
        ("12345", PersonKind.BUSINESS, "đang có 5 chữ số, cần 10 hoặc 13"),
    ],
)
def test_a_wrong_identity_number_is_refused_with_a_sentence(
    typed: str, kind: PersonKind, sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        identity_of(typed, kind)


def test_numbers_are_kept_as_digits() -> None:
    assert identity_of("048 049 000 317", PersonKind.CITIZEN) == "048049000317"
    assert identity_of("0401234567-001", PersonKind.BUSINESS) == "0401234567001"
    assert identity_of(" ", PersonKind.CITIZEN) is None
    assert phone_of("+84 905 218 446") == phone_of("0905.218.446") == "0905218446"
    assert phone_of("") == ""
    assert digits_of("Nguyễn 12") == ""


@pytest.mark.parametrize("typed", ["905218446", "0905", "090521844612", "không có"])
def test_a_wrong_phone_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(NotAllowed, match="bắt đầu bằng 0"):
        phone_of(typed)


@pytest.mark.parametrize("born", [date(2027, 1, 1), date(1849, 12, 31)])
def test_nobody_is_born_tomorrow_or_too_long_ago(born: date) -> None:
    with pytest.raises(NotAllowed, match="Ngày sinh"):
        PersonData(full_name="Lan", born_on=born).checked(on=date(2026, 9, 4))


@given(st.text(max_size=200), st.text(max_size=30), st.text(max_size=30), st.text(max_size=300))
def test_whatever_is_typed_is_kept_clean_or_refused_with_a_sentence(
    name: str, number: str, phone: str, address: str
) -> None:
    typed = PersonData(full_name=name, identity_number=number, phone=phone, address=address)
    try:
        clean = typed.checked(on=date(2026, 9, 4))
    except NotAllowed as refusal:
        assert str(refusal).endswith((".", "446."))
    else:
        assert clean.checked(on=date(2026, 9, 4)) == clean
