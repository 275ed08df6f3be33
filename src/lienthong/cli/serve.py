"""`lienthong serve`: the pages by granian, and beside SQLite the worker too."""

import errno
import os
import socket
import subprocess
import sys
import threading
from argparse import ArgumentParser, Namespace, _SubParsersAction

from django.conf import settings
from django.db import connection, connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from lienthong.cli import places
from lienthong.cli.check import refusals, unapplied_migrations
from lienthong.cli.output import Refused, say
from lienthong.web.ops import presence


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
    if embedded:
        presence.await_worker()
    # A connection must not be carried into the processes that are about to be forked.
    connections.close_all()
    # What is loaded before the fork is shared by all.
    load_addresses()
    beside = _Beside(arguments.host, arguments.port, worker=embedded)
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
        beside.end()
    return 0


def load_addresses() -> None:
    """Every address, and with it every screen."""
    for pattern in get_resolver().url_patterns:
        getattr(pattern, "url_patterns", None)


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


class _Beside:
    """Says the address once it answers, then keeps the worker of an embedded database alive: one
    that dies is followed by another."""

    def __init__(self, host: str, port: int, *, worker: bool) -> None:
        self._host, self._port, self._wanted = host, port, worker
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ending.set()
        self._thread.join(timeout=20)

    def _run(self) -> None:
        while not self._answers():
            if self._ending.wait(0.1):
                return
        say(f"Liên Thông đang chạy tại http://{self._host}:{self._port}/ (dừng: Ctrl+C)")
        while self._wanted and not self._ending.is_set():
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "lienthong.cli", "worker", "--parent", str(os.getpid())]
            )
            while process.poll() is None and not self._ending.wait(0.2):
                pass
            process.terminate()
            process.wait()
            self._ending.wait(3)

    def _answers(self) -> bool:
        try:
            socket.create_connection((self._host, self._port), timeout=1).close()
        except OSError:
            return False
        return True
