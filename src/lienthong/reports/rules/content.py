"""The content of a form back as plain types, as `rules.forms` reads it. Pure."""

from typing import Any

from lienthong.reports.rules.forms import Content, Schedule


def plain_schedule(schedule: Schedule) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "at": f"{schedule.at:%H:%M}",
        "after": schedule.after,
        "opens": schedule.opens,
        "locks": schedule.locks,
    }
    if schedule.shares:
        plain["shares"] = {level.value: str(share) for level, share in schedule.shares.items()}
    return plain


def plain_sections(content: Content) -> list[dict[str, Any]]:
    return [
        {
            "name": section.name,
            "name_en": section.name_en,
            "fields": [
                {
                    "indicator": one.indicator,
                    "required": one.required,
                    "few_exempt": one.few_exempt,
                    "hint": one.hint,
                }
                for one in section.fields
            ],
        }
        for section in content.sections
    ]


def plain_claims(content: Content) -> list[dict[str, Any]]:
    return [
        {
            "id": claim.id,
            "kind": claim.kind.value,
            **claim.one,
            **{role: list(names) for role, names in claim.many.items()},
        }
        for claim in content.claims
    ]
