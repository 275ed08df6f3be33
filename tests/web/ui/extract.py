"""Finds what is to be translated, in templates and in code, without GNU gettext."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, TokenType

import lienthong

PACKAGE = Path(lienthong.__file__).parent
_ONE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL = {"ngettext", "ngettext_lazy"}
# Rules: what they say first is a message id (ADR 0009); after the place or the code of some.
_SAID = {
    "Sentence": 0,
    "NotAllowed": 0,
    "MovedOn": 0,
    "NotOffered": 0,
    "HeaderError": 0,
    "UnknownUnit": 0,
    "UnknownAgency": 0,
    "UnknownAgencyCode": 1,
    "WrongContent": 1,
}
_QUOTED = re.compile(r"""^(?:translate|trans)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")

# What a tag is given, as in {% empty "inbox" _("Không có hồ sơ nào") %}.
_GIVEN = re.compile(r"""_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)""")


@dataclass(frozen=True)
class Found:
    msgid: str
    plural: str
    where: str


def everything() -> list[Found]:
    return [*in_code(), *in_templates()]


def in_code() -> Iterator[Found]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            texts = [
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            ]
            where = f"{path.relative_to(PACKAGE)}:{node.lineno}"
            if node.func.id in _SAID:
                yield from _said(node, _SAID[node.func.id], where)
            if node.func.id in _ONE and texts:
                yield Found(texts[0], "", where)
            elif node.func.id in _PLURAL and len(texts) >= 2:
                yield Found(texts[0], texts[1], where)


def _said(call: ast.Call, at: int, where: str) -> Iterator[Found]:
    """Either of two, where the rule chooses between them."""
    given = call.args[at] if len(call.args) > at else None
    for text in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield Found(text.value, "", where)


def in_templates() -> Iterator[Found]:
    for path in sorted(PACKAGE.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            yield from _in_template(path)


def _in_template(path: Path) -> Iterator[Found]:
    where = str(path.relative_to(PACKAGE))
    block: list[str] | None = None
    singular = ""
    for token in Lexer(path.read_text(encoding="utf-8")).tokenize():
        contents = token.contents
        if token.token_type == TokenType.BLOCK:
            for given in _GIVEN.finditer(contents):
                yield Found(given[1] or given[2] or "", "", where)
            if quoted := _QUOTED.match(contents):
                # Django doubles the percent signs of what it looks up for a tag.
                yield Found((quoted[1] or quoted[2] or "").replace("%", "%%"), "", where)
            elif contents.startswith(("blocktranslate", "blocktrans")):
                block, singular = [], ""
            elif block is not None and contents == "plural":
                singular, block = "".join(block), []
            elif block is not None and contents.startswith("endblocktrans"):
                text = "".join(block)
                yield Found(singular or text, text if singular else "", where)
                block = None
        elif block is not None and token.token_type == TokenType.VAR:
            block.append(f"%({contents})s")
        elif block is not None:
            block.append(contents.replace("%", "%%"))
