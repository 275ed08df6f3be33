from django.db import models

from lienthong.catalogue.rules.authority import AuthorityChange
from lienthong.catalogue.rules.lifecycle import VersionStatus
from lienthong.catalogue.rules.sources import SourceStatus
from lienthong.organisations.rules import Sector


class Field(models.Model):
    """A field of procedures (lĩnh vực)."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    # Which department (sở) a province's work of this field belongs to.
    sector = models.CharField(max_length=30, blank=True, choices=Sector.choices())
    # Where dossiers of the field are filed when a ministry keeps them itself.
    ministry_system = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class LintBound(models.Model):
    """A threshold of the lint, with who set it."""

    name = models.CharField(max_length=40, unique=True)
    value = models.PositiveIntegerField()
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class DataSource(models.Model):
    """A source whose data can replace a paper: planned, or connected from a day on."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, choices=SourceStatus.choices())
    connected_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="planned")
                | models.Q(status="connected", connected_on__isnull=False),
                name="source_connected_on",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """An administrative procedure of the national catalogue.

    `name` is what people are shown; where the catalogue's own wording differs it is kept in
    `official_name`. Both are found by a search without accents."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=600)
    name_en = models.CharField(max_length=600, blank=True)
    official_name = models.CharField(max_length=2000, blank=True)
    folded = models.CharField(max_length=3000)
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="procedures")
    levels = models.CharField(max_length=60)
    # Nobody is offered an unchecked procedure; administrators find it and the lint says why.
    checked = models.BooleanField(default=False)
    raw = models.JSONField(default=dict)  # the row as it came, for unchecked ones
    # What the two-tier reform did to the authority (R92).
    authority_change = models.CharField(
        max_length=20, blank=True, choices=AuthorityChange.choices()
    )
    legal_question = models.CharField(max_length=400, blank=True)  # R106
    answered_by = models.CharField(max_length=200, blank=True)
    # The procedure that goes on with this one after it ended; empty for one that is abolished.
    continued_by = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["checked", "code"], name="procedure_checked")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProcedureVersion(models.Model):
    """A version of a procedure: written, tried with sample dossiers, published, in force from a
    day until the next one. Its content never changes after publication."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=VersionStatus.choices())
    # The name as announced with this version, so that a later name changes no earlier receipt.
    name = models.CharField(max_length=600)
    name_en = models.CharField(max_length=600, blank=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)  # of the content
    trial = models.JSONField(default=dict)  # the sentences and figures of the last trial
    decision = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True)
    announced_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # the first day on which it no longer holds
    tried_at = models.DateTimeField(null=True)
    tried_by = models.CharField(max_length=60, blank=True)
    published_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=models.Q(status="published", valid_until=None),
                name="version_one_current",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published")
                | models.Q(valid_from__isnull=False, published_on__isnull=False),
                name="version_published_dates",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="version_validity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} v{self.number}"


class LocalAdjustment(models.Model):
    """What a province changes within its power: online level, receipt outside its territory, the
    routing to a ministry's system. Dated, per province."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="adjustments")
    province_code = models.CharField(max_length=10)
    online_level = models.CharField(max_length=10, blank=True)
    online_reason = models.CharField(max_length=300, blank=True)
    territorial = models.BooleanField(null=True)
    routing = models.CharField(max_length=10, blank=True)
    routed_to = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "province_code", "valid_from"], name="adjustment_from"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="adjustment_validity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.province_code}"


class Competence(models.Model):
    """Who does the work of a place (for instance: which department) for a procedure or a field in
    a province, when the kind of agency alone does not say it. Dated."""

    procedure = models.ForeignKey(
        Procedure, null=True, on_delete=models.PROTECT, related_name="competences"
    )
    field = models.ForeignKey(
        Field, null=True, on_delete=models.PROTECT, related_name="competences"
    )
    province_code = models.CharField(max_length=10)
    unit_code = models.CharField(max_length=10, blank=True)  # one commune only
    place = models.CharField(max_length=30)
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="competences"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(procedure=None) ^ models.Q(field=None),
                name="competence_of_one",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="competence_validity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province_code} {self.place}"
