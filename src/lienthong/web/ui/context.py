"""What every page knows without being told: demo or not, version, language, navigation."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import is_valid_path
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

import lienthong
from lienthong.accounts.rules import Permission
from lienthong.organisations import queries as organisations
from lienthong.web.ui import formats


@dataclass(frozen=True)
class NavItem:
    """A line of the rail: shown to who holds one of the permissions."""

    address: str
    label: Promise
    icon: str
    permissions: tuple[Permission, ...]
    group: str = "work"
    key: str = ""


NAVIGATION = (
    NavItem(
        "/ban-lam-viec/",
        _("Việc của tôi"),
        "inbox",
        (Permission.DOSSIER_WORK, Permission.DOSSIER_DECIDE, Permission.DOSSIER_RETURN),
        key="G V",
    ),
    NavItem(
        "/ban-lam-viec/phong/",
        _("Việc của phòng"),
        "users",
        (Permission.DOSSIER_ASSIGN,),
        key="G P",
    ),
    NavItem(
        "/quay/",
        pgettext_lazy("act", "Tiếp nhận"),
        "file-plus",
        (Permission.DOSSIER_RECEIVE,),
        key="N",
    ),
    # Where who only corrects begins, and is told what waits.
    NavItem(
        "/quan-tri/dinh-chinh/",
        _("Đính chính"),
        "history",
        (Permission.CORRECTION_OPEN, Permission.CORRECTION_APPROVE),
    ),
    NavItem("/bao-cao/", _("Báo cáo"), "clipboard-list", (Permission.REPORT_VIEW,)),
    NavItem("/ho-so/", _("Tìm hồ sơ"), "search", (Permission.DOSSIER_VIEW,), key="/"),
    NavItem(
        "/nhiem-vu/hom-nay/",
        _("Nhiệm vụ của đơn vị"),
        "list-checks",
        (Permission.TASK_WORK, Permission.TASK_DECIDE),
        key="G N",
    ),
    NavItem(
        "/chuong-trinh/",
        _("Chương trình"),
        "flag",
        (Permission.PROGRAMME_VIEW,),
        "watch",
    ),
    NavItem("/van-ban/", _("Văn bản chỉ đạo"), "file-text", (Permission.PROGRAMME_EDIT,), "watch"),
    NavItem(
        "/kho-khan/",
        _("Khó khăn, vướng mắc"),
        "message-square",
        (Permission.PROGRAMME_VIEW,),
        "watch",
    ),
    NavItem(
        "/kiem-tra-dot-xuat/",
        _("Kiểm tra đột xuất"),
        "clipboard-check",
        (Permission.PROGRAMME_VIEW,),
        "watch",
    ),
    NavItem("/cuoc-hop/", _("Cuộc họp"), "users-round", (Permission.PROGRAMME_VIEW,), "watch"),
    NavItem(
        "/bang/", _("Bảng điều hành"), "chart-line", (Permission.BOARD_VIEW,), "watch", key="G B"
    ),
    # Who keeps accounts and calendars is asked for an account every day, for a calendar seldom:
    # the first line is where they land.
    NavItem(
        "/quan-tri/tai-khoan/", _("Tài khoản"), "user-check", (Permission.ACCOUNTS_EDIT,), "watch"
    ),
    NavItem(
        "/quan-tri/lich/", _("Lịch làm việc"), "calendar", (Permission.CALENDAR_EDIT,), "watch"
    ),
    NavItem(
        "/quan-tri/thu-tuc/",
        _("Danh mục thủ tục"),
        "book-open",
        (Permission.CATALOGUE_VIEW, Permission.CATALOGUE_EDIT),
        "watch",
    ),
    NavItem(
        "/quan-tri/co-quan/",
        _("Cơ quan"),
        "building-2",
        (Permission.ORGANISATIONS_EDIT,),
        "watch",
    ),
    NavItem(
        "/quan-tri/nhap-du-lieu/",
        _("Nhập hồ sơ cũ"),
        "upload",
        (Permission.INHERIT_IMPORT,),
        "watch",
    ),
    NavItem(
        "/quan-tri/nguong/", _("Ngưỡng"), "sliders-horizontal", (Permission.CALENDAR_EDIT,), "watch"
    ),
    NavItem(
        "/quan-tri/nhat-ky/", _("Nhật ký"), "shield-check", (Permission.JOURNAL_VIEW,), "watch"
    ),
)


@cache
def _screen_exists(address: str) -> bool:
    """An install may lack a screen; its line is then not shown."""
    return bool(is_valid_path(address))


@dataclass(frozen=True)
class Page:
    """The frame's own data. `request` is None on the page of a failed request."""

    request: HttpRequest | None
    version: str = lienthong.__version__

    @property
    def demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def request_id(self) -> str:
        return getattr(self.request, "request_id", "")

    @property
    def language(self) -> str:
        return "en" if (get_language() or "").startswith("en") else "vi"

    @property
    def path(self) -> str:
        return self.request.path if self.request else "/"

    @property
    def person(self) -> str:
        """The name of who is signed in, or nothing."""
        return getattr(getattr(self.request, "scope", None), "person_name", "")

    @property
    def place(self) -> str:
        """The agency for which the reader works; the first one of several."""
        holdings = getattr(getattr(self.request, "scope", None), "holdings", ())
        return formats.own_name(organisations.agency(holdings[0].agency_id)) if holdings else ""

    @property
    def keys_off(self) -> bool:
        """The reader switched the one-letter keys off."""
        user = getattr(self.request, "user", None)
        return bool(getattr(user, "shortcuts_off", False))

    @property
    def work(self) -> list[NavItem]:
        return list(self._items("work"))

    @property
    def watch(self) -> list[NavItem]:
        return list(self._items("watch"))

    def _items(self, group: str) -> Iterator[NavItem]:
        scope = getattr(self.request, "scope", None)
        for item in NAVIGATION:
            if (
                scope is not None
                and item.group == group
                and any(scope.may(permission) for permission in item.permissions)
                and _screen_exists(item.address)
            ):
                yield item


def page(request: HttpRequest) -> dict[str, Page]:
    return {"page": Page(request)}
