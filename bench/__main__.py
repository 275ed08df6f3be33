"""`python -m bench [SECTION…]`: each section in a process of its own, on both databases.

Sections: clock, intake, writers, recalculate, pages, start, reports, programmes. Numbers of rows
can be lowered for a quick look: BENCH_LARGE=20000 (instead of 1,000,000), BENCH_SECONDS=30 (instead
of 300), BENCH_TASKS=10000 (instead of 100,000).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.postgres import Cluster, NoPostgres

SECTIONS = (
    "clock", "intake", "writers", "recalculate", "pages", "start", "reports", "programmes",
)  # fmt: skip
WITHOUT_DATABASE = ("clock",)
# Durable, unlike the cluster of the tests: a commit is on the disk.
DURABLE = {"listen_addresses": "", "max_connections": "80", "shared_buffers": "512MB"}


def main(arguments: list[str]) -> int:
    sections = arguments or list(SECTIONS)
    unknown = [name for name in sections if name not in SECTIONS]
    if unknown:
        print(f"unknown section: {', '.join(unknown)}; known: {', '.join(SECTIONS)}")
        return 2
    failed = 0
    for section in sections:
        if section in WITHOUT_DATABASE:
            failed += _run(section, {})
            continue
        failed += _on_sqlite(section) + _on_postgres(section)
    return 1 if failed else 0


def _on_sqlite(section: str) -> int:
    place = Path(tempfile.mkdtemp(prefix="lienthong-bench-"))
    try:
        return _run(section, {"LIENTHONG_VAR": str(place)})
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _on_postgres(section: str) -> int:
    try:
        cluster = Cluster(DURABLE)
    except NoPostgres as error:
        print(error, file=sys.stderr)
        return 1
    place = Path(tempfile.mkdtemp(prefix="lienthong-bench-"))
    try:
        cluster.create("lienthong")
        return _run(section, {"LIENTHONG_VAR": str(place), "LIENTHONG_DATABASE": cluster.url})
    finally:
        cluster.remove()
        shutil.rmtree(place, ignore_errors=True)


def _run(section: str, environment: dict[str, str]) -> int:
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{section}"],
        env={**os.environ, "LIENTHONG_DEMO": "true", **environment},
        check=False,
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
