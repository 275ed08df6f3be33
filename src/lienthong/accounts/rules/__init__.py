"""Roles and what they allow. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from lienthong.organisations.rules import Level, Named
from lienthong.organisations.rules import NotAllowed as Refusal


def _(message: str) -> str:
    """Marks a message id. Rules know no language; whoever shows the sentence translates it."""
    return message


class NotAllowed(Refusal):
    """The rules forbid it. The message is a Vietnamese sentence that says what to do."""


class Role(Named):
    """What somebody does in an agency. One person may hold several, in several agencies."""

    RECEPTIONIST = "receptionist"  # cán bộ tiếp nhận, trả kết quả
    HANDLER = "handler"  # cán bộ thụ lý
    APPROVER = "approver"  # lãnh đạo ký duyệt
    HEAD = "head"  # người đứng đầu cơ quan
    SUPERVISOR = "supervisor"  # theo dõi, giám sát của cấp tỉnh
    CATALOGUE_ADMIN = "catalogue_admin"  # quản trị danh mục thủ tục
    CORRECTOR = "corrector"  # mở và áp dụng việc đính chính
    SYSTEM_ADMIN = "system_admin"  # quản trị hệ thống, tài khoản
    AUDITOR = "auditor"  # xem nhật ký
    PROGRAMME_MANAGER = "programme_manager"  # thường trực ban chỉ đạo, điều phối chương trình
    REPORTER = "reporter"  # đầu mối thực hiện nhiệm vụ và báo cáo của cơ quan
    INSPECTOR = "inspector"  # ủy ban kiểm tra: xem ở cấp mình và cấp dưới


ROLE_NAMES: Mapping[Role, str] = {
    Role.RECEPTIONIST: _("Tiếp nhận và trả kết quả"),
    Role.HANDLER: _("Thụ lý"),
    Role.APPROVER: _("Ký duyệt"),
    Role.HEAD: _("Người đứng đầu cơ quan"),
    Role.SUPERVISOR: _("Theo dõi, giám sát"),
    Role.CATALOGUE_ADMIN: _("Quản trị danh mục thủ tục"),
    Role.CORRECTOR: _("Đính chính"),
    Role.SYSTEM_ADMIN: _("Quản trị hệ thống và tài khoản"),
    Role.AUDITOR: _("Kiểm tra nhật ký"),
    Role.PROGRAMME_MANAGER: _("Điều phối chương trình"),
    Role.REPORTER: _("Đầu mối nhiệm vụ và báo cáo"),
    Role.INSPECTOR: _("Kiểm tra của cấp ủy"),
}


class Permission(StrEnum):
    """Everything that needs permission. A view names exactly one; denied by default."""

    DOSSIER_RECEIVE = "dossier.receive"
    DOSSIER_VIEW = "dossier.view"
    DOSSIER_WORK = "dossier.work"  # steps, supplement, consultation, hand-over
    DOSSIER_DECIDE = "dossier.decide"  # approve, refuse, stop, extend, apologise
    DOSSIER_RETURN = "dossier.return"
    DOSSIER_ASSIGN = "dossier.assign"
    DOSSIER_EXPORT = "dossier.export"
    BOARD_VIEW = "board.view"
    REGISTER_VIEW = "register.view"
    LATE_RECORD_REVIEW = "late_record.review"
    CALENDAR_EDIT = "calendar.edit"
    CATALOGUE_VIEW = "catalogue.view"
    CATALOGUE_EDIT = "catalogue.edit"
    CORRECTION_OPEN = "correction.open"
    CORRECTION_APPROVE = "correction.approve"
    ACCOUNTS_EDIT = "accounts.edit"
    ORGANISATIONS_EDIT = "organisations.edit"
    JOURNAL_VIEW = "journal.view"
    INHERIT_IMPORT = "inherit.import"
    PROGRAMME_VIEW = "programme.view"  # programmes, tasks, evidence, their boards
    PROGRAMME_EDIT = "programme.edit"  # programmes, directives, assigning, thresholds
    TASK_WORK = "task.work"  # acknowledge, progress, evidence, requests
    TASK_DECIDE = "task.decide"  # accept or return, decide on requests
    TASK_EXPLAIN = "task.explain"  # the head's explanation and new commitment
    REPORT_VIEW = "report.view"
    REPORT_SUBMIT = "report.submit"
    REPORT_MANAGE = "report.manage"  # forms, indicators, return, lock, reopen
    DIFFICULTY_RAISE = "difficulty.raise"  # and verify what was answered
    DIFFICULTY_ANSWER = "difficulty.answer"  # route, group, answer
    VISIT_PLAN = "visit.plan"  # unannounced visits; invisible to those on the list
    MEETING_EDIT = "meeting.edit"


class Reach(Named):
    """Over which agencies a role carries a permission, seen from the agency where it is held."""

    OWN = "own"  # the agency itself
    BELOW = "below"  # it and everything below
    ALL = "all"  # the thing belongs to no agency: the catalogue, the calendars


# A dossier permission never reaches ALL: every dossier belongs to agencies.
GRANTS: Mapping[Role, Mapping[Permission, Reach]] = {
    Role.RECEPTIONIST: {
        Permission.DOSSIER_RECEIVE: Reach.OWN,
        Permission.DOSSIER_VIEW: Reach.OWN,
        Permission.DOSSIER_WORK: Reach.OWN,
        Permission.DOSSIER_RETURN: Reach.OWN,
        Permission.DOSSIER_EXPORT: Reach.OWN,
        Permission.REGISTER_VIEW: Reach.OWN,
        Permission.CATALOGUE_VIEW: Reach.ALL,
    },
    Role.HANDLER: {
        Permission.DOSSIER_VIEW: Reach.OWN,
        Permission.DOSSIER_WORK: Reach.OWN,
        Permission.REGISTER_VIEW: Reach.OWN,
        Permission.CATALOGUE_VIEW: Reach.ALL,
    },
    Role.APPROVER: {
        Permission.DOSSIER_VIEW: Reach.OWN,
        Permission.DOSSIER_WORK: Reach.OWN,
        Permission.DOSSIER_DECIDE: Reach.OWN,
        Permission.DOSSIER_ASSIGN: Reach.OWN,
        Permission.DOSSIER_EXPORT: Reach.OWN,
        Permission.REGISTER_VIEW: Reach.OWN,
        Permission.BOARD_VIEW: Reach.OWN,
        Permission.CATALOGUE_VIEW: Reach.ALL,
    },
    # A head reads everything below but decides only in the own agency: what a lower agency has
    # to decide stays with its head.
    Role.HEAD: {
        Permission.DOSSIER_VIEW: Reach.BELOW,
        Permission.DOSSIER_WORK: Reach.OWN,
        Permission.DOSSIER_DECIDE: Reach.OWN,
        Permission.DOSSIER_ASSIGN: Reach.OWN,
        Permission.DOSSIER_EXPORT: Reach.BELOW,
        Permission.REGISTER_VIEW: Reach.BELOW,
        Permission.BOARD_VIEW: Reach.BELOW,
        Permission.LATE_RECORD_REVIEW: Reach.BELOW,
        Permission.CORRECTION_OPEN: Reach.OWN,
        Permission.CORRECTION_APPROVE: Reach.BELOW,
        Permission.PROGRAMME_VIEW: Reach.BELOW,
        Permission.TASK_DECIDE: Reach.OWN,
        Permission.TASK_EXPLAIN: Reach.OWN,
        Permission.REPORT_VIEW: Reach.BELOW,
        Permission.REPORT_SUBMIT: Reach.OWN,
        Permission.DIFFICULTY_RAISE: Reach.OWN,
        Permission.DIFFICULTY_ANSWER: Reach.OWN,
        Permission.CATALOGUE_VIEW: Reach.ALL,
    },
    Role.SUPERVISOR: {
        Permission.DOSSIER_VIEW: Reach.BELOW,
        Permission.DOSSIER_EXPORT: Reach.BELOW,
        Permission.REGISTER_VIEW: Reach.BELOW,
        Permission.BOARD_VIEW: Reach.BELOW,
        Permission.PROGRAMME_VIEW: Reach.BELOW,
        Permission.REPORT_VIEW: Reach.BELOW,
        Permission.CATALOGUE_VIEW: Reach.ALL,
    },
    Role.CATALOGUE_ADMIN: {
        Permission.CATALOGUE_VIEW: Reach.ALL,
        Permission.CATALOGUE_EDIT: Reach.ALL,
    },
    # That the one who approves is not the one who opened is a rule of the correction itself.
    Role.CORRECTOR: {
        Permission.DOSSIER_VIEW: Reach.BELOW,
        Permission.BOARD_VIEW: Reach.BELOW,
        Permission.CORRECTION_OPEN: Reach.BELOW,
        Permission.CORRECTION_APPROVE: Reach.BELOW,
        Permission.CATALOGUE_VIEW: Reach.ALL,
    },
    Role.SYSTEM_ADMIN: {
        Permission.ACCOUNTS_EDIT: Reach.BELOW,
        Permission.ORGANISATIONS_EDIT: Reach.BELOW,
        Permission.INHERIT_IMPORT: Reach.BELOW,
        Permission.CALENDAR_EDIT: Reach.ALL,
        Permission.CATALOGUE_VIEW: Reach.ALL,
    },
    Role.AUDITOR: {
        Permission.JOURNAL_VIEW: Reach.BELOW,
    },
    # That nobody accepts the own work is a rule of the task itself.
    Role.PROGRAMME_MANAGER: {
        Permission.PROGRAMME_VIEW: Reach.BELOW,
        Permission.PROGRAMME_EDIT: Reach.BELOW,
        Permission.TASK_DECIDE: Reach.BELOW,
        Permission.REPORT_VIEW: Reach.BELOW,
        Permission.REPORT_MANAGE: Reach.BELOW,
        Permission.DIFFICULTY_ANSWER: Reach.BELOW,
        Permission.VISIT_PLAN: Reach.BELOW,
        Permission.MEETING_EDIT: Reach.BELOW,
    },
    # Reads the reports below, which the own one consolidates.
    Role.REPORTER: {
        Permission.PROGRAMME_VIEW: Reach.OWN,
        Permission.TASK_WORK: Reach.OWN,
        Permission.REPORT_VIEW: Reach.BELOW,
        Permission.REPORT_SUBMIT: Reach.OWN,
        Permission.DIFFICULTY_RAISE: Reach.OWN,
        Permission.DIFFICULTY_ANSWER: Reach.OWN,
    },
    Role.INSPECTOR: {
        Permission.PROGRAMME_VIEW: Reach.BELOW,
        Permission.REPORT_VIEW: Reach.BELOW,
    },
}

# These change things of the whole house, so a commune cannot hand them out.
ABOVE_COMMUNE_ONLY = frozenset(
    {Role.SUPERVISOR, Role.CATALOGUE_ADMIN, Role.SYSTEM_ADMIN, Role.PROGRAMME_MANAGER}
)


def check_role_at(role: Role, level: Level) -> None:
    """Raises `NotAllowed` when an agency of this level cannot give the role."""
    if level is Level.COMMUNE and role in ABOVE_COMMUNE_ONLY:
        raise NotAllowed(
            _("Vai trò “%(role)s” chỉ giao ở cơ quan cấp tỉnh trở lên. Chọn cơ quan khác."),
            role=ROLE_NAMES[role],
        )


def holders_of(permission: Permission) -> tuple[Role, ...]:
    """The roles that carry the permission, in the order of `Role`."""
    return tuple(role for role in Role if permission in GRANTS[role])
