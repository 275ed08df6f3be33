from pathlib import Path

import pytest

from lienthong.config import environment
from lienthong.config.environment import WrongSetting
from lienthong.config.settings import database


def test_a_secret_is_read_from_the_file_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("secret\n", encoding="utf-8")
    monkeypatch.setenv("LIENTHONG_X_FILE", str(tmp_path / "key"))
    assert environment.text("LIENTHONG_X") == "secret"
    monkeypatch.setenv("LIENTHONG_X_FILE", str(tmp_path / "nothing"))
    with pytest.raises(WrongSetting, match="LIENTHONG_X_FILE"):
        environment.text("LIENTHONG_X")


@pytest.mark.parametrize(("value", "truth"), [("true", True), ("NO", False), ("", True)])
def test_truth_has_a_few_spellings(
    monkeypatch: pytest.MonkeyPatch, value: str, *, truth: bool
) -> None:
    monkeypatch.setenv("LIENTHONG_X", value)
    assert environment.truth("LIENTHONG_X", default=True) is truth


def test_anything_else_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_X", "maybe")
    with pytest.raises(WrongSetting, match="LIENTHONG_X"):
        environment.truth("LIENTHONG_X", default=True)
    with pytest.raises(WrongSetting, match="LIENTHONG_X"):
        environment.number("LIENTHONG_X", 1)


def test_words_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIENTHONG_X", " a.vn, ,b.vn")
    assert environment.words("LIENTHONG_X") == ["a.vn", "b.vn"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("sqlite:///var/x.sqlite3", {"NAME": "var/x.sqlite3"}),
        ("sqlite:////srv/x.sqlite3", {"NAME": "/srv/x.sqlite3"}),
        ("sqlite:///:memory:", {"NAME": ":memory:"}),
        (
            "postgresql://lt:p%40ss@db.local:5433/lienthong",
            {
                "NAME": "lienthong",
                "USER": "lt",
                "PASSWORD": "p@ss",
                "HOST": "db.local",
                "PORT": "5433",
            },
        ),
        ("postgresql://lt@%2Fvar%2Frun/lienthong", {"HOST": "/var/run", "PORT": ""}),
    ],
)
def test_an_address_names_a_database(address: str, expected: dict[str, str]) -> None:
    found = database(address)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("address", ["mysql://h/x", "", "postgresql://h:port/x"])
def test_another_address_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(WrongSetting, match="LIENTHONG_DATABASE"):
        database(address)
