from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def files_root(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"
