"""What programmes, tasks, evidence and difficulties may be. Pure."""

from lienthong.organisations.rules import Named


class Pillar(Named):
    """R3: every task of Plan 02 carries exactly one."""

    INSTITUTION = "institution"  # thể chế
    INFRASTRUCTURE = "infrastructure"  # hạ tầng
    DATA = "data"  # dữ liệu
    PLATFORM = "platform"  # nền tảng
    PEOPLE = "people"  # nhân lực
    FINANCE = "finance"  # tài chính


class Bloc(Named):
    """R6: whom a task concerns; one or more."""

    PARTY = "party"
    ASSEMBLY = "assembly"  # Quốc hội, hội đồng nhân dân
    GOVERNMENT = "government"
    FRONT = "front"  # Mặt trận Tổ quốc


class Urgency(Named):
    NORMAL = "normal"  # thường
    URGENT = "urgent"  # khẩn
    VERY_URGENT = "very_urgent"  # thượng khẩn
    FLASH = "flash"  # hỏa tốc


class DeadlineKind(Named):
    DATE = "date"
    RECURRING = "recurring"
    CONDITION = "condition"
    URGENT = "urgent"  # "khẩn trương", no date printed
    NONE = "none"


class TaskState(Named):
    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"  # evidence submitted, waiting to be accepted
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"  # by a document


class TaskEventType(Named):
    """What can happen to a task. Names are past facts, kept for ever."""

    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    PROGRESSED = "progressed"
    EVIDENCE_ADDED = "evidence_added"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REQUESTED = "requested"
    DECIDED = "decided"
    EXTENDED = "extended"
    REASSIGNED = "reassigned"
    EDITED = "edited"  # what was assigned, before the lead took it on
    CORRECTED = "corrected"
    EXPLAINED = "explained"
    REOPENED = "reopened"
    CANCELLED = "cancelled"
    NOTED = "noted"


class RequestKind(Named):
    EXTENSION = "extension"
    REFUSAL = "refusal"
    CORRECTION = "correction"
    OBJECTIVE = "objective"  # the standing agency asks for objective and key results (R7)


class RequestState(Named):
    PENDING = "pending"
    APPROVED = "approved"
    DENIED = "denied"


class EvidenceKind(Named):
    DOCUMENT = "document"  # number and date of an issued document
    FILE = "file"
    MEASURED = "measured"  # an indicator of the house


class EvidenceState(Named):
    PENDING = "pending"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class ProposalState(Named):
    """What a person did with an item read out of a directive."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    MERGED = "merged"  # into another item or an existing task
    SET_ASIDE = "set_aside"


class DifficultyState(Named):
    RAISED = "raised"
    ROUTED = "routed"
    ANSWERED = "answered"
    VERIFIED = "verified"  # by who raised it: it is solved
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class DifficultyEventType(Named):
    """What can happen to a difficulty. Names are past facts, kept for ever."""

    RAISED = "raised"
    ROUTED = "routed"
    ANSWERED = "answered"
    VERIFIED = "verified"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    ASKED = "asked"  # others than who answers are asked for their opinion
    ADVISED = "advised"  # one of them gave it
    GROUPED = "grouped"  # put behind the first of a group of similar ones
    SEPARATED = "separated"  # taken out of the group again


class Against(Named):
    """What a difficulty is raised against."""

    RULE = "rule"  # a regulation, a procedure
    SYSTEM = "system"  # software, a database, the network
    AGENCY = "agency"  # another agency does not do its part
    RESOURCES = "resources"  # people, money, premises, equipment


class Obstacle(Named):
    """R25: the kinds of obstacles of the reports."""

    INSTITUTION = "institution"  # thể chế
    TECHNOLOGY = "technology"  # cơ sở vật chất, công nghệ
    PEOPLE = "people"  # nhân lực
    FINANCE = "finance"  # tài chính
    OTHER = "other"


class MeetingKind(Named):
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    AD_HOC = "ad_hoc"


class WarningLevel(Named):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    SPECIAL_RED = "special_red"


class VisitState(Named):
    PLANNED = "planned"
    RECORDED = "recorded"
    DROPPED = "dropped"


class RemedyState(Named):
    OPEN = "open"
    DONE = "done"
