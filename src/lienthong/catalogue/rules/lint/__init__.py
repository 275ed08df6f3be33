"""The lint before publication: one rule is one small function that yields plain sentences. Pure."""

from typing import Final

from lienthong.catalogue.rules.lint import authority, limits, papers, steps, unchecked
from lienthong.catalogue.rules.lint.subject import (
    Bounds,
    Draft,
    Finding,
    Row,
    RowRule,
    Rule,
    Severity,
)

__all__ = [
    "ROW_RULES",
    "RULES",
    "Bounds",
    "Draft",
    "Finding",
    "Row",
    "RowRule",
    "Rule",
    "Severity",
    "lint",
    "why_unchecked",
]

_E, _W, _N = Severity

RULES: Final = (
    Rule("no-steps", _E, steps.no_steps),
    Rule("unknown-next", _E, steps.unknown_next),
    Rule("unreachable-step", _E, steps.unreachable_step),
    Rule("circular-steps", _E, steps.circular_steps),
    Rule("dead-end", _E, steps.dead_end),
    Rule("no-return-step", _E, steps.no_return_step),
    Rule("steps-exceed-limit", _E, steps.steps_exceed_limit),
    Rule("at-once-steps", _E, steps.at_once_steps),
    Rule("at-once-many-steps", _W, steps.at_once_many_steps),
    Rule("step-without-time", _W, steps.step_without_time),
    Rule("share-of-same-day", _W, steps.share_of_same_day),
    Rule("no-approval", _W, steps.no_approval),
    Rule("subtask-after-unknown", _E, steps.subtask_after_unknown),
    Rule("subtasks-exceed-limit", _E, steps.subtasks_exceed_limit),
    Rule("no-time-option", _E, limits.no_time_option),
    Rule("channel-without-limit", _E, limits.channel_without_limit),
    Rule("choice-without-words", _W, limits.choice_without_words),
    Rule("same-day-without-cutoff", _E, limits.same_day_without_cutoff),
    Rule("cutoff-after-hours", _E, limits.cutoff_after_hours),
    Rule("cutoff-too-tight", _E, limits.cutoff_too_tight),
    Rule("cutoff-close", _W, limits.cutoff_close),
    Rule("odd-fraction", _E, limits.odd_fraction),
    Rule("odd-amount", _W, limits.odd_amount),
    Rule("unit-differs-from-source", _W, limits.unit_differs_from_source),
    Rule("unit-changed", _W, limits.unit_changed),
    Rule("start-differs", _W, limits.start_differs),
    Rule("component-connected", _E, papers.component_connected),
    Rule("unknown-source", _E, papers.unknown_source),
    Rule("not-a-paper", _W, papers.not_a_paper),
    Rule("no-electronic-form", _W, papers.no_electronic_form),
    Rule("no-data-reuse", _N, papers.no_data_reuse),
    Rule("fee-too-small", _E, papers.fee_too_small),
    Rule("odd-fee", _W, papers.odd_fee),
    Rule("no-result", _W, papers.no_result),
    Rule("online-level-channel", _E, papers.online_level_channel),
    Rule("partial-without-reason", _W, papers.partial_without_reason),
    Rule("eligible-not-provided", _N, papers.eligible_not_provided),
    Rule("unclear-authority", _W, authority.unclear_authority),
    Rule("competent-is-receiving", _E, authority.competent_is_receiving),
    Rule("routed-nowhere", _E, authority.routed_nowhere),
    Rule("no-legal-basis", _W, authority.no_legal_basis),
    Rule("no-source", _N, authority.no_source),
)

ROW_RULES: Final = (
    RowRule("no-unit", unchecked.no_unit),
    RowRule("no-time", unchecked.no_time),
    RowRule("odd-value", unchecked.odd_value),
    RowRule("several-limits", unchecked.several_limits),
    RowRule("odd-fee-in-source", unchecked.odd_fee),
    RowRule("ministry-system", unchecked.ministry_system),
    RowRule("no-result-code", unchecked.no_result_code),
    RowRule("no-kind", unchecked.no_kind),
    RowRule("no-components", unchecked.no_components),
)


def lint(draft: Draft) -> list[Finding]:
    """Everything that is wrong or odd with a version, in the order of the rules."""
    return [
        Finding(rule.name, rule.severity, sentence)
        for rule in RULES
        for sentence in rule.check(draft)
    ]


def why_unchecked(row: Row) -> list[Finding]:
    """Every reason why an unchecked row is offered to nobody; never empty."""
    return [
        Finding(rule.name, Severity.NOTICE, sentence)
        for rule in ROW_RULES
        for sentence in rule.check(row)
    ]
