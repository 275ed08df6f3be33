from typing import Any

from django.db import models


class AppendOnly(models.QuerySet[Any]):
    """What is written stays. The database refuses it too (`journal.adapters.guards`)."""

    def update(self, **values: object) -> int:
        raise TypeError("the journal is never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the journal is never deleted")


class Record(models.Model):
    """A row that is written once, by `journal.actions` only."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: object, **options: object) -> None:
        raise TypeError("the journal is written by journal.actions")

    def delete(self, *args: object, **options: object) -> tuple[int, dict[str, int]]:
        raise TypeError("the journal is never deleted")


class Chain(models.Model):
    """The journal of one unit on one day. Its row is the lock under which entries get their place,
    so units never wait for each other."""

    unit = models.CharField(max_length=40)
    day = models.DateField()
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")
    # How far `measures` and other readers have come; each reader has its own column or table.
    folded = models.PositiveIntegerField(default=0)
    # Under a root: what comes later goes to the first open day.
    sealed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="journal_one_chain")]
        indexes = [
            models.Index(
                fields=["day", "unit"],
                name="journal_chain_to_fold",
                condition=models.Q(folded__lt=models.F("length")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.day}"


class Entry(Record):
    """One thing that happened. Never updated, never deleted. No foreign keys: the log must not
    block or follow live data. No personal data beyond ids."""

    unit = models.CharField(max_length=40)
    day = models.DateField()
    position = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "day", "position"], name="journal_position")
        ]
        indexes = [models.Index(fields=["subject", "id"], name="journal_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class Root(Record):
    """The heads of all chains of a day and of its read log, sealed with the root before."""

    day = models.DateField(unique=True)
    chains = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    reads = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"


class ReadChain(models.Model):
    """The chain of the read log: one per day."""

    day = models.DateField(unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")
    sealed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.day}"


class ReadEntry(Record):
    """Somebody saw somebody's personal data. Apart from the journal, chained the same way."""

    day = models.DateField()
    position = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    screen = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "position"], name="journal_read_position")
        ]
        indexes = [models.Index(fields=["subject", "id"], name="journal_read_subject")]

    def __str__(self) -> str:
        return f"{self.by} {self.subject}"
