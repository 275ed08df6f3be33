import json

import pytest

from tests.processes.conftest import Install

pytestmark = pytest.mark.process


@pytest.mark.parametrize("rounds", [25, pytest.param(1000, marks=pytest.mark.soak)])
def test_a_killed_process_leaves_no_half_of_a_transaction(install: Install, rounds: int) -> None:
    process = install.start(
        "-m", "tests.processes.kills", str(rounds), "7",
        DJANGO_SETTINGS_MODULE="lienthong.config.settings",
    )  # fmt: skip
    said, _ = process.communicate(timeout=200 + rounds)
    found = json.loads(said)
    assert found["told"] >= rounds
    assert (found["lost"], found["rows_without_entry"], found["entries_without_row"]) == (0, 0, 0)
    # Committed five by five, so a whole number of transactions is there.
    assert found["rows"] % 5 == 0
    assert found["journal"]["ok"]
    # The install works on.
    assert install.run("journal", "verify").returncode == 0
