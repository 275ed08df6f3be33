"""A lifecycle drawn out of its table, for the docs."""

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any, TypeVar

_State = TypeVar("_State", bound=Enum)
_Event = TypeVar("_Event", bound=Enum)


def state_diagram(
    transitions: Mapping[_State, Mapping[_Event, _State]],
    *,
    first: _State,
    opening: str,
    ends: Collection[_State] = (),
) -> str:
    """A Mermaid state diagram. `opening` leads into `first`; what nothing leads out of ends, and so
    may those of `ends`, though something leads out of them."""
    lines = ["stateDiagram-v2", f"    [*] --> {first.name}: {opening}"]
    for state, moves in transitions.items():
        by_target: dict[_State, list[Any]] = {}
        for event, target in moves.items():
            if target is not state:
                by_target.setdefault(target, []).append(event.value)
        lines += [
            f"    {state.name} --> {target.name}: {', '.join(sorted(events))}"
            for target, events in by_target.items()
        ]
        if state in ends or not by_target:
            lines.append(f"    {state.name} --> [*]")
    return "\n".join(lines) + "\n"
