import re
from pathlib import Path

import pytest

from lienthong.cli.main import GROUPS
from tests.docs.commands_page import PAGE, commands, written
from tests.docs.pages import ROOT, pages, sections, text

NAMED = re.compile(r"(?:^|`|bin/| )lienthong ([a-z]+)", flags=re.MULTILINE)


def test_the_page_shows_the_commands_as_they_are() -> None:
    assert text(PAGE) == written(), "python -m tests.docs.commands_page"


def test_every_command_says_what_it_prints() -> None:
    rows = [row[0].strip("`") for row in sections(text(PAGE))["What they print"]]
    assert rows == [command.words for command in commands()]


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_names_a_command_that_does_not_exist(path: Path) -> None:
    blocks = re.findall(r"```.*?```|`[^`\n]+`|^    .*$", text(path), flags=re.DOTALL | re.MULTILINE)
    named = {name for block in blocks for name in NAMED.findall(block)}
    assert named <= set(GROUPS)
