"""A refusal says why and leaves nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import models

from lienthong.dossiers.models import (
    CodeSeries,
    Component,
    Correction,
    CorrectionItem,
    Dossier,
    Reminder,
    Sideline,
    Threshold,
    TimelineEvent,
)
from lienthong.dossiers.rules import NotAllowed
from lienthong.journal.models import Entry

_TABLES: tuple[type[models.Model], ...] = (
    CodeSeries, Component, Correction, CorrectionItem, Dossier, Entry, Reminder, Sideline,
    Threshold, TimelineEvent,
)  # fmt: skip


def everything() -> list[list[object]]:
    return [list(table._default_manager.order_by("pk").values()) for table in _TABLES]


@contextmanager
def refused(sentence: str, kind: type[Exception] = NotAllowed) -> Iterator[None]:
    before = everything()
    with pytest.raises(kind, match=sentence) as refusal:
        yield
    assert str(refusal.value).rstrip().endswith((".", "”."))
    assert everything() == before
