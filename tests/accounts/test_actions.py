from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import IntegrityError, transaction

from lienthong.accounts import actions, queries
from lienthong.accounts.models import Account, Assignment, Deputy, Person
from lienthong.accounts.rules import NotAllowed, Permission, Role
from lienthong.accounts.rules.persons import PersonData
from lienthong.accounts.rules.scope import actor_text
from lienthong.journal.models import Entry
from tests.accounts import cast
from tests.accounts.cast import BY, NOW, OPENED, PASSWORD, TODAY, Agencies


def last_entry() -> Entry:
    return Entry.objects.latest("id")


def test_an_account_holds_no_role_and_its_password_is_hashed_with_argon2(
    agencies: Agencies,
) -> None:
    number = cast.account("thu.ha", password=PASSWORD)
    row = Account.objects.get(pk=number)
    assert identify_hasher(row.password).algorithm == "argon2"
    assert row.check_password(PASSWORD)
    assert row.must_enrol_totp
    assert queries.scope_of(number, at=NOW).holdings == ()
    assert last_entry().action == "account.created"


def test_nobody_signs_in_with_an_account_without_a_password(agencies: Agencies) -> None:
    assert not Account.objects.get(pk=cast.account("thu.ha")).has_usable_password()


@pytest.mark.parametrize("username", ["ab", "có dấu", "a b c", "x" * 61, ".abc", "-"])
def test_a_sign_in_name_of_a_wrong_form_is_refused(agencies: Agencies, username: str) -> None:
    with pytest.raises(NotAllowed, match="chữ thường không dấu"):
        cast.account(username)


def test_a_sign_in_name_belongs_to_one_account(agencies: Agencies) -> None:
    cast.account("thu.ha", number=1)
    with pytest.raises(NotAllowed, match="đã có người dùng"):
        cast.account("Thu.Ha", number=2)


def test_a_person_has_one_account(agencies: Agencies) -> None:
    person = cast.person("Lê Thị Thu Hà", 1)
    actions.create_account(username="thu.ha", person_id=person, by=BY, at=NOW)
    with pytest.raises(NotAllowed, match="đã có tài khoản"):
        actions.create_account(username="thu.ha.2", person_id=person, by=BY, at=NOW)
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("ngan", "ít nhất 12 ký tự"),
        ("1qaz2wsx3edc", "nhiều người dùng"),
        ("nguyen.thi.thu.ha", "giống tên đăng nhập"),
    ],
)
def test_a_weak_password_is_refused_with_a_sentence(
    agencies: Agencies, password: str, sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        cast.account("nguyen.thi.thu.ha", password=password)
    assert not Account.objects.exists()


def test_a_role_is_given_with_its_basis_and_stands_in_the_journal_of_the_agency(
    agencies: Agencies,
) -> None:
    officer = cast.account("thu.ha")
    number = actions.assign(
        account_id=officer,
        agency_id=agencies.centre,
        role=Role.RECEPTIONIST,
        fields=["ho-tich", "dat-dai"],
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=30),
        basis="Quyết định số 12/QĐ-UBND",
        by=BY,
        at=NOW,
    )
    (row,) = queries.assignments_of(officer, on=TODAY)
    assert (row.id, row.fields, row.state) == (number, ("dat-dai", "ho-tich"), "held")
    assert row.last_day == TODAY + timedelta(days=29)
    entry = last_entry()
    assert (entry.unit, entry.action) == (str(agencies.centre), "role.assigned")
    assert entry.data["role"] == "receptionist"


def test_nobody_gives_the_own_account_a_role_not_even_as_a_deputy(agencies: Agencies) -> None:
    admin = cast.account("thu.ha")
    for by in (actor_text(admin), actor_text(999, admin), actor_text(admin, 999)):
        with pytest.raises(NotAllowed, match="quyền của chính mình"):
            actions.assign(
                account_id=admin,
                agency_id=agencies.province,
                role=Role.HEAD,
                valid_from=TODAY,
                by=by,
                at=NOW,
            )
    assert not Assignment.objects.exists()


def test_a_commune_gives_no_role_over_the_whole_house(agencies: Agencies) -> None:
    with pytest.raises(NotAllowed, match="cấp tỉnh trở lên"):
        cast.assign(cast.account("thu.ha"), agencies.commune, Role.SYSTEM_ADMIN)


def test_the_same_role_is_not_given_twice_from_one_day_on_one_basis(agencies: Agencies) -> None:
    officer = cast.account("thu.ha")
    cast.assign(officer, agencies.centre, Role.RECEPTIONIST)
    with pytest.raises(NotAllowed, match="đã giao từ cùng ngày"):
        cast.assign(officer, agencies.centre, Role.RECEPTIONIST)


def test_a_role_ends_from_today_and_its_past_stays(agencies: Agencies) -> None:
    officer = cast.account("thu.ha")
    number = cast.assign(officer, agencies.centre, Role.RECEPTIONIST)
    with pytest.raises(NotAllowed, match="từ hôm nay"):
        actions.end_assignment(
            assignment_id=number, valid_until=TODAY - timedelta(days=1), by=BY, at=NOW
        )
    actions.end_assignment(assignment_id=number, valid_until=TODAY, by=BY, at=NOW)
    assert not queries.scope_of(officer, at=NOW).holdings
    assert queries.scope_of(officer, at=NOW - timedelta(days=1)).may(Permission.DOSSIER_RECEIVE)
    with pytest.raises(NotAllowed, match="đã kết thúc"):
        actions.end_assignment(assignment_id=number, valid_until=TODAY, by=BY, at=NOW)


def test_a_role_given_by_mistake_today_is_taken_away_at_once(agencies: Agencies) -> None:
    officer = cast.account("thu.ha")
    number = actions.assign(
        account_id=officer,
        agency_id=agencies.centre,
        role=Role.RECEPTIONIST,
        valid_from=TODAY,
        by=BY,
        at=NOW,
    )
    actions.end_assignment(assignment_id=number, valid_until=TODAY, by=BY, at=NOW)
    assert queries.assignments_of(officer, on=TODAY) == ()
    assert {entry.action for entry in Entry.objects.all()} >= {"role.assigned", "role.ended"}


def appoint(
    principal: int,
    deputy: int,
    *,
    start: timedelta = timedelta(0),
    end: timedelta = timedelta(days=3),
    reason: str = "Nghỉ phép",
    by: str = BY,
) -> int:
    return actions.appoint_deputy(
        principal_id=principal,
        deputy_id=deputy,
        starts_at=NOW + start,
        ends_at=NOW + end,
        reason=reason,
        by=by,
        at=NOW,
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"start": timedelta(hours=-2)}, "thời gian đã qua"),
        ({"end": timedelta(0)}, "sau lúc bắt đầu"),
        ({"end": timedelta(days=400)}, "nhiều nhất một năm"),
        ({"reason": "  "}, "Ghi lý do"),
    ],
)
def test_a_deputy_for_a_wrong_time_or_no_reason_is_refused(
    agencies: Agencies, given: dict[str, timedelta], sentence: str
) -> None:
    head, deputy = cast.account("thu.ha"), cast.account("van.duc")
    with pytest.raises(NotAllowed, match=sentence):
        appoint(head, deputy, **given)  # type: ignore[arg-type]
    assert not Deputy.objects.exists()


def test_nobody_is_the_own_deputy_or_makes_oneself_one(agencies: Agencies) -> None:
    head, deputy = cast.account("thu.ha"), cast.account("van.duc")
    with pytest.raises(NotAllowed, match="phải là người khác"):
        appoint(head, head)
    with pytest.raises(NotAllowed, match="quyền của chính mình"):
        appoint(head, deputy, by=actor_text(deputy))


def test_a_deputy_is_not_appointed_twice_for_one_time(agencies: Agencies) -> None:
    head, deputy = cast.account("thu.ha"), cast.account("van.duc")
    row = appoint(head, deputy)
    with pytest.raises(NotAllowed, match="Thu hồi lần trước"):
        appoint(head, deputy, start=timedelta(days=1))
    actions.revoke_deputy(deputy_row_id=row, by=BY, at=NOW)
    appoint(head, deputy)
    with pytest.raises(NotAllowed, match="đã kết thúc"):
        actions.revoke_deputy(deputy_row_id=row, by=BY, at=NOW)


def test_disabling_ends_everything_at_once_and_takes_another_person(agencies: Agencies) -> None:
    head, deputy = cast.account("thu.ha"), cast.account("van.duc")
    appoint(head, deputy)
    appoint(deputy, head)
    with pytest.raises(NotAllowed, match="chính mình"):
        actions.disable_account(account_id=head, reason="Nghỉ hưu", by=actor_text(head), at=NOW)
    with pytest.raises(NotAllowed, match="Ghi lý do"):
        actions.disable_account(account_id=head, reason="", by=BY, at=NOW)
    actions.disable_account(account_id=head, reason="Nghỉ hưu", by=BY, at=NOW)
    assert not Account.objects.get(pk=head).is_active
    assert not Deputy.objects.filter(revoked_at=None).exists()
    with pytest.raises(NotAllowed, match="đã khóa từ trước"):
        actions.disable_account(account_id=head, reason="Nghỉ hưu", by=BY, at=NOW)
    actions.enable_account(account_id=head, by=BY, at=NOW)
    assert Account.objects.get(pk=head).is_active


def open_account(agencies: Agencies, **changed: object) -> int:
    given: dict[str, object] = {
        "data": PersonData(full_name="Lê Thị Thu Hà", identity_number="000123456789"),
        "username": "thu.ha",
        "password": PASSWORD,
        "agency_id": agencies.commune,
        "role": Role.HANDLER,
        "basis": "",
        "by": BY,
        "at": NOW,
    }
    return actions.open_account(**{**given, **changed})  # type: ignore[arg-type]


def test_a_new_official_is_taken_in_by_one_act(agencies: Agencies) -> None:
    number = open_account(agencies)
    known = queries.account(number)
    assert known is not None
    assert known.must_change_password
    scope = queries.scope_of(number, at=NOW)
    assert scope.may(Permission.DOSSIER_WORK, agency_id=agencies.commune)


def test_an_official_who_was_an_applicant_stays_one_person(agencies: Agencies) -> None:
    person = actions.create_person(
        data=PersonData(full_name="Lê Thị Thu Hà", identity_number="000123456789"), by=BY, at=NOW
    )
    known = queries.account(open_account(agencies))
    assert known is not None
    assert known.person.id == person


def test_an_identity_number_under_another_name_is_not_taken_over(agencies: Agencies) -> None:
    actions.create_person(
        data=PersonData(full_name="Phạm Văn Đức", identity_number="000123456789"), by=BY, at=NOW
    )
    with pytest.raises(NotAllowed, match="đang mang tên Phạm Văn Đức"):
        open_account(agencies)


def test_a_refused_role_leaves_no_half_made_official(agencies: Agencies) -> None:
    with pytest.raises(NotAllowed, match="cấp tỉnh trở lên"):
        open_account(agencies, role=Role.SUPERVISOR)
    assert not Account.objects.exists()
    assert not Person.objects.exists()
    assert not Entry.objects.exists()


def test_accounts_are_found_by_name_without_accents_role_and_reach(agencies: Agencies) -> None:
    here = cast.account("van.duc", "Đặng Văn Đức")
    there = cast.account("thi.lan", "Đặng Thị Lan")
    new = cast.account("moi", "Đặng Mới")
    cast.assign(here, agencies.commune, Role.HANDLER)
    cast.assign(there, agencies.other_commune, Role.HANDLER)

    def found(**given: object) -> list[int]:
        page = queries.find_accounts(agency_ids={agencies.commune}, at=NOW, **given)  # type: ignore[arg-type]
        return [row.id for row in page.rows]

    assert found(text="dang") == [new, here]
    assert found(text="VAN.D") == [here]
    assert found(role=Role.HANDLER) == [here]
    assert found(role=Role.HEAD) == []
    actions.disable_account(account_id=here, reason="Nghỉ hưu", by=BY, at=NOW)
    assert found(active=False) == [here]
    assert found(active=True) == [new]


def test_the_database_itself_refuses_what_must_not_be(agencies: Agencies) -> None:
    one, two = cast.account("thu.ha"), cast.account("van.duc")
    times = {"starts_at": NOW, "ends_at": NOW + timedelta(days=1), "made_at": NOW, "made_by": BY}
    wrong = [
        Deputy(principal_id=one, deputy_id=one, **times),
        Deputy(principal_id=one, deputy_id=two, **{**times, "ends_at": NOW}),
        Deputy(principal_id=one, deputy_id=two, revoked_at=NOW, **times),
        Assignment(
            account_id=one,
            agency_id=agencies.commune,
            role=Role.HEAD,
            valid_from=OPENED,
            valid_until=date(2025, 7, 1),
        ),
    ]
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
