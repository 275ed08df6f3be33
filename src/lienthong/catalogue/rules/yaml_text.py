"""YAML text to plain JSON types and back, for packs that people write by hand. Pure.

A small part of YAML on purpose: mappings, lists and scalars. Anchors and aliases are refused (a few
lines of them grow to gigabytes), so are tags and keys that stand twice. Only `true`, `false`,
`null` and whole numbers are more than text: `1.001193`, `15:00`, `2025-07-01` and `no` stay the
words that somebody wrote.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from lienthong.catalogue.rules import WrongContent
from lienthong.organisations.rules import Sentence

LARGEST = 5_000_000  # characters
_DEEPEST = 20
_WHOLE = re.compile(r"0|-?[1-9]\d{0,17}")
_WORDS: Final[Mapping[str, object]] = {"true": True, "false": False, "null": None, "": None}
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """Plain JSON types, and for each place (`procedures[0].code`) the line it stands on."""

    value: Any
    lines: Mapping[str, int]

    def line(self, place: str) -> int:
        """The line of a place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = re.sub(r"(\.[^.\[\]]*|\[\d+\]|^[^.\[\]]*)$", "", place)
        return self.lines.get(place, 1)


def read_yaml(text: str) -> Document:
    """Raises WrongContent with one sentence that names the line."""
    if len(text) > LARGEST:
        raise WrongContent(
            "", "Tệp quá lớn, tối đa %(most)s triệu ký tự.", most=LARGEST // 1_000_000
        )
    try:
        return _Builder(text).document()
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = mark.line + 1 if mark else 1
        raise WrongContent(
            Sentence("dòng %(line)s", line=line),
            "không đọc được YAML (%(problem)s). Hãy sửa cú pháp ở dòng này.",
            problem=wrong.problem,
        ) from None
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, wrong.position) + 1
        raise WrongContent(
            Sentence("dòng %(line)s", line=line),
            "có ký tự không được phép trong YAML. Hãy gõ lại dòng này.",
        ) from None


def write_yaml(value: object) -> str:
    """Readable YAML that `read_yaml` reads back as the same value."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=98, indent=2)


class _Dumper(yaml.SafeDumper):
    """Never writes an alias; list items stand further in than their name."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        super().increase_indent(flow=flow, indentless=False)


class _Builder:
    def __init__(self, text: str) -> None:
        self._events = yaml.parse(text, Loader=_LOADER)
        self._lines: dict[str, int] = {}

    def document(self) -> Document:
        self._next()  # the stream begins
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise WrongContent("dòng 1", "tệp trống. Hãy chọn đúng tệp.")
        value = self._value(self._next(), "", 0)
        self._next()
        if not isinstance(following := self._next(), yaml.StreamEndEvent):
            raise self._wrong(
                following, Sentence("có hơn một tài liệu trong tệp. Hãy tách thành nhiều tệp.")
            )
        return Document(value, self._lines)

    def _next(self) -> yaml.Event:
        return next(self._events)

    def _value(self, event: yaml.Event, place: str, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._wrong(
                event, Sentence("không dùng neo (&) và bí danh (*). Hãy chép lại nội dung.")
            )
        if getattr(event, "tag", None) not in {None, "!"}:
            raise self._wrong(event, Sentence("không dùng thẻ kiểu (!). Hãy bỏ thẻ này."))
        if depth > _DEEPEST:
            raise self._wrong(
                event, Sentence("lồng quá sâu, tối đa %(deepest)s tầng.", deepest=_DEEPEST)
            )
        self._lines.setdefault(place, _line(event))
        match event:
            case yaml.MappingStartEvent():
                return self._mapping(place, depth)
            case yaml.SequenceStartEvent():
                return self._sequence(place, depth)
            case _:
                return _scalar(event)

    def _mapping(self, place: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor:
                raise self._wrong(event, Sentence("tên mục phải là một từ. Hãy sửa dòng này."))
            key = event.value
            if key in found:
                raise self._wrong(
                    event, Sentence("mục “%(key)s” ghi hai lần. Hãy bỏ một.", key=key)
                )
            inner = f"{place}.{key}" if place else key
            self._lines[inner] = _line(event)
            found[key] = self._value(self._next(), inner, depth + 1)
        return found

    def _sequence(self, place: str, depth: int) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, f"{place}[{len(found)}]", depth + 1))
        return found

    def _wrong(self, event: yaml.Event, sentence: str) -> WrongContent:
        return WrongContent(Sentence("dòng %(line)s", line=_line(event)), sentence)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: Any) -> object:
    text: str = event.value
    if not event.implicit[0]:  # quoted, or a block of text
        return text
    if text == "~" or text in _WORDS:
        return _WORDS.get(text)
    return int(text) if _WHOLE.fullmatch(text) else text
