"""A word stands in the glossary before it stands in the code: both are compared."""

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterable
from enum import Enum
from types import ModuleType

import pytest
from django.apps import apps

import lienthong
from lienthong.accounts.rules import Permission, Reach, Role
from lienthong.accounts.rules.persons import PersonKind
from lienthong.catalogue.rules import content
from lienthong.catalogue.rules.authority import AuthorityChange
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.catalogue.rules.sources import SourceStatus
from lienthong.clock import rule as clock
from lienthong.dossiers.rules.causes import CAUSES, WAITS
from lienthong.dossiers.rules.corrections import CorrectionKind, CorrectionState, ItemState, Policy
from lienthong.dossiers.rules.figures import SENT_BACK, SUMS, Figure, Stock, Timed
from lienthong.dossiers.rules.lifecycle import EventType, State
from lienthong.dossiers.rules.thresholds import THRESHOLDS
from lienthong.measures.rules.comparison import Group
from lienthong.organisations.rules import (
    AgencyKind,
    DayKind,
    Level,
    ReadinessKind,
    Sector,
    Share,
    UnitKind,
)
from lienthong.papers.rules import forms
from tests.docs.pages import ROOT, sections, text

TABLES = sections(text(ROOT / "docs" / "glossary.md"))


def members(*kinds: type[Enum]) -> set[str]:
    return {str(member.value) for kind in kinds for member in kind}


def models() -> set[str]:
    return {
        model.__name__
        for app in apps.get_app_configs()
        if app.name.startswith("lienthong.")
        for model in app.get_models()
    }


def action_modules() -> Iterable[ModuleType]:
    for found in pkgutil.walk_packages(lienthong.__path__, "lienthong."):
        parts = found.name.split(".")
        if len(parts) > 2 and parts[2] == "actions" and parts[1] not in {"web", "cli"}:
            yield importlib.import_module(found.name)


def verbs() -> set[str]:
    """What the public actions are called: whatever takes `at` by keyword only and writes."""
    return {
        name
        for module in action_modules()
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__
        and not name.startswith("_")
        and (at := inspect.signature(one).parameters.get("at")) is not None
        and at.kind is inspect.Parameter.KEYWORD_ONLY
    }


WORDS: dict[str, set[str]] = {
    "What is kept": models(),
    "States of a dossier": {state.name for state in State},
    "What happens to a dossier": members(EventType),
    "What the clock is waiting for": members(content.PauseReason) | set(WAITS),
    "Time limits": members(
        content.LimitUnit, content.StartOn, clock.Counting, clock.OnResume, clock.State,
        clock.Verdict,
    ),
    "Procedures": members(
        VersionStatus, SourceStatus, AuthorityChange, content.Channel, content.OnlineLevel,
        content.Routing, content.StepKind,
    ),
    "Places of a procedure": members(content.Place),
    "Causes of delay": set(CAUSES),
    "Figures": members(Figure, Stock, Timed, Group) | set(SUMS) | {SENT_BACK},
    "Corrections": members(CorrectionKind, CorrectionState, ItemState, Policy),
    "Units and agencies": members(UnitKind, Level, AgencyKind, Share),
    "Sectors": members(Sector),
    "Days of a calendar": members(DayKind),
    "Readiness": members(ReadinessKind),
    "People": members(PersonKind),
    "Roles": members(Role, Reach),
    "Permissions": members(Permission),
    "Legal forms": {form.__name__ for form in forms.FORMS.values()},
    "Thresholds": set(THRESHOLDS),
    "Actions": verbs(),
}  # fmt: skip


def words(section: str) -> list[str]:
    return [word.strip(" `") for row in TABLES[section] for word in row[1].split(",")]


def test_there_are_actions_to_look_for() -> None:
    assert {"receive", "accept", "open_correction", "publish", "add_day"} <= verbs()


@pytest.mark.parametrize("section", WORDS)
def test_every_word_of_the_code_is_explained_and_no_other(section: str) -> None:
    assert set(words(section)) == WORDS[section]


@pytest.mark.parametrize("section", TABLES)
def test_one_term_has_one_word_and_one_meaning(section: str) -> None:
    rows = TABLES[section]
    terms = Counter(row[0].lower() for row in rows)
    assert [term for term, times in terms.items() if times > 1] == []
    assert [word for word, times in Counter(words(section)).items() if times > 1] == []
    assert [row for row in rows if len(row) != 4 or not all(row)] == []
