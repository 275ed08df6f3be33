"""Installs of their own, as for the other tests that start processes."""

from tests.processes.conftest import install, template

__all__ = ["install", "template"]
