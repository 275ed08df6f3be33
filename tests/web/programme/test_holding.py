"""An agency named in a form: never guessed where several bear the name."""

from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from pytest_django import DjangoDbBlocker

from lienthong.web.programme.holding import named
from tests import prepared

ON = date(2026, 9, 4)
NAME = "Ủy ban nhân dân xã Tân Tiến"


@pytest.fixture
def country(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), prepared.use("country"):
        yield


@pytest.mark.usefixtures("country")
def test_an_agency_whose_name_others_bear_is_asked_for_with_its_province() -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        named(NAME, on=ON)
    offered = refusal.value.messages[0].split(": ", 1)[1].split(". ")[0].split("; ")
    assert len(offered) > 1
    found = [named(one, on=ON) for one in offered]
    assert {one.name for one in found} == {NAME}
    assert len({one.province_code for one in found}) == len(offered)
    for one in found:
        assert named("uy ban nhan dan xa tan tien", on=ON, province=one.province_code) == one
