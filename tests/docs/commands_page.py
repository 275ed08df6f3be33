"""The generated part of docs/reference/commands.md; `python -m tests.docs.commands_page` writes it.

The usage lines come from the commands' own parsers, in Vietnamese as their help is.
"""

import argparse
import importlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

import django

from lienthong.cli.main import GROUPS
from tests.docs.pages import ROOT, text

PAGE = ROOT / "docs" / "reference" / "commands.md"
BEGIN, END = "<!-- begin: generated -->", "<!-- end: generated -->"


@dataclass(frozen=True)
class Command:
    """One that can be run: its words behind `lienthong`, its usage, its help."""

    words: str
    usage: str
    help: str


def commands() -> Iterator[Command]:
    for group in GROUPS.values():
        parser = argparse.ArgumentParser(prog="lienthong")
        subparsers = parser.add_subparsers()
        importlib.import_module(f"lienthong.cli.{group.module}").add_parser(subparsers)
        yield from _below(subparsers)


def _below(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> Iterator[Command]:
    helps = {choice.dest: choice.help or "" for choice in subparsers._choices_actions}
    for name, parser in subparsers.choices.items():
        deeper = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        if deeper:
            yield from _below(deeper[0])
            continue
        usage = " ".join(parser.format_usage().split()[1:]).replace(" [-h]", "")
        yield Command(parser.prog.removeprefix("lienthong "), usage, helps[name])


def generated() -> str:
    lines = [f"{command.usage}\n    {command.help}" for command in commands()]
    return "\n".join([BEGIN, "```", *lines, "```", END])


def written() -> str:
    """The page as it should be."""
    before, _begin, rest = text(PAGE).partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{generated()}{after}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    django.setup()
    PAGE.write_text(written(), encoding="utf-8")
