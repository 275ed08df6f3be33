"""The board of the small world at an hour of our choice, with one dossier in every state."""

from tests.dossiers.conftest import _reference, world  # noqa: F401 (fixtures)
from tests.measures.conftest import states  # noqa: F401 (fixture)
from tests.web.desk.conftest import clock, sign_in  # noqa: F401 (fixtures)
