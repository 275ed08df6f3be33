"""Officers as real processes: at one dossier at once, or killed in the middle of their work.

`python -m tests.dossiers.processes.officers WORLD at_once|killed ROUNDS SEED`, in the environment
of an install in which that world is; says as JSON what came of it.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import django
from django.db import connections

django.setup()

from lienthong.dossiers.actions import endings, steps  # noqa: E402
from lienthong.dossiers.models import CodeSeries, Dossier, TimelineEvent  # noqa: E402
from lienthong.dossiers.rules import MovedOn, NotAllowed  # noqa: E402
from tests.dossiers import agreement, lives  # noqa: E402
from tests.dossiers import world as worlds  # noqa: E402
from tests.dossiers.world import NOW, World  # noqa: E402

Work = Callable[[], str]


class Child:
    """A real process with connections of its own, told when to begin."""

    def __init__(self, work: Callable[[int], None]) -> None:
        self._heard = b""
        heard, self._go = os.pipe()
        self._said, says = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.read(heard, 1)
                work(says)
            except BaseException as broken:
                os.write(says, f"broken: {type(broken).__name__} {broken}\n".encode())
            finally:
                os._exit(0)
        os.close(heard)
        os.close(says)

    def begin(self) -> None:
        os.write(self._go, b"x")

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def first(self) -> None:
        """Wait until it has said something."""
        self._heard = os.read(self._said, 4096)

    def end(self) -> list[str]:
        with os.fdopen(self._said, encoding="utf-8", errors="replace") as pipe:
            said = self._heard.decode(errors="replace") + pipe.read()
        os.waitpid(self.pid, 0)
        os.close(self._go)
        return said.splitlines()


def both(first: Work, second: Work) -> list[str]:
    """What two processes say that act at the same moment."""

    def saying(work: Work) -> Callable[[int], None]:
        def say(pipe: int) -> None:
            try:
                os.write(pipe, f"done {work()}\n".encode())
            except MovedOn as refusal:
                os.write(pipe, f"moved on: {refusal}\n".encode())
            except NotAllowed as refusal:
                os.write(pipe, f"refused: {refusal}\n".encode())

        return say

    connections.close_all()
    children = [Child(saying(first)), Child(saying(second))]
    for child in children:
        child.begin()
    return [line for child in children for line in child.end()]


def at_once(world: World, rounds: int, _chance: random.Random) -> dict[str, Any]:
    """Two officers at one dossier; two counters with one form; two counters of one series."""
    found: dict[str, Any] = {"officers": [], "forms": [], "codes": []}
    for number in range(rounds):
        dossier = worlds.receive(world, at=NOW)
        seen: dict[str, Any] = {"dossier_id": dossier.pk, "seen": dossier.events_seen, "at": NOW}
        at_counter = worlds.actor(world.receptionist, world.centre)
        by_head = worlds.actor(world.head, world.committee)

        def on() -> str:
            return str(steps.advance(**seen, actor=at_counter).events_seen)  # noqa: B023

        def out() -> str:
            return str(endings.withdraw(**seen, reason="", actor=by_head).events_seen)  # noqa: B023

        found["officers"].append(both(on, out))
        form = f"form-{number}"
        found["forms"].append(both(lambda: taken(world, form), lambda: taken(world, form)))  # noqa: B023
        found["codes"].append(both(lambda: taken(world, ""), lambda: taken(world, "")))
    return found


def taken(world: World, key: str) -> str:
    return worlds.receive(world, at=NOW, key=key).code


def killed(world: World, rounds: int, chance: random.Random) -> dict[str, Any]:
    """Officers who take in and act until they are killed, at any moment, again and again."""
    for _ in range(6):
        worlds.receive(world, random.Random(1).choice(lives.PROCEDURES), at=lives.BEGIN)  # noqa: S311
    told: list[list[str]] = []
    for number in range(rounds):
        connections.close_all()
        child = Child(lambda pipe, n=number: work_on(world, random.Random(n), pipe))  # type: ignore[misc]  # noqa: S311
        child.begin()
        child.first()
        time.sleep(chance.uniform(0, 0.2))
        child.kill()
        told.append(child.end())
    lines = [line for said in told for line in said]
    seen = dict(Dossier.objects.values_list("pk", "events_seen"))
    lost = [
        line for line in lines
        if line.startswith("told") and seen.get(int(line.split()[1]), 0) < int(line.split()[2])
    ]  # fmt: skip
    return {
        "told": sum(line.startswith("told") for line in lines),
        "broken": [line for line in lines if line.startswith("broken")],
        "lost": lost,
        "kinds": sorted(set(TimelineEvent.objects.values_list("type", flat=True))),
    }


def work_on(world: World, chance: random.Random, pipe: int) -> None:
    while True:
        dossier = Dossier.objects.filter(ended_at=None).order_by("?").first()
        if dossier is None or chance.random() < 0.2:
            dossier = worlds.receive(world, chance.choice(lives.PROCEDURES), at=last_instant())
            os.write(pipe, f"told {dossier.pk} {dossier.events_seen}\n".encode())
            continue
        at = last_instant() + timedelta(minutes=chance.choice((1, 30, 500)))
        if lives.one_act(world, chance, dossier, at):
            seen = TimelineEvent.objects.filter(dossier=dossier).count()
            os.write(pipe, f"told {dossier.pk} {seen}\n".encode())


def last_instant() -> datetime:
    last = TimelineEvent.objects.order_by("-recorded_at").first()
    return last.recorded_at if last else lives.BEGIN


def gaps() -> list[str]:
    """Series whose numbers do not run from 1 to the last without a gap."""
    counted = Counter(code[:-4] for code in Dossier.objects.values_list("code", flat=True))
    series = dict(CodeSeries.objects.values_list("prefix", "last"))
    return [prefix for prefix, last in series.items() if counted[prefix] != last]


def main(world: World, which: str, rounds: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    found = {"at_once": at_once, "killed": killed}[which](world, rounds, chance)
    agreement.check()
    json.dump({**found, "gaps": gaps(), "dossiers": Dossier.objects.count()}, sys.stdout)
    connections.close_all()


if __name__ == "__main__":
    main(World(**json.loads(sys.argv[1])), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
