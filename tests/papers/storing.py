"""A process that lets one child after the other store files, and kills each in the middle."""

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from io import BytesIO

import django

django.setup()

from lienthong.papers import actions  # noqa: E402


def store_until_killed(chance: random.Random, ready: int) -> None:
    while True:
        content = f"{chance.randrange(50)}\n".encode() * 400_000
        actions.store(BytesIO(content), at=datetime(2026, 8, 20, tzinfo=UTC))
        os.write(ready, b".")


chance = random.Random(os.getpid())  # noqa: S311
for round_number in range(int(sys.argv[1])):
    stored, ready = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            store_until_killed(random.Random(round_number), ready)  # noqa: S311
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            sys.stderr.flush()
        os._exit(1)
    os.close(ready)
    os.read(stored, 1)  # the first file is stored, or the child has failed
    time.sleep(chance.uniform(0, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(stored)
