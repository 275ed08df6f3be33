"""Sentences of the rules, which know no language. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Self


class Sentence(str):
    """What a rule says, Vietnamese and ready to be read. It remembers its message id and its
    values, so that a screen can say it in another language (ADR 0009); values that are message
    ids or Sentences themselves are said in that language too."""

    message: str
    values: Mapping[str, object]

    def __new__(cls, message: str, /, **values: object) -> Self:
        made = super().__new__(cls, message % values if values else message)
        made.message, made.values = message, values
        return made

    @classmethod
    def joined(cls, parts: Iterable[str], between: str = " ") -> Self:
        """One after the other; each is said for itself."""
        values: dict[str, object] = {f"part{at}": part for at, part in enumerate(parts)}
        return cls(between.join(f"%({name})s" for name in values), **values)

    def as_json(self) -> dict[str, Any]:
        """To be kept, and read again by `from_json`."""
        values = {
            name: value.as_json() if isinstance(value, Sentence) else str(value)
            for name, value in self.values.items()
        }
        return {"message": self.message, "values": values}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        values = {
            name: value if isinstance(value, str) else cls.from_json(value)
            for name, value in kept["values"].items()
        }
        return cls(kept["message"], **values)
