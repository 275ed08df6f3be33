from django.db import models

from lienthong.organisations.rules import (
    AgencyKind,
    DayKind,
    Level,
    ReadinessKind,
    Sector,
    Share,
    UnitKind,
)


class Unit(models.Model):
    """An administrative unit: a province or a commune (xã, phường, đặc khu). Kind and name hold
    from `valid_from`; a change is a new row with the same code."""

    code = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, choices=UnitKind.choices())
    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=120)
    full_name_en = models.CharField(max_length=160)
    parent_code = models.CharField(max_length=10, blank=True)
    # With the name of the province, so that "hai chau da nang" finds it.
    folded = models.CharField(max_length=240)
    source = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_from"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_until=None), name="unit_one_current"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="unit_validity",
            ),
        ]
        indexes = [models.Index(fields=["parent_code", "code"], name="unit_parent")]

    def __str__(self) -> str:
        return self.full_name


class Predecessor(models.Model):
    """A unit of before 1 July 2025 and the unit (code) that holds its territory, whole or part.
    `old_code` is empty for the five island districts that had no communes."""

    old_code = models.CharField(max_length=10, blank=True, db_index=True)
    old_name = models.CharField(max_length=120)
    old_district_code = models.CharField(max_length=10, db_index=True)
    old_district = models.CharField(max_length=120)
    old_province_code = models.CharField(max_length=10, db_index=True)
    old_province = models.CharField(max_length=120)
    folded = models.CharField(max_length=400)
    code = models.CharField(max_length=10, db_index=True)
    province_code = models.CharField(max_length=10)
    share = models.CharField(max_length=10, choices=Share.choices())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["old_code", "old_district_code", "code"], name="predecessor_once"
            )
        ]

    def __str__(self) -> str:
        return self.old_name


class WorkCalendar(models.Model):
    """Working windows of a kind of agency; weeks by season, days off and make-up days beside it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name


class WorkWeek(models.Model):
    """The weekly windows of a calendar from a day on (a season). `windows` has the form of the
    clock contract's `week`. Editions as with `CalendarDay`."""

    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, related_name="weeks")
    valid_from = models.DateField()
    windows = models.JSONField()
    source = models.CharField(max_length=300)
    edition_from = models.PositiveIntegerField(default=1)
    edition_until = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "valid_from", "edition_from"], name="work_week_from"
            ),
            models.UniqueConstraint(
                fields=["calendar", "valid_from"],
                condition=models.Q(edition_until=None),
                name="work_week_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(edition_until=None)
                | models.Q(edition_until__gt=models.F("edition_from")),
                name="work_week_editions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.valid_from}"


class CalendarEdition(models.Model):
    """A numbered state of all calendars. An edit makes a new edition; a dossier's clock reads the
    edition it is bound to until a correction moves it to a newer one."""

    number = models.PositiveIntegerField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)

    def __str__(self) -> str:
        return str(self.number)


class CalendarDay(models.Model):
    """A holiday, a day off in exchange, or a make-up working day, for the country or for one
    calendar. It belongs to the editions from `edition_from` until before `edition_until`. Whether
    an unconfirmed day moves deadlines: `rules.calendars.counts`."""

    on = models.DateField()
    kind = models.CharField(max_length=20, choices=DayKind.choices())
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    windows = models.JSONField(null=True)
    calendar = models.ForeignKey(
        WorkCalendar, null=True, on_delete=models.PROTECT, related_name="days"
    )
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=True)
    edition_from = models.PositiveIntegerField(default=1)
    edition_until = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            # Two, because SQLite cannot treat null calendars as equal.
            models.UniqueConstraint(
                fields=["on"],
                condition=models.Q(calendar=None, edition_until=None),
                name="calendar_day_once_country",
            ),
            models.UniqueConstraint(
                fields=["on", "calendar"],
                condition=models.Q(calendar__isnull=False, edition_until=None),
                name="calendar_day_once_own",
            ),
            models.CheckConstraint(
                condition=models.Q(edition_until=None)
                | models.Q(edition_until__gt=models.F("edition_from")),
                name="calendar_day_editions",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


class Agency(models.Model):
    """An agency: it exists from `valid_from` until `valid_until`; who continues its work is its
    `successor`."""

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=120, blank=True)
    folded = models.CharField(max_length=240)
    kind = models.CharField(max_length=30, choices=AgencyKind.choices())
    sector = models.CharField(max_length=30, choices=Sector.choices(), blank=True)
    level = models.CharField(max_length=20, choices=Level.choices())
    unit_code = models.CharField(max_length=10, blank=True, db_index=True)
    province_code = models.CharField(max_length=10, blank=True, db_index=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    successor = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    # Its calendar from the beginning; a later one is a `CalendarAssignment`.
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, related_name="agencies")
    # Which line of the reference data it came from, so that loading again changes nothing.
    reference = models.CharField(max_length=60, unique=True, null=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=240, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="agency_validity",
            ),
        ]
        indexes = [models.Index(fields=["unit_code", "kind"], name="agency_unit_kind")]

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """What an agency was called until before a day. Its name of today stands on the agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "valid_until"], name="former_name_until")
        ]

    def __str__(self) -> str:
        return self.name


class CalendarAssignment(models.Model):
    """The calendar that an agency follows from an edition on. Older editions keep the older one."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="calendar_assignments"
    )
    calendar = models.ForeignKey(WorkCalendar, on_delete=models.PROTECT, related_name="assignments")
    edition_from = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "edition_from"], name="calendar_assignment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.calendar_id}"


class AgencyCode(models.Model):
    """An identification code of an agency and the days on which it holds. One that is not
    `confirmed` was made up by us or taken from an unchecked list; the source says which."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=40, db_index=True)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="agency_code_from"),
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(valid_until=None), name="agency_code_one"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_until=None), name="agency_code_holder"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None)
                | models.Q(valid_until__gt=models.F("valid_from")),
                name="agency_code_validity",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class UnknownCode(models.Model):
    """A code that came in a message and belongs to no agency: reported until somebody maps it."""

    code = models.CharField(max_length=40, unique=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    where = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_at=None, settled_by="")
                | (models.Q(settled_at__isnull=False) & ~models.Q(settled_by="")),
                name="unknown_code_settled_pair",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Position(models.Model):
    """A post in an agency (Phó Chủ tịch, công chức tư pháp – hộ tịch)."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="positions")
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    is_head = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class ReadinessItem(models.Model):
    """What an agency must have before it goes live: process, signature, seal, account."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="readiness")
    item = models.CharField(max_length=40, choices=ReadinessKind.choices())
    ready = models.BooleanField(default=False)
    valid_until = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "item"], name="readiness_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.item}"
