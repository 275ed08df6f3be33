from django.db import models


class Folding(models.Model):
    """One row. Whoever holds its lock folds the journal into the counters."""

    folded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.folded_at}"


class Counted(models.Model):
    """What a dossier counts as now. The next fold takes this away and adds what it is then."""

    dossier = models.BigIntegerField(primary_key=True)
    facts = models.JSONField()

    def __str__(self) -> str:
        return str(self.dossier)


class Daily(models.Model):
    """How many dossiers of a figure fell on a day. place: "a:12" an agency, "r:12" a counter,
    "c:20194" a commune, "p:48" a province, "o:7" an officer. procedure 0: all of them."""

    place = models.CharField(max_length=20)
    procedure = models.BigIntegerField()
    day = models.DateField()
    figure = models.CharField(max_length=32)
    value = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "procedure", "day", "figure"], name="measures_daily_once"
            )
        ]
        indexes = [models.Index(fields=["procedure", "day", "place"], name="measures_daily_by_day")]

    def __str__(self) -> str:
        return f"{self.place} {self.day} {self.figure}"


class OpenStock(models.Model):
    """How many open dossiers lie in which pile now."""

    place = models.CharField(max_length=20)
    procedure = models.BigIntegerField()
    pile = models.CharField(max_length=32)
    value = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "procedure", "pile"], name="measures_stock_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.pile}"


class OpenDue(models.Model):
    """How many running dossiers are due in which minute: "overdue as of t" is a range sum, and
    nothing has to happen for a dossier to become late."""

    place = models.CharField(max_length=20)
    procedure = models.BigIntegerField()
    minute = models.IntegerField()
    value = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "procedure", "minute"], name="measures_due_once"
            )
        ]
        indexes = [
            models.Index(fields=["procedure", "minute", "place"], name="measures_due_by_minute")
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.minute}"
