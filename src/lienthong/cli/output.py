"""Sentences go to standard error, JSON to standard output (contract `commands.md`)."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Refused(Exception):
    """The command cannot do what was asked. The message is a sentence that says what to do."""

    def __init__(self, sentence: str, *, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def answer(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    print(flush=True)


class Bar:
    """A progress bar on a terminal, nothing in a log."""

    def __init__(self, label: str, total: int) -> None:
        self._label, self._total, self._done = label, max(total, 1), 0
        self._shown = sys.stderr.isatty()

    def advance(self, by: int = 1) -> None:
        self._done += by
        if self._shown:
            share = min(self._done / self._total, 1)
            marks = "█" * int(share * 30)
            print(f"\r{self._label} {marks:<30} {share:4.0%}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


@contextmanager
def progress(label: str, total: int) -> Iterator[Bar]:
    bar = Bar(label, total)
    try:
        yield bar
    finally:
        bar.end()
