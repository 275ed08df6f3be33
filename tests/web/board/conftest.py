"""The board of the small world at an hour of our choice, with one dossier in every state."""

from tests.measures.conftest import states  # noqa: F401 (fixture)
from tests.web.desk.conftest import _reference, clock, sign_in, world  # noqa: F401 (fixtures)
