"""Frozen dataclasses from and to plain JSON types, strictly. Pure.

The dataclass is the only description of a document's shape: names, types and defaults are read from
it, so that what is written and what is read cannot drift apart.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from unicodedata import category

from lienthong.catalogue.rules import WrongContent

T = TypeVar("T")
# Control characters, halves of characters, and line breaks that are not "\\n".
_UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
LONGEST_TEXT = 4000
LONGEST_LIST = 500


def read(kind: type[T], document: object, place: str = "") -> T:
    """A `kind` from a mapping of plain JSON types.

    Raises WrongContent for an unknown key, a missing one or a wrong type.
    """
    if not isinstance(document, Mapping):
        raise WrongContent(
            place,
            "phải là một nhóm “tên: giá trị”, không phải %(document)s.",
            document=_said(document),
        )
    known = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for key in document:
        if key not in known:
            raise WrongContent(_join(place, str(key)), "không có mục này. Hãy xóa hoặc sửa tên.")
    shape: Any = kind
    types = _types(shape)
    values = {}
    for name, field in known.items():
        if name in document:
            values[name] = _value(types[name], document[name], _join(place, name))
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise WrongContent(_join(place, name), "còn thiếu. Hãy ghi giá trị cho mục này.")
    return kind(**values)


def write(value: object, *, brief: bool = False) -> Any:
    """The plain form of a value; `brief` leaves out what equals its default."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [write(item, brief=brief) for item in value]
    if not dataclasses.is_dataclass(value):
        return value
    return {
        field.name: write(getattr(value, field.name), brief=brief)
        for field in dataclasses.fields(value)
        if not (brief and getattr(value, field.name) == field.default)
    }


def refuse_twice(keys: Sequence[str], place: str) -> None:
    """Refuse a key that stands twice in a list; `place` is the list's."""
    seen: set[str] = set()
    for position, key in enumerate(keys):
        if key in seen:
            raise WrongContent(
                f"{place}[{position}]", "“%(key)s” đã có ở trên. Hãy đặt tên khác.", key=key
            )
        seen.add(key)


@cache
def _types(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _value(kind: Any, value: object, place: str) -> Any:
    if get_origin(kind) is UnionType:
        kind = next(option for option in get_args(kind) if option is not NoneType)
        return None if value is None else _value(kind, value, place)
    if get_origin(kind) is tuple:
        return _items(get_args(kind)[0], value, place)
    if dataclasses.is_dataclass(kind):
        shape: Any = kind
        return read(shape, value, place)
    if issubclass(kind, StrEnum):
        if value not in [member.value for member in kind]:
            allowed = ", ".join(kind)
            raise WrongContent(
                place,
                "%(value)s không hợp lệ; chọn một trong: %(allowed)s.",
                value=_said(value),
                allowed=allowed,
            )
        return kind(value)
    if kind is str:
        return _text(value, place)
    # A truth value is an int in Python and must not pass for a number.
    if type(value) is not kind:
        wanted = {int: "số nguyên", bool: "true hoặc false"}[kind]
        raise WrongContent(
            place, "phải là %(wanted)s, không phải %(value)s.", wanted=wanted, value=_said(value)
        )
    return value


def _items(kind: Any, value: object, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise WrongContent(
            place, "phải là một danh sách, không phải %(value)s.", value=_said(value)
        )
    if len(value) > LONGEST_LIST:
        raise WrongContent(
            place,
            "có %(length)s mục, tối đa là %(longest_list)s.",
            length=len(value),
            longest_list=LONGEST_LIST,
        )
    return tuple(_value(kind, item, f"{place}[{index}]") for index, item in enumerate(value))


def _text(value: object, place: str) -> str:
    if type(value) is int:  # a number where text is meant: `amount: 10` loses nothing
        value = str(value)
    if not isinstance(value, str):
        raise WrongContent(
            place, "phải là chữ (đặt trong dấu nháy), không phải %(value)s.", value=_said(value)
        )
    if len(value) > LONGEST_TEXT:
        raise WrongContent(
            place,
            "dài %(length)s ký tự, tối đa là %(longest_text)s.",
            length=len(value),
            longest_text=LONGEST_TEXT,
        )
    if any(category(letter) in _UNSEEN and letter not in "\n\t" for letter in value):
        raise WrongContent(place, "có ký tự điều khiển không đọc được. Hãy gõ lại.")
    return value


def _said(value: object) -> str:
    """How a sentence names a wrong value."""
    match value:
        case None:
            return "để trống"
        case bool():
            return "true" if value else "false"
        case str():
            return f"“{value[:40]}”"
        case Mapping():
            return "một nhóm “tên: giá trị”"
        case list() | tuple():
            return "một danh sách"
        case _:
            return f"“{str(value)[:40]}”"


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
