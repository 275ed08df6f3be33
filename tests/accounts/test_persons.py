import unicodedata
from datetime import date

import pytest
from django.db import connection
from django.db.models import Q, QuerySet

from lienthong.accounts import actions, queries
from lienthong.accounts.models import Person
from lienthong.accounts.rules import NotAllowed
from lienthong.accounts.rules.persons import PersonData, PersonKind, Sex
from lienthong.journal.models import Entry
from tests.accounts import cast
from tests.accounts.cast import BY, NOW

pytestmark = pytest.mark.django_db


def names(text: str, *, limit: int = 20) -> list[str]:
    return [found.full_name for found in queries.find_persons(text, limit=limit)]


def create(**given: object) -> int:
    return actions.create_person(data=PersonData(**given), by=BY, at=NOW)  # type: ignore[arg-type]


def test_a_person_is_kept_in_one_spelling_and_the_journal_names_no_data() -> None:
    number = create(
        full_name=unicodedata.normalize("NFD", " Võ  Đình Khoa "),
        identity_number="000 123 456 789",
        born_on=date(1980, 5, 1),
        sex=Sex.MALE,
        phone="+84 900 000 123",
        email="khoa@example.com",
        address="27 đường  Trần Nhân Tông",
    )
    kept = queries.person(number)
    assert kept.full_name == unicodedata.normalize("NFC", "Võ Đình Khoa")
    assert (kept.identity_number, kept.phone) == ("000123456789", "0900000123")
    assert kept.address == "27 đường Trần Nhân Tông"
    entry = Entry.objects.get(subject=f"person:{number}")
    assert (entry.action, entry.by, entry.data) == ("person.created", BY, {})


def test_a_person_stands_in_the_journal_of_the_agency_that_got_to_know_them() -> None:
    data = PersonData(full_name="Võ Đình Khoa")
    number = actions.create_person(data=data, by=BY, at=NOW, agency_id=42)
    assert Entry.objects.get(subject=f"person:{number}").unit == "42"


def test_an_identity_number_belongs_to_one_person_and_nothing_is_written_twice() -> None:
    create(full_name="Võ Đình Khoa", identity_number="000123456789")
    with pytest.raises(NotAllowed, match="Tìm theo số ấy"):
        create(full_name="Người khác", identity_number="000 123 456 789")
    assert Person.objects.count() == 1
    assert Entry.objects.count() == 1


def test_persons_without_an_identity_number_are_many() -> None:
    create(full_name="Võ Đình Khoa")
    create(full_name="Võ Đình Khoa")
    assert len(names("vo dinh khoa")) == 2


def test_many_persons_are_recorded_in_order_under_one_entry() -> None:
    people = [PersonData(full_name=f"Nguyễn Thị {letter}") for letter in "ABC"]
    ids = actions.create_persons(people=people, by=BY, at=NOW)
    assert [queries.person(number).full_name for number in ids] == [
        "Nguyễn Thị A", "Nguyễn Thị B", "Nguyễn Thị C",
    ]  # fmt: skip
    assert Entry.objects.get().data == {"count": 3, "last": max(ids)}
    assert actions.create_persons(people=[], by=BY, at=NOW) == []


def test_a_list_with_a_doubled_number_is_refused_whole() -> None:
    people = [PersonData(full_name=name, identity_number="000123456789") for name in ("A", "B")]
    with pytest.raises(NotAllowed, match="bị trùng"):
        actions.create_persons(people=people, by=BY, at=NOW)
    assert not Person.objects.exists()


def test_a_change_names_the_fields_it_touched_and_no_change_writes_nothing() -> None:
    number = create(full_name="Võ Đình Khoa")
    data = PersonData(full_name="Võ Đình Khoa", phone="0900 000 123")
    actions.update_person(person_id=number, data=data, by=BY, at=NOW)
    actions.update_person(person_id=number, data=data, by=BY, at=NOW)
    entry = Entry.objects.get(action="person.changed")
    assert entry.data == {"fields": ["phone"]}
    assert queries.person(number).phone == "0900000123"


def test_a_changed_name_is_found_by_the_new_one() -> None:
    number = create(full_name="Võ Đình Khoa")
    data = PersonData(full_name="Đặng Ngọc Ánh")
    actions.update_person(person_id=number, data=data, by=BY, at=NOW)
    assert names("dang ngoc") == ["Đặng Ngọc Ánh"]
    assert names("vo dinh") == []


def test_a_number_that_is_taken_cannot_be_given_by_a_change() -> None:
    create(full_name="Võ Đình Khoa", identity_number="000123456789")
    number = create(full_name="Đặng Ngọc Ánh")
    data = PersonData(full_name="Đặng Ngọc Ánh", identity_number="000123456789")
    with pytest.raises(NotAllowed, match="Tìm theo số ấy"):
        actions.update_person(person_id=number, data=data, by=BY, at=NOW)


def test_an_organisation_has_a_tax_code() -> None:
    number = create(
        full_name="Công ty TNHH Hải Vân",
        kind=PersonKind.BUSINESS,
        identity_number="0000123456",
    )
    found = queries.person_by_identity("0000-123-456")
    assert found is not None
    assert found.id == number


def test_a_name_is_found_without_accents_by_its_beginning_whole_names_first() -> None:
    for name in ("Nguyễn Văn Anh", "Nguyễn Văn An", "Nguyễn Vân An", "Đỗ Văn An"):
        create(full_name=name)
    assert names("nguyen van an") == ["Nguyễn Văn An", "Nguyễn Vân An", "Nguyễn Văn Anh"]
    assert names("NGUYỄN VĂN  ANH") == ["Nguyễn Văn Anh"]
    assert names("do van") == ["Đỗ Văn An"]
    assert names("nguyen van an", limit=2) == ["Nguyễn Văn An", "Nguyễn Vân An"]
    assert names("an") == []


@pytest.mark.parametrize("typed", ["", "   ", "%", "_guyen", "nguyen%", "\\", "\x00"])
def test_what_stands_for_anything_in_the_database_stands_for_itself(typed: str) -> None:
    create(full_name="Nguyễn Văn An")
    assert names(typed) == []


def test_a_person_is_found_by_the_whole_number_or_phone_however_it_is_typed() -> None:
    create(full_name="Võ Đình Khoa", identity_number="000123456789", phone="0900000123")
    for typed in ("000 123 456 789", "000123456789", "0900.000.123", "+84 900 000 123"):
        assert names(typed) == ["Võ Đình Khoa"]
    assert names("000123") == []


def uses_an_index(rows: "QuerySet[Person]") -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The table of a test is too small for the planner to bother.
            cursor.execute("SET LOCAL enable_seqscan = off")
        return "Index" in rows.explain() and "Index Cond" in rows.explain()
    plan = rows.explain()
    return "SEARCH" in plan and "SCAN" not in plan


@pytest.mark.parametrize(
    "condition",
    [
        Q(folded__prefix="nguyen van"),
        Q(folded="nguyen van an"),
        Q(identity_number="000123456789") | Q(phone="0900000123"),
    ],
)
def test_a_counter_finds_persons_through_an_index(condition: Q) -> None:
    for place in range(50):
        cast.person(f"Nguyễn Văn {place}", place)
    assert uses_an_index(Person.objects.filter(condition))
