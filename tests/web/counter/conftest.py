"""The counter as its officers see it, at an hour of our choice."""

from tests.dossiers.conftest import _reference, world
from tests.web.desk.conftest import clock, sign_in

__all__ = ["_reference", "clock", "sign_in", "world"]
