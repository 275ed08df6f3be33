"""The data packs: the sources' own figures are the regression suite of the checks (R80)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from lienthong.organisations import actions as organisations_actions
from lienthong.organisations import queries as organisations
from lienthong.reports import actions
from lienthong.reports.models import Finding, Form, Indicator, Period, Report, Value
from lienthong.reports.queries.forms import form_in_force
from lienthong.reports.queries.reports import period_view
from tests.reports.world import BY, LOADED_AT

SEPTEMBER = (date(2025, 9, 1), date(2025, 9, 30))


@pytest.fixture(scope="module")
def _country(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        organisations_actions.load_reference(by=BY, at=LOADED_AT)
        actions.load_packs(by=BY, at=LOADED_AT)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def country(_country: None, db: None) -> None:
    pass


def centre() -> int:
    found = organisations.agency_by_reference("national/party_office")
    assert found is not None
    return found.id


def finding(form: str, claim: str, agency: int = 0) -> Finding | None:
    return Finding.objects.filter(
        report__period__form__code=form, report__agency=agency or centre(), claim=claim
    ).first()


def value(code: str) -> Decimal | None:
    return Value.objects.get(indicator=code, agency=centre(), end=SEPTEMBER[1]).number


def province(name: str) -> int:
    unit = next(one for one in organisations.provinces(on=SEPTEMBER[1]) if name in one.name)
    found = organisations.agency_by_reference(f"{unit.code}/committee")
    assert found is not None
    return found.id


def test_loading_again_changes_nothing(country: None) -> None:
    before = (Indicator.objects.count(), Form.objects.count(), Report.objects.count())
    again = actions.load_packs(by=BY, at=LOADED_AT)
    assert (again.indicators, again.forms, again.reports) == (0, 0, 0)
    assert (Indicator.objects.count(), Form.objects.count(), Report.objects.count()) == before


def test_every_definition_has_a_source_and_none_counts_as_confirmed(country: None) -> None:
    assert not Indicator.objects.filter(source="").exists()
    assert not Indicator.objects.filter(name_en="").exists()
    assert not Indicator.objects.filter(confirmed=True).exists()
    assert not Form.objects.filter(confirmed=True).exists()


def test_the_sums_that_are_right_raise_no_finding(country: None) -> None:
    """R80: 9.844 = 8.861 + 983, 138.105 over 34 provinces, 7.384,38 = 2.400,24 + 4.984,14."""
    assert finding("dossiers-ministries", "received") is None
    assert finding("dossiers-local", "provinces") is None
    assert finding("dossiers-local", "received") is None
    assert finding("budget", "parts") is None
    assert finding("training-retirement", "paid") is None


def test_131_of_9844_is_not_one_and_a_half_percent(country: None) -> None:
    found = finding("dossiers-ministries", "acceptance-rate")
    assert found is not None
    assert (found.expected, found.stated, found.suggestion) == ("1,3", "1,5", "ministry.online")


def test_the_same_measure_with_two_values_in_one_report_is_flagged(country: None) -> None:
    for claim, here, there in (
        ("one-received", "9.426", "9.844"),
        ("one-overdue", "7.179", "7.538"),
    ):
        found = finding("dossiers-ministries", claim)
        assert found is not None
        assert (found.stated, found.expected) == (here, there)


def test_twelve_ministries_followed_by_eleven_names_are_flagged(country: None) -> None:
    found = finding("dossiers-ministries", "names")
    assert found is not None
    assert (found.expected, found.stated) == ("11", "12")


def test_a_month_above_its_cumulative_value_is_flagged(country: None) -> None:
    found = finding("dossiers-local", "overdue", province("Hà Tĩnh"))
    assert found is not None
    assert (found.stated, found.expected) == ("3.809", "3.794")


def test_a_unit_with_two_denominators_is_flagged(country: None) -> None:
    found = finding("dossiers-local", "one-received", province("Hồ Chí Minh"))
    assert found is not None
    assert (found.stated, found.expected) == ("250.969", "304.605")


def test_r72_a_figure_with_two_as_of_dates_is_flagged(country: None) -> None:
    found = finding("main-report", "as_of:retirement.decided")
    assert found is not None
    assert "142.096" in found.explanation
    assert (found.expected, found.stated) == ("15/09/2025", "23/09/2025")


def test_r73_a_month_that_ends_on_the_23rd_is_flagged(country: None) -> None:
    found = finding("dossiers-local", "period")
    assert found is not None
    assert "tháng 9/2025" in found.explanation
    assert (found.expected, found.stated) == ("30/09/2025", "23/09/2025")


def test_r74_classes_that_do_not_cover_all_communes_are_flagged(country: None) -> None:
    """R74: 3.320 in four classes (Hoàng Sa has no apparatus), 3.301 in two, 3.300 offices."""
    for claim, stated in (("cars", "3.320"), ("two-classes", "3.301"), ("offices", "3.300")):
        found = finding("premises-vehicles", claim)
        assert found is not None
        assert (found.expected, found.stated) == ("3.321", stated)


def test_figures_of_two_days_are_not_set_against_each_other_silently(country: None) -> None:
    assert finding("premises-vehicles", "one-day") is not None
    assert finding("premises-vehicles", "cars-day") is not None


def test_r81_a_rate_without_its_parts_is_not_verifiable(country: None) -> None:
    found = finding("main-report", "formula:plan.rate")
    assert found is not None
    assert (found.verdict, found.stated) == ("unverifiable", "60,14")


def test_villages_are_added_up_and_compared_with_the_stated_totals(country: None) -> None:
    """R412: 151 without power are listed, 123 were stated."""
    found = finding("villages", "power")
    assert found is not None
    assert (found.expected, found.stated) == ("151", "123")


def test_r77_every_figure_keeps_as_of_when_and_when_it_was_taken_in(country: None) -> None:
    one = Value.objects.get(indicator="vehicles.none", agency=centre(), end=SEPTEMBER[1])
    assert f"{one.as_of:%d/%m}" == "18/09"
    assert one.at == LOADED_AT
    assert one.origin == "003:106; 003:224; 003:382"
    assert one.source == "packed"


def asks(form: str, *codes: str) -> bool:
    found = form_in_force(form, on=date(2026, 9, 4))
    return found is not None and set(codes) <= set(found.content.codes)


def test_r192_r195_archives_have_pages_metres_and_gigabytes_apart(country: None) -> None:
    measures = {
        row.code: row.measure
        for row in Indicator.objects.filter(
            code__in=["archive.pages", "archive.metres", "archive.gigabytes", "archive.files"]
        )
    }
    assert measures == {
        "archive.pages": "trang",
        "archive.metres": "mét",
        "archive.gigabytes": "GB",
        "archive.files": "hồ sơ",
    }
    assert asks("archives", *measures, "archive.target_metres")


def test_r194_district_archives_are_tracked_with_their_causes(country: None) -> None:
    causes = ("volume", "machines", "stores", "staff", "money")
    assert asks("archives", "archive.district_metres", *(f"archive.cause_{one}" for one in causes))


def test_r196_r197_signatures_needed_registered_and_issued_with_a_due_date(country: None) -> None:
    assert asks(
        "signatures",
        "signature.needed",
        "signature.registered",
        "signature.issued",
        "signature.due",
    )


def test_r198_requests_for_signatures_are_told_apart_and_add_up(country: None) -> None:
    found = form_in_force("signatures", on=date(2026, 9, 4))
    assert found is not None
    claim = next(one for one in found.content.claims if one.id == "requests")
    assert claim.many["parts"] == (
        "signature.new",
        "signature.renewed",
        "signature.changed",
        "signature.recovered",
    )


def test_r199_r200_shares_and_waiting_days_are_derived(country: None) -> None:
    formulas = dict(
        Indicator.objects.exclude(formula="")
        .filter(code__startswith="signature.")
        .values_list("code", "formula")
    )
    assert formulas["signature.online_share"] == "signature.online / signature.leaders * 100"
    assert formulas["signature.waiting_mean"] == "signature.waiting_days / signature.new"


def test_r228_r229_five_databases_have_a_plan_and_six_a_completion(country: None) -> None:
    plans = Indicator.objects.filter(code__startswith="db.", code__endswith=".plan")
    done = Indicator.objects.filter(code__startswith="db.", code__endswith=".done")
    assert {row.code.split(".")[1] for row in plans} == {
        "construction", "finance", "assets", "violations", "social_security",
    }  # fmt: skip
    assert {row.code.split(".")[1] for row in done} == {
        "land", "agriculture", "education", "civil_status", "health", "goods",
    }  # fmt: skip


def test_r230_r231_r233_r235_each_database_has_six_qualities_a_due_date_and_synchronising(
    country: None,
) -> None:
    names = ("correct", "complete", "clean", "live", "unified", "shared")
    found = form_in_force("databases", on=date(2026, 9, 4))
    assert found is not None
    keys = {code.split(".")[1] for code in found.content.codes if code.endswith(".due")}
    assert {"land", "finance"} <= keys
    assert len(keys) == 11  # five with a plan and six with a completion, in one list
    for key in keys:
        assert asks("databases", *(f"db.{key}.{one}" for one in names))
        assert asks("databases", f"db.{key}.due", f"db.{key}.synced", f"db.{key}.evidence")


def test_r234_r236_r240_upgrading_weekly_reviews_and_the_cloud_are_asked(country: None) -> None:
    assert asks("databases", "db.upgradable", "db.weekly_review", "db.cloud_due", "db.cloud_done")


def test_r237_r238_r239_duties_cooperation_and_strategies_are_asked(country: None) -> None:
    assert asks("database-duties", *(f"duty.{one}" for one in ("create", "update", "use", "share")))
    assert asks("database-duties", "coop.workplace", "coop.documents", "coop.exchange")
    assert asks("database-duties", "strategy.data", "strategy.digital")


def test_r265_centres_of_32_localities_and_two_with_one_level(country: None) -> None:
    assert value("centre.count") == Decimal(3139)
    assert value("centre.localities") == Decimal(32)
    assert value("centre.one_level") == Decimal(2)
    told = Indicator.objects.get(code="centre.one_level").source
    assert "Hà Nội" in told
    assert "Quảng Ninh" in told
    assert finding("service-centres", "localities") is None


def test_r270_r271_volunteers_and_those_at_the_border_apart(country: None) -> None:
    names = ("teams", "members", "helped")
    assert [value(f"volunteer.{one}") for one in names] == [25410, 480313, 4198236]
    assert [value(f"volunteer.border_{one}") for one in names] == [209, 21015, 107901]


def test_r273_digital_and_rapid_teams_have_scope_and_contact(country: None) -> None:
    assert asks(
        "service-centres", "digital.teams", "digital.contact", "rapid.teams", "rapid.contact"
    )
    for code in ("digital.contact", "rapid.contact"):
        assert "phạm vi, đầu mối" in Indicator.objects.get(code=code).name


def test_nobody_is_asked_before_a_person_opens_a_period(country: None) -> None:
    assert actions.open_due_periods(by=BY, at=LOADED_AT) == 0
    assert {period_view(row).end for row in Period.objects.all()} == {SEPTEMBER[1]}
