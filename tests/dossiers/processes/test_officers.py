"""Real processes at one database: nobody overwrites anybody, and a kill leaves nothing half."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from tests.dossiers.world import World
from tests.processes.conftest import Install

Inhabited = tuple[Install, World]

pytestmark = pytest.mark.process


def run(inhabited: Inhabited, which: str, rounds: int) -> dict[str, Any]:
    install, world = inhabited
    process = install.start(
        "-m", "tests.dossiers.processes.officers", json.dumps(asdict(world)), which, str(rounds),
        "7",
        DJANGO_SETTINGS_MODULE="lienthong.config.settings",
    )  # fmt: skip
    said, _ = process.communicate(timeout=240 + 3 * rounds)
    try:
        found: dict[str, Any] = json.loads(said)
    except json.JSONDecodeError:
        raise AssertionError(said) from None
    return found


@pytest.mark.parametrize("rounds", [4, pytest.param(200, marks=pytest.mark.soak)])
def test_of_two_who_act_at_once_one_succeeds_and_the_other_is_told(
    inhabited: Inhabited, rounds: int
) -> None:
    found = run(inhabited, "at_once", rounds)
    for said in found["officers"]:
        assert sorted(line.split(":")[0].split()[0] for line in said) == ["done", "moved"], said
        (moved,) = [line for line in said if line.startswith("moved on")]
        assert "vừa ghi" in moved and "Xem bản mới" in moved
    for first, second in found["forms"]:
        assert first == second and first.startswith("done"), "the same form makes one dossier"
    for first, second in found["codes"]:
        assert first != second and {first[:4], second[:4]} == {"done"}
    assert found["gaps"] == []
    # A dossier for two officers, one for the form that came twice, two of the series.
    assert found["dossiers"] == rounds * 4


@pytest.mark.parametrize("rounds", [12, pytest.param(500, marks=pytest.mark.soak)])
def test_a_kill_in_the_middle_of_any_act_leaves_everything_in_agreement(
    inhabited: Inhabited, rounds: int
) -> None:
    """Events, columns, sidelines, ledgers, counters and journal: `agreement.check` in the process
    that killed the others."""
    found = run(inhabited, "killed", rounds)
    install, _ = inhabited
    assert found["broken"] == [] and found["lost"] == [] and found["gaps"] == []
    assert found["told"] >= rounds
    assert len(found["kinds"]) >= 8
    assert install.run("journal", "verify").returncode == 0
    assert install.run("dossiers", "ledger-check").returncode == 0
