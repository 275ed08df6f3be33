"""What can be said of deploy/ without a container engine or systemd."""

import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from lienthong.cli.main import GROUPS

DEPLOY = Path(__file__).parent.parent.parent / "deploy"


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8")))


def test_every_container_runs_a_command_that_exists() -> None:
    for name in ("web", "worker", "migrate"):
        service = compose()["services"][name]
        command = service.get("command", ["serve"])
        assert command[0] in GROUPS
    docker = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert 'ENTRYPOINT ["lienthong"]' in docker
    assert 'CMD ["serve"' in docker
    assert re.search(r"^USER lienthong$", docker, flags=re.MULTILINE)


def test_secrets_come_from_files_that_are_not_in_the_repository() -> None:
    content = compose()
    for service in content["services"].values():
        for name, value in service["environment"].items():
            if any(word in name for word in ("KEY", "PASSWORD", "LIENTHONG_DATABASE")):
                assert name.endswith("_FILE")
                assert Path(value).name in content["secrets"]
    ignored = (DEPLOY.parent / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/deploy/secrets/" in ignored
    assert all(row["file"].startswith("./secrets/") for row in content["secrets"].values())


@pytest.mark.parametrize("name", ["web", "worker"])
def test_every_unit_runs_a_command_that_exists_and_not_as_root(name: str) -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / f"lienthong-{name}.service", encoding="utf-8")
    program, command = unit["Service"]["ExecStart"].split()[:2]
    assert (Path(program).name, command in GROUPS) == ("lienthong", True)
    assert unit["Service"]["User"] == "lienthong"
    assert "LIENTHONG_PRODUCTION=true" in unit["Service"]["Environment"]
