import pytest

from tests.accounts import cast


@pytest.fixture
def agencies(db: None) -> cast.Agencies:
    return cast.build_agencies()
