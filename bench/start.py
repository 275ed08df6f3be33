"""Start-up: server up, first page, memory of a web worker and of the background worker."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from bench.line import line

ENGINE = "postgresql" if "LIENTHONG_DATABASE" in os.environ else "sqlite"
SMALL = os.environ.get("BENCH_DEMO", "20000")


def main() -> None:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "lienthong.cli", "demo", "--dossiers", SMALL],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    demo = time.perf_counter() - began
    port = _free_port()
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "lienthong.cli", "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        up = time.perf_counter() - began
        for _ in range(50):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20).read()
        line(
            f"start.first_page.{ENGINE}", demo + up, "s", n=int(SMALL), bar=90, demo=round(demo, 1)
        )
        line(f"start.server.{ENGINE}", up, "s", n=1, bar=2)
        line(f"memory.worker.{ENGINE}", max(_megabytes(server.pid)), "MB", n=1, bar=150)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server did not come up")


def _megabytes(parent: int) -> list[float]:
    """Resident memory of the processes below `parent`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(
                line.split(":", 1) for line in entry.read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        if int(lines["PPid"]) == parent and "VmRSS" in lines:
            found.append(int(lines["VmRSS"].split()[0]) / 1024)
    return found or [0.0]


if __name__ == "__main__":
    main()
