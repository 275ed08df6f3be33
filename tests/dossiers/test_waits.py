"""Waiting: supplements, payments, pauses; promises made anew, extensions, apologies, causes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lienthong.catalogue.rules.content import PauseReason
from lienthong.clock import VIETNAM
from lienthong.dossiers.actions import endings, promises, waits
from lienthong.dossiers.models import Dossier, TimelineEvent
from lienthong.dossiers.queries import lists
from lienthong.dossiers.queries.reading import reading_of
from lienthong.dossiers.rules.late import LateRecord
from lienthong.dossiers.rules.ledger import ledger
from lienthong.dossiers.rules.lifecycle import State
from lienthong.journal.models import Entry
from tests.dossiers import world as worlds
from tests.dossiers.refusals import refused
from tests.dossiers.world import BENEFIT, BIRTH, LAND, NOW, World, act

DAY = timedelta(days=1)
ASKED: dict[str, Any] = {
    "wanted": [" Bản sao sổ ", ""], "reason": "Mờ", "legal_basis": "Điều 5", "until": None,
}  # fmt: skip


def taken(world: World, code: str = BENEFIT, *, at: datetime = NOW - DAY) -> Dossier:
    return worlds.advance(world, worlds.receive(world, code, at=at), at=at)


def by_handler(world: World, dossier: Dossier, at: datetime = NOW) -> dict[str, Any]:
    return act(dossier, world.handler, dossier.agency_id, at)


def finish(world: World, dossier: Dossier, at: datetime) -> Dossier:
    dossier = worlds.advance_to_result(world, dossier, at=at)
    return endings.complete(
        **act(dossier, world.approver, world.committee, at), result_number="1/QĐ"
    )


def data_of(dossier: Dossier) -> dict[str, Any]:
    found: dict[str, Any] = TimelineEvent.objects.filter(dossier=dossier).order_by("-seq")[0].data
    return found


def test_a_supplement_request_keeps_what_was_used_of_the_limit(world: World) -> None:
    """R120, R121: elapsed before, and how near to the date it came."""
    dossier = taken(world, at=NOW - 7 * DAY)
    dossier = waits.request_supplement(**by_handler(world, dossier), **ASKED)
    said = data_of(dossier)
    assert said["wanted"] == ["Bản sao sổ"] and said["phase"] == "settlement"
    assert 1 < float(said["consumed"]) < 6 and said["remaining_seconds"] > 0
    assert (dossier.state, dossier.supplements) == (State.AWAITING_SUPPLEMENT, 1)
    before = dossier.promised_at
    dossier = waits.receive_supplement(
        **by_handler(world, dossier, NOW + 4 * DAY), complete=True, note=""
    )
    after = reading_of(dossier, now=NOW + 4 * DAY).clock
    assert f"{float(after.consumed):.6f}" == said["consumed"], "a supplement erases nothing"
    assert dossier.promised_at == dossier.due_at
    assert dossier.promised_at is not None and before is not None and dossier.promised_at > before


def test_a_wait_that_moves_nothing_promises_nothing_anew(world: World) -> None:
    """Each promise is a date that somebody is told: the same one twice would be a false one."""
    dossier = taken(world)
    promised = dossier.promised_at
    waits.request_supplement(**by_handler(world, dossier), **ASKED)
    dossier = waits.receive_supplement(**by_handler(world, dossier), complete=True, note="")
    assert dossier.due_at == promised == dossier.promised_at
    assert "promised" not in data_of(dossier)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wanted": [" "]}, "từng giấy tờ"), ({"reason": ""}, "lý do"),
        ({"legal_basis": " "}, "căn cứ"), ({"until": date(2026, 9, 1)}, "đã qua"),
    ],
)  # fmt: skip
def test_a_supplement_request_that_says_too_little_is_refused(
    world: World, changes: dict[str, Any], sentence: str
) -> None:
    dossier = taken(world)
    with refused(sentence):
        waits.request_supplement(**by_handler(world, dossier), **{**ASKED, **changes})


def test_a_second_request_beyond_what_the_rule_allows_is_refused(world: World) -> None:
    clock = worlds.version(BENEFIT).content.clock
    worlds.publish(BENEFIT, clock=type(clock)(supplements_at_most=1))
    dossier = taken(world)
    waits.request_supplement(**by_handler(world, dossier), **ASKED)
    waits.receive_supplement(**by_handler(world, dossier), complete=True, note="")
    with refused("1 lần"):
        waits.request_supplement(**by_handler(world, dossier), **ASKED)


def test_a_part_of_what_was_asked_for_does_not_start_the_clock_again(world: World) -> None:
    dossier = taken(world)
    waits.request_supplement(**by_handler(world, dossier), **ASKED)
    with refused("Chưa đủ giấy tờ"):
        waits.receive_supplement(**by_handler(world, dossier), complete=False, note="một nửa")
    with refused("không thể"):
        waits.request_supplement(**by_handler(world, dossier), **ASKED)


def test_the_time_of_the_applicant_is_counted_apart_from_that_of_the_agency(world: World) -> None:
    """R122, F10: slow applicants do not make an agency late."""
    dossier = taken(world, at=NOW - 3 * DAY)
    waits.request_supplement(**by_handler(world, dossier), **ASKED)
    waits.receive_supplement(**by_handler(world, dossier, NOW + 60 * DAY), complete=True, note="Đủ")
    dossier = finish(world, dossier, NOW + 61 * DAY)
    assert (dossier.verdict, dossier.first_late_at) == ("early", None)
    spans = ledger(reading_of(dossier, now=NOW + 61 * DAY).events, now=NOW + 61 * DAY)
    waited = sum((span.length for span in spans if span.kind == "applicant"), timedelta(0))
    assert waited == 60 * DAY


def test_a_financial_obligation_waits_for_its_receipt(world: World) -> None:
    dossier = taken(world)
    with refused("số thông báo"):
        waits.require_payment(**by_handler(world, dossier), notice=" ")
    dossier = waits.require_payment(**by_handler(world, dossier), notice="TB-1")
    assert (dossier.state, dossier.clock_state, dossier.holder) == (
        State.AWAITING_PAYMENT, "paused", "applicant",
    )  # fmt: skip
    with refused("chứng từ"):
        waits.confirm_payment(**by_handler(world, dossier), proof="")
    dossier = waits.confirm_payment(**by_handler(world, dossier, NOW + DAY), proof="BL-1")
    assert (dossier.state, dossier.clock_state) == (State.IN_PROCESS, "running")


def test_whether_a_pause_counts_is_the_rule_of_the_version_not_a_choice(world: World) -> None:
    """Land: verification in the field does not count; benefit: it does."""
    for code, counts in ((LAND, False), (BENEFIT, True)):
        dossier = taken(world, code)
        due = dossier.due_at
        dossier = waits.pause(
            **by_handler(world, dossier), reason="field_verification", basis="Quyết định 1"
        )
        assert (dossier.clock_state == "running") is counts
        assert dossier.waits_for == "field_verification"
        dossier = waits.resume(
            **by_handler(world, dossier, NOW + 7 * DAY), reason="field_verification"
        )
        assert due is not None and dossier.due_at is not None
        assert (dossier.due_at == due) is counts
        assert dossier.promised_at == dossier.due_at


def test_a_pause_that_counts_does_not_hide_a_lateness(world: World) -> None:
    dossier = taken(world, at=NOW - 3 * DAY)
    waits.pause(**by_handler(world, dossier), reason="system_down", basis="Mất kết nối")
    dossier = waits.resume(**by_handler(world, dossier, NOW + 40 * DAY), reason="system_down")
    assert dossier.first_late_at is not None
    assert finish(world, dossier, NOW + 41 * DAY).verdict == "late"


@pytest.mark.parametrize("reason", ["supplement", "financial_obligation", "lunch", ""])
def test_a_pause_has_a_coded_reason(world: World, reason: str) -> None:
    dossier = taken(world)
    with refused("trong danh sách"):
        waits.pause(**by_handler(world, dossier), reason=reason, basis="x")


def test_a_pause_has_a_basis_and_is_not_made_twice(world: World) -> None:
    dossier = taken(world)
    with refused("căn cứ"):
        waits.pause(**by_handler(world, dossier), reason="force_majeure", basis=" ")
    waits.pause(**by_handler(world, dossier), reason="force_majeure", basis="Bão số 9")
    with refused("đúng lý do này"):
        waits.pause(**by_handler(world, dossier), reason="force_majeure", basis="Bão số 9")
    with refused("không tạm dừng vì lý do này"):
        waits.resume(**by_handler(world, dossier), reason="system_down")


def test_a_wait_for_the_applicant_ends_with_what_was_waited_for(world: World) -> None:
    dossier = taken(world)
    waits.request_supplement(**by_handler(world, dossier), **ASKED)
    with refused("kết thúc bằng việc của nó"):
        waits.resume(**by_handler(world, dossier), reason="supplement")


def test_pausing_for_nobody_else_leaves_the_agency_as_the_holder_since_it_had_it(
    world: World,
) -> None:
    dossier = taken(world)
    since = dossier.held_since
    dossier = waits.pause(
        **by_handler(world, dossier), reason="field_verification", basis="Quyết định 1"
    )
    assert (dossier.holder, dossier.held_since) == ("agency", since)


# -- dates given anew


def test_an_extension_before_the_date_moves_it_and_is_no_lateness(world: World) -> None:
    """R124."""
    dossier = taken(world)
    before = dossier.due_at
    dossier = promises.extend(
        **by_handler(world, dossier), amount="5", reason="Xác minh", legal_basis="Điều 9"
    )
    assert before is not None and dossier.due_at == before + 7 * DAY
    assert dossier.promised_at == dossier.due_at
    assert data_of(dossier)["after_due"] is False
    done = finish(world, dossier, before + 3 * DAY)
    assert (done.verdict, done.first_late_at) == ("early", None)


def test_an_extension_after_the_date_never_erases_the_lateness(world: World) -> None:
    """F26; clock contract, 9."""
    dossier = taken(world, at=NOW - 30 * DAY)
    due = dossier.due_at
    assert due is not None and due < NOW
    dossier = promises.extend(
        **by_handler(world, dossier), amount="20", reason="Xác minh", legal_basis="Điều 9"
    )
    assert data_of(dossier)["after_due"] is True
    assert (dossier.first_late_at, dossier.due_at is not None) == (due, True)
    done = finish(world, dossier, NOW + DAY)
    assert (done.verdict != "late", done.first_late_at) == (True, due)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "năm"}, "phải là một số"), ({"amount": "0"}, "lớn hơn 0"),
        ({"amount": "1e999999999"}, "phải là một số"), ({"amount": "9999"}, "mười năm"),
        ({"reason": " "}, "lý do"), ({"legal_basis": ""}, "căn cứ"),
    ],
)  # fmt: skip
def test_an_extension_that_says_too_little_is_refused(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    dossier = taken(world)
    given: dict[str, Any] = {"amount": "5", "reason": "x", "legal_basis": "y", **changes}
    with refused(sentence):
        promises.extend(**by_handler(world, dossier), **given)


def test_same_day_work_is_extended_by_whole_days(world: World) -> None:
    dossier = worlds.receive(world, BIRTH, at=NOW)
    given: dict[str, Any] = {"reason": "x", "legal_basis": "y"}
    with refused("số nguyên"):
        promises.extend(**act(dossier, world.head, world.committee, NOW), amount="0.5", **given)
    before = dossier.due_at
    dossier = promises.extend(**act(dossier, world.head, world.committee, NOW), amount="1", **given)
    assert before is not None and dossier.due_at is not None and dossier.due_at > before


def test_an_apology_promises_a_new_date_and_keeps_the_legal_one(world: World) -> None:
    dossier = taken(world, at=NOW - 20 * DAY)
    due = dossier.due_at
    given: dict[str, Any] = {"cause": "person", "reason": "Thiếu người", "new_date": NOW + 3 * DAY}
    for changes, sentence in (
        ({"cause": "weather"}, "nguyên nhân"), ({"reason": " "}, "lý do"),
        ({"new_date": NOW}, "sau lúc này"),
    ):  # fmt: skip
        with refused(sentence):
            promises.apologise(**by_handler(world, dossier), **{**given, **changes})
    dossier = promises.apologise(**by_handler(world, dossier), **given)
    assert (dossier.due_at, dossier.promised_at) == (due, NOW + 3 * DAY)
    assert (dossier.cause, dossier.first_late_at) == ("person", due)
    assert finish(world, dossier, NOW + DAY).verdict == "late", "an apology is no extension"


def test_an_apology_before_the_day_promises_no_earlier_one(world: World) -> None:
    """The letter would say that it is late and name a day before the one that was promised."""
    dossier = taken(world)
    assert dossier.promised_at is not None
    given: dict[str, Any] = {"cause": "person", "reason": "Thiếu người"}
    with refused("sau ngày đã hẹn"):
        promises.apologise(**by_handler(world, dossier), **given, new_date=dossier.promised_at)
    later = dossier.promised_at + DAY
    assert (
        promises.apologise(**by_handler(world, dossier), **given, new_date=later).promised_at
        == later
    )


def test_causes_of_delay_are_coded_even_after_the_end(world: World) -> None:
    """R141."""
    dossier = finish(world, taken(world, at=NOW - 30 * DAY), NOW)
    with refused("nguyên nhân"):
        promises.code_cause(**by_handler(world, dossier), cause="", note="")
    dossier = promises.code_cause(
        **by_handler(world, dossier), cause="configuration", note="Cấu hình sai"
    )
    assert (dossier.cause, dossier.verdict) == ("configuration", "late")


def test_every_promise_is_a_journal_entry(world: World) -> None:
    """Design 1.2: what was promised and when is kept for ever."""
    dossier = taken(world)
    promised = [dossier.promised_at]
    dossier = promises.extend(**by_handler(world, dossier), amount="5", reason="x", legal_basis="y")
    promised.append(dossier.promised_at)
    dossier = promises.apologise(
        **by_handler(world, dossier), cause="person", reason="x", new_date=NOW + 90 * DAY
    )
    promised.append(dossier.promised_at)
    entries = Entry.objects.filter(subject=dossier.code).order_by("at", "pk")
    told = [entry.data["promised"] for entry in entries if "promised" in entry.data]
    assert told == [at.isoformat() for at in promised if at]
    assert data_of(dossier)["promised"] == (NOW + 90 * DAY).astimezone(VIETNAM).isoformat()


# -- two verdicts (R131, R139)


def test_late_in_fact_and_late_only_in_the_record_are_two_verdicts(world: World) -> None:
    """F2, F38: the result was given in time and typed in late."""
    dossier = worlds.advance_to_result(world, taken(world, at=NOW - 20 * DAY), at=NOW - 19 * DAY)
    due = dossier.due_at
    assert due is not None
    late = LateRecord(
        occurred_at=due - DAY, reason="Quên ghi trên phần mềm", second=f"a:{world.head}"
    )
    done = endings.complete(
        **act(dossier, world.approver, world.committee, due + 5 * DAY), result_number="1", late=late
    )
    assert (done.verdict, done.recorded_verdict, done.first_late_at) == ("early", "late", None)


def test_a_dossier_is_said_to_wait_for_what_stops_its_clock(world: World) -> None:
    """Verification in the field counts for the benefit; papers asked for stop its clock."""
    dossier = taken(world)
    dossier = waits.pause(**by_handler(world, dossier), reason="field_verification", basis="QĐ 1")
    assert (dossier.waits_for, dossier.clock_state) == ("field_verification", "running")
    dossier = waits.request_supplement(**by_handler(world, dossier), **ASKED)
    assert (dossier.waits_for, dossier.clock_state) == ("supplement", "paused")
    dossier = waits.receive_supplement(
        **by_handler(world, dossier, NOW + DAY), complete=True, note=""
    )
    assert (dossier.waits_for, dossier.clock_state) == ("field_verification", "running")


def near_due(world: World, **within: float) -> list[tuple[str, int]]:
    whole = lists.Whole(agencies=[world.committee])
    seconds = int(timedelta(**within).total_seconds())
    return [(line.code, line.left) for line in lists.asked_near_due(whole, within=seconds)]


@pytest.mark.parametrize("stops", [False, True])
def test_papers_asked_for_near_the_date_are_listed_though_the_applicant_held_the_dossier(
    world: World, *, stops: bool
) -> None:
    """R121. Where the first wait stops the clock, what is left is what the clock would have."""
    if stops:
        rule = worlds.version(BENEFIT).content.clock
        reasons = (*rule.not_counting, PauseReason.APPLICANT_REQUEST)
        worlds.publish(BENEFIT, clock=replace(rule, not_counting=reasons))
    dossier = taken(world, at=NOW - 30 * DAY)
    due = dossier.due_at
    assert due is not None
    asked_at = due - timedelta(hours=1)
    waits.pause(
        **by_handler(world, dossier, asked_at - timedelta(minutes=5)),
        reason="applicant_request", basis="Đơn",
    )  # fmt: skip
    dossier = waits.request_supplement(**by_handler(world, dossier, asked_at), **ASKED)
    left = 3900 if stops else 3600
    assert near_due(world, hours=2) == [(dossier.code, left)]
    assert near_due(world, hours=1) == []


def test_of_several_requests_the_one_that_is_waited_for_is_judged(world: World) -> None:
    dossier = taken(world, at=NOW - 60 * DAY)
    assert dossier.due_at is not None
    near = dossier.due_at - timedelta(hours=1)
    waits.request_supplement(**by_handler(world, dossier, near), **ASKED)
    assert [code for code, _ in near_due(world, hours=2)] == [dossier.code]
    waits.receive_supplement(**by_handler(world, dossier, near + DAY), complete=True, note="")
    dossier = promises.extend(
        **act(dossier, world.head, world.committee, near + DAY), amount="10", reason="x",
        legal_basis="y",
    )  # fmt: skip
    waits.request_supplement(**by_handler(world, dossier, near + DAY), **ASKED)
    assert near_due(world, hours=2) == []
    assert [code for code, _ in near_due(world, days=60)] == [dossier.code]
