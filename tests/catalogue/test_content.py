from typing import Any

import pytest

from lienthong.catalogue.adapters.reference import packs
from lienthong.catalogue.rules import WrongContent
from lienthong.catalogue.rules.content import Content, FormField, dump, parse
from tests.catalogue.contents import GOOD

MINIMAL: dict[str, Any] = {"competent": "tax"}
STEP = {"key": "work", "name": "Thụ lý", "role": "handler", "place": "receiving"}
OPTION = {"key": "a", "channels": ["direct"], "amount": "5", "unit": "working_day"}

ALL_CONTENTS = [entry.content for pack in packs() for entry in pack.procedures]


@pytest.mark.parametrize("brief", [False, True])
def test_every_content_reads_back_as_it_was_written(*, brief: bool) -> None:
    for content in [GOOD, *ALL_CONTENTS]:
        assert parse(dump(content, brief=brief)) == content


def test_what_is_stored_names_every_value_so_that_a_later_default_changes_nothing() -> None:
    assert dump(parse(MINIMAL)).keys() == Content.__dataclass_fields__.keys()
    assert dump(parse(MINIMAL))["clock"]["not_counting"] == ["supplement", "financial_obligation"]


def test_a_brief_document_leaves_defaults_out() -> None:
    assert dump(parse(MINIMAL), brief=True) == MINIMAL


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ([], ""),
        ({}, "competent"),
        (MINIMAL | {"competent": "moon"}, "competent"),
        (MINIMAL | {"competence": "tax"}, "competence"),
        (MINIMAL | {"at_once": 1}, "at_once"),
        (MINIMAL | {"at_once": "true"}, "at_once"),
        (MINIMAL | {"source": 0.5}, "source"),
        (MINIMAL | {"source": True}, "source"),
        (MINIMAL | {"source": None}, "source"),
        (MINIMAL | {"source": "a\x00b"}, "source"),
        (MINIMAL | {"source": "a" * 5000}, "source"),
        (MINIMAL | {"channels": "direct"}, "channels"),
        (MINIMAL | {"channels": []}, "channels"),
        (MINIMAL | {"receiving": []}, "receiving"),
        (MINIMAL | {"channels": ["direct", "fax"]}, "channels[1]"),
        (MINIMAL | {"channels": ["direct"] * 501}, "channels"),
        (MINIMAL | {"steps": [STEP | {"share": "5"}]}, "steps[0].share"),
        (MINIMAL | {"steps": [STEP | {"share": True}]}, "steps[0].share"),
        (MINIMAL | {"steps": [STEP | {"share": 101}]}, "steps[0].share"),
        (MINIMAL | {"steps": [STEP | {"minutes": -1}]}, "steps[0].minutes"),
        (MINIMAL | {"steps": [STEP | {"share": 5, "minutes": 5}]}, "steps[0]"),
        (MINIMAL | {"steps": [STEP | {"role": "king"}]}, "steps[0].role"),
        (MINIMAL | {"steps": [STEP | {"key": "Bước 1"}]}, "steps[0].key"),
        (MINIMAL | {"steps": [STEP, STEP]}, "steps[1]"),
        (MINIMAL | {"steps": [None]}, "steps[0]"),
        (MINIMAL | {"time_options": [OPTION | {"amount": "ten"}]}, "time_options[0].amount"),
        (MINIMAL | {"time_options": [OPTION | {"amount": "0"}]}, "time_options[0].amount"),
        (MINIMAL | {"time_options": [OPTION | {"amount": "-1"}]}, "time_options[0].amount"),
        (MINIMAL | {"time_options": [OPTION | {"unit": ""}]}, "time_options[0].unit"),
        (MINIMAL | {"time_options": [OPTION | {"cutoff": "15:00"}]}, "time_options[0].cutoff"),
        (
            MINIMAL | {"time_options": [OPTION | {"unit": "same_day", "cutoff": "25:00"}]},
            "time_options[0].cutoff",
        ),
        (MINIMAL | {"time_options": [OPTION | {"channels": []}]}, "time_options[0].channels"),
        (MINIMAL | {"clock": {"resume_plus": "many"}}, "clock.resume_plus"),
        (MINIMAL | {"clock": {"supplement_days": -1}}, "clock.supplement_days"),
        (MINIMAL | {"clock": {"supplements_at_most": -1}}, "clock.supplements_at_most"),
        (MINIMAL | {"fees": [{"name": "Phí", "amount": -1}]}, "fees[0].amount"),
        (MINIMAL | {"components": [{"key": "a", "name": "b", "copies": -1}]}, "components[0]"),
        (MINIMAL | {"form": [{"key": "a", "label": "b", "kind": "choice"}]}, "form[0].choices"),
        (
            MINIMAL
            | {
                "subtasks": [
                    {
                        "key": "a",
                        "name": "b",
                        "procedure": "x",
                        "place": "tax",
                        "amount": "1",
                        "unit": "working_day",
                    }
                ]
            },
            "subtasks[0].procedure",
        ),
    ],
)
def test_a_wrong_document_is_refused_with_the_place_in_a_sentence(
    document: object, place: str
) -> None:
    with pytest.raises(WrongContent) as refused:
        parse(document)
    assert refused.value.place == place
    assert str(refused.value).endswith(".")


def test_a_whole_number_may_stand_where_digits_are_meant() -> None:
    content = parse(MINIMAL | {"time_options": [OPTION | {"amount": 10}]})
    assert content.time_options[0].amount == "10"


def test_a_choice_field_with_its_choices_is_accepted() -> None:
    field = {"key": "sex", "label": "Giới tính", "kind": "choice", "choices": ["Nam", "Nữ"]}
    assert parse(MINIMAL | {"form": [field]}).form[0] == FormField(
        key="sex", label="Giới tính", kind=parse(MINIMAL | {"form": [field]}).form[0].kind,
        choices=("Nam", "Nữ"),
    )  # fmt: skip
