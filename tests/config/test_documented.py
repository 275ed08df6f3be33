import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NAME = re.compile(r"LIENTHONG_[A-Z_]+[A-Z]")


def read_by_settings() -> set[str]:
    source = (ROOT / "src/lienthong/config/settings.py").read_text(encoding="utf-8")
    return set(re.findall(r"environment\.\w+\(\s*\"(LIENTHONG_\w+)\"", source))


def test_every_setting_is_in_the_example() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert len(listed) == len(set(listed))
    assert set(listed) == read_by_settings()


def test_every_setting_has_its_row_in_the_reference() -> None:
    page = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(LIENTHONG_\w+)` \|", page, flags=re.MULTILINE)
    assert set(rows) == read_by_settings()


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    known = read_by_settings() | {"LIENTHONG_TEST_DATABASE", "LIENTHONG_TEST_PG"}
    for folder in ("docs", "deploy"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in {".md", ".yaml", ".service", ".env", ""}:
                named = set(NAME.findall(path.read_text(encoding="utf-8")))
                assert {name.removesuffix("_FILE") for name in named} <= known, path
