"""Documents out of which tasks are read."""

from django.db import models
from django.db.models import Q

from lienthong.programmes.models.programme import Programme
from lienthong.programmes.rules.kinds import DeadlineKind, ProposalState


class Directive(models.Model):
    """A document out of which tasks are read. `lines` is its text as read, so that a proposal can
    be shown beside the words it came from. One with a mark of secrecy never gets here."""

    number = models.CharField(max_length=80)  # in the one spelling of `rules.numbers`
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=400)
    issuer = models.CharField(max_length=200)
    signer = models.CharField(max_length=160, blank=True)
    field = models.CharField(max_length=160, blank=True)
    issued_on = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="directives")
    agency = models.ForeignKey(  # who entered it and confirms its tasks
        "organisations.Agency", on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey("papers.File", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # of the file
    lines = models.JSONField()
    # A long PDF is read in parts: until all pages are read there are no proposals.
    pages = models.PositiveIntegerField(default=0)
    pages_read = models.PositiveIntegerField(default=0)
    notices = models.JSONField(default=list)  # what was noticed while reading: sentences

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number", "issued_on"], name="directive_once")
        ]

    def __str__(self) -> str:
        return self.number


class Proposal(models.Model):
    """An item read out of a directive, until a person confirmed, merged or set it aside. `item` is
    what was read; the other columns are what the person made of it."""

    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, related_name="proposals", db_index=False
    )
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)  # of the extraction contract
    item = models.JSONField()
    text = models.TextField()
    lead = models.ForeignKey(
        "organisations.Agency", null=True, on_delete=models.PROTECT, related_name="+"
    )
    supporting = models.JSONField(default=list)  # ids of agencies
    deadline_kind = models.CharField(max_length=12, choices=DeadlineKind.choices())
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=ProposalState.choices())
    task = models.ForeignKey("Task", null=True, on_delete=models.PROTECT, related_name="proposals")
    # The same within the document, or a proposal that this later conclusion adopts (R63).
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    adopts = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "seq"], name="proposal_seq"),
            models.CheckConstraint(
                condition=Q(settled_at=None, state=ProposalState.PROPOSED.value)
                | (Q(settled_at__isnull=False) & ~Q(state=ProposalState.PROPOSED.value)),
                name="proposal_settled_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id}.{self.seq}"
