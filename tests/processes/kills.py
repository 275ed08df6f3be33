"""Writes in a child, kills it at any moment, again and again; then says what is there.

`python -m tests.processes.kills ROUNDS SEED`, in the environment of an install. A child is a real
process with its own connection; it tells through a pipe what has been committed.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime

import django
from django.db import connection

django.setup()

from lienthong.accounts import actions  # noqa: E402
from lienthong.accounts.models import Person  # noqa: E402
from lienthong.accounts.rules.persons import PersonData  # noqa: E402
from lienthong.journal import queries  # noqa: E402
from lienthong.journal.models import Entry  # noqa: E402

AT = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)


def write(pipe: int) -> None:
    """Several rows and a journal entry a transaction, until killed."""
    people = [PersonData(full_name=f"Người thứ {number}") for number in range(5)]
    while True:
        numbers = actions.create_persons(people=people, by="test", at=AT)
        os.write(pipe, f"{numbers[-1]}\n".encode())


def one_round(wait: float) -> list[int]:
    """Numbers that the child said were committed before it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write(writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.readline()
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said += pipe.read()
    return [int(line) for line in said.decode().split()]


def main(rounds: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    told = [number for _ in range(rounds) for number in one_round(chance.uniform(0, 0.03))]
    present = set(Person.objects.values_list("pk", flat=True))
    entries = Entry.objects.filter(action="persons.created").values_list("subject", "data")
    journalled = {
        number
        for subject, data in entries
        for number in range(int(subject.removeprefix("person:")), data["last"] + 1)
    }
    found = {
        "told": len(told),
        "lost": len(set(told) - present),
        "rows_without_entry": len(present - journalled),
        "entries_without_row": len(journalled - present),
        "rows": len(present),
        "journal": queries.verify().as_json(),
    }
    connection.close()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
