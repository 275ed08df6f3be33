"""Meetings and what became of their conclusions."""

from django.db import models

from lienthong.programmes.models.programme import Programme
from lienthong.programmes.models.task import Task
from lienthong.programmes.rules.kinds import MeetingKind


class Meeting(models.Model):
    """A weekly or monthly meeting: the brief that was made for it and its conclusions."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="meetings")
    agency = models.ForeignKey("organisations.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=MeetingKind.choices())
    held_at = models.DateTimeField()
    title = models.CharField(max_length=240)
    brief_at = models.DateTimeField(null=True)
    brief = models.JSONField(null=True)  # the figures as they were told, as of `brief_at`
    document = models.CharField(max_length=80, blank=True)  # number of the notice of conclusion

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "agency", "held_at"], name="meeting_once")
        ]

    def __str__(self) -> str:
        return self.title


class Conclusion(models.Model):
    """A conclusion of a meeting and the task that came of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="conclusions")
    seq = models.PositiveSmallIntegerField()
    text = models.TextField()
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="conclusions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "seq"], name="conclusion_seq")]

    def __str__(self) -> str:
        return f"{self.meeting_id}.{self.seq}"
