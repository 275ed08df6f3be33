"""The board of the small world at an hour of our choice, with one dossier in every state."""

from tests.measures.stated import _stated, states, world  # noqa: F401 (fixtures)
from tests.web.desk.conftest import clock, sign_in  # noqa: F401 (fixtures)
