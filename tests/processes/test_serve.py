import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.processes.conftest import Install

pytestmark = pytest.mark.process


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(port: int, path: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def until(holds: Callable[[], bool], *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def answers(port: int) -> bool:
    try:
        return get(port, "/-/health")[0] in {200, 503}
    except OSError:
        return False


def children(pid: int) -> list[int]:
    """Of all its threads."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in listed for child in path.read_text(encoding="ascii").split()]


def workers_of(pid: int) -> list[int]:
    commands = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children(pid)}
    return [child for child, command in commands.items() if b"\0worker\0" in command]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except FileNotFoundError:
        return False


def serve(install: Install, port: int) -> subprocess.Popen[str]:
    process = install.start("-m", "lienthong.cli", "serve", "--port", str(port))
    until(lambda: answers(port) or process.poll() is not None)
    assert process.poll() is None, process.communicate()[0]
    return process


def test_a_page_is_served_and_ends_cleanly(install: Install) -> None:
    port = free_port()
    process = serve(install, port)
    assert get(port, "/")[0] == 200
    status, said = get(port, "/-/metrics")
    assert (status, 'lienthong_up{part="database"} 1' in said) == (200, True)
    # Beside SQLite the worker comes with it; until it is there, it is said to be coming.
    if not install.on_postgres:
        assert json.loads(get(port, "/-/health")[1])["parts"]["worker"]["ok"]
        until(lambda: "đang chạy" in get(port, "/-/health")[1])
    family = children(process.pid)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert f"http://127.0.0.1:{port}/" in said
    assert "Traceback" not in said
    until(lambda: not any(map(alive, family)))


def test_a_port_in_use_is_said_in_one_sentence(install: Install) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = install.run("serve", "--port", str(port), "--check")
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert f"Cổng {port} đang có chương trình khác dùng" in done.stderr
    assert install.run("serve", "--port", str(port), "--check").returncode == 0
    assert "1 đến 65535" in install.run("serve", "--port", "70000", "--check").stderr


def test_health_says_that_no_worker_works(install: Install) -> None:
    port = free_port()
    install.start("-m", "lienthong.cli", "serve", "--port", str(port), "--no-worker")
    until(lambda: answers(port))
    status, said = get(port, "/-/health")
    assert (status, json.loads(said)["parts"]["worker"]["ok"]) == (503, False)
    worker = install.start("-m", "lienthong.cli", "worker")
    until(lambda: get(port, "/-/health")[0] == 200)
    worker.kill()
    until(lambda: get(port, "/-/health")[0] == 503)


def test_one_worker_works_and_the_next_takes_over(install: Install) -> None:
    first = install.start("-m", "lienthong.cli", "worker")
    until(lambda: "worker: Tiến trình nền đang chạy" in install.run("check").stderr)
    second = install.start("-m", "lienthong.cli", "worker")
    assert second.stdout is not None
    assert "chờ để thay" in second.stdout.readline()
    first.send_signal(signal.SIGTERM)
    said, _ = first.communicate(timeout=120)
    assert (first.returncode, "đã dừng" in said) == (0, True)
    until(lambda: "worker: Tiến trình nền đang chạy" in install.run("check").stderr)
    assert second.poll() is None


def test_a_worker_does_not_outlive_the_server_that_started_it(install: Install) -> None:
    if install.on_postgres:
        pytest.skip("beside PostgreSQL the worker is started by itself")
    process = serve(install, free_port())
    until(lambda: len(workers_of(process.pid)) == 1)
    (worker,) = workers_of(process.pid)
    os.kill(process.pid, signal.SIGKILL)
    until(lambda: not alive(worker))


READER = """
import sys, time, django
django.setup()
from datetime import UTC, datetime
from lienthong.journal import actions
actions.log_reads(by="a:1", screen="dossier", subjects=["H1"], at=datetime(2025, 7, 1, tzinfo=UTC))
if sys.argv[1] == "wait":
    time.sleep(1.2)
    actions.log_reads(by="a:1", screen="x", subjects=["H2"], at=datetime(2025, 7, 1, tzinfo=UTC))
    print("waiting", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("ending", ["end", "wait"])
def test_reads_are_on_record_within_a_second_and_at_the_end(install: Install, ending: str) -> None:
    settings = "lienthong.config.settings"
    process = install.start("-c", READER, ending, DJANGO_SETTINGS_MODULE=settings)
    assert process.stdout is not None
    if ending == "wait":
        assert process.stdout.readline() == "waiting\n"
        process.kill()
    process.wait(timeout=120)
    found = json.loads(install.run("journal", "verify").stdout)
    assert found["ok"]
    # What came within the last second before a kill -9 may be lost, nothing else.
    assert found["reads"] >= 1
