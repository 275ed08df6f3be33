"""How typed dates are understood, in every form."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.utils import translation


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_typed_date_has_its_day_first(language: str) -> None:
    """Django would read 04/09/2026 as the ninth of April, and refuse 30/11/2026."""
    with translation.override(language):
        for typed in ("04/09/2026", "4/9/2026", "04-09-2026", "2026-09-04"):
            assert forms.DateField().clean(typed) == date(2026, 9, 4), typed
        for typed in ("04/09/2026 17:00", "2026-09-04T17:00"):
            at = datetime(2026, 9, 4, 17, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
            assert forms.DateTimeField().clean(typed) == at, typed
