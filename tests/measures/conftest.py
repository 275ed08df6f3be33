"""The world of dossiers, and one dossier in every state."""

import pytest

from lienthong.dossiers.models import Dossier
from lienthong.measures import actions as measures
from tests.dossiers.conftest import _reference, world  # noqa: F401 (fixtures)
from tests.dossiers.world import NOW, World
from tests.measures.states import every_state


@pytest.fixture
def states(world: World) -> dict[str, Dossier]:  # noqa: F811
    made = every_state(world)
    measures.fold_pending(at=NOW)
    return made
