"""A process that stores the same files as its fellows, again and again, until it is killed."""

import os
import random
import sys
from datetime import UTC, datetime
from io import BytesIO

import django

django.setup()

from lienthong.papers import actions  # noqa: E402

chance = random.Random(os.getpid())  # noqa: S311
sys.stdout.write("ready\n")
sys.stdout.flush()
while True:
    content = f"{chance.randrange(80)}\n".encode() * 60_000
    actions.store(BytesIO(content), at=datetime(2026, 8, 20, tzinfo=UTC))
