"""`lienthong serve`: the pages by granian, and beside SQLite the worker too."""

import errno
import os
import socket
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser, Namespace, _SubParsersAction

from django.conf import settings
from django.db import connection, connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lienthong.cli import places
from lienthong.cli.check import refusals, unapplied_migrations
from lienthong.cli.output import Refused, say


def add_parser(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    serving = subparsers.add_parser("serve", help="mở trang web")
    serving.add_argument("--host", default="127.0.0.1", metavar="ĐỊA-CHỈ")
    serving.add_argument("--port", type=int, default=8000, metavar="CỔNG")
    serving.add_argument(
        "--no-worker", action="store_true", help="không chạy kèm tiến trình nền (SQLite)"
    )
    serving.add_argument("--check", action="store_true", help="chỉ xem cổng có dùng được không")
    serving.set_defaults(run=serve)


def serve(arguments: Namespace) -> int:
    check_port(arguments.host, arguments.port)
    if arguments.check:
        return 0
    if settings.PRODUCTION and (found := refusals()):
        raise Refused("\n".join(found), code=1)
    if unapplied_migrations():
        raise Refused("Cơ sở dữ liệu chưa ở phiên bản này. Chạy: lienthong migrate")
    places.make_places()
    places.collect_static()
    embedded = connection.vendor == "sqlite" and not arguments.no_worker
    # A connection must not be carried into the processes that are about to be forked.
    connections.close_all()
    worker = _Worker() if embedded else None
    threading.Thread(target=_greet, args=(arguments.host, arguments.port), daemon=True).start()
    try:
        Granian(
            "lienthong.config.wsgi:application",
            address=arguments.host,
            port=arguments.port,
            interface=Interfaces.WSGI,
            workers=settings.WEB_WORKERS or min(os.cpu_count() or 1, 4),
            # Each thread keeps its own connection; more of them only wait for each other.
            blocking_threads=2,
            websockets=False,
            respawn_failed_workers=True,
            workers_kill_timeout=20,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        if worker:
            worker.end()
    return 0


def check_port(host: str, port: int) -> None:
    """Raises Refused when the address cannot be had."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError) as error:
        number = error.errno if isinstance(error, OSError) else None
        if number == errno.EADDRINUSE:
            sentence = f"Cổng {port} đang có chương trình khác dùng. Thử: make run PORT={port + 1}"
        elif number == errno.EACCES:
            sentence = f"Không có quyền mở cổng {port}. Chọn cổng từ 1024 trở lên."
        else:
            sentence = f"Không mở được {host}:{port}. Kiểm tra địa chỉ và số cổng (1 đến 65535)."
        raise Refused(sentence) from error


class _Worker:
    """The worker beside an embedded database. One that dies is followed by another."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def end(self) -> None:
        self._ending.set()
        self._process.terminate()
        self._process.wait(timeout=20)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "lienthong.cli", "worker", "--parent", str(os.getpid())]
        )

    def _watch(self) -> None:
        while not self._ending.is_set():
            self._process.wait()
            if not self._ending.wait(3):
                self._process = self._start()


def _greet(host: str, port: int) -> None:
    """Say the address when it answers."""
    for _ in range(300):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            say(f"Liên Thông đang chạy tại http://{host}:{port}/ (dừng: Ctrl+C)")
            return
