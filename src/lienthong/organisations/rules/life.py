"""What may happen to an agency, its name and its codes, and when."""

from datetime import date

from lienthong.organisations.rules.refusals import NotAllowed


def check_text(text: str, *, what: str) -> str:
    """`text` without outer spaces. Refuses an empty one."""
    found = " ".join(text.split())
    if not found:
        raise NotAllowed("Ghi %(what)s.", what=what)
    return found


def check_end(name: str, *, valid_from: date, valid_until: date | None, on: date) -> None:
    """An agency or unit may end once, after it began."""
    if valid_until is not None:
        raise NotAllowed(
            "%(name)s đã kết thúc hoạt động từ %(valid_until)s.",
            name=name,
            valid_until=f"{valid_until:%d/%m/%Y}",
        )
    if on <= valid_from:
        raise NotAllowed(
            "%(name)s hoạt động từ %(valid_from)s. Chọn ngày kết thúc sau ngày đó.",
            name=name,
            valid_from=f"{valid_from:%d/%m/%Y}",
        )


def check_successor(name: str, *, exists: bool, in_line: bool, on: date) -> None:
    """Who continues must exist on that day and must not itself end in the one that is merged."""
    if not exists:
        raise NotAllowed(
            "%(name)s không hoạt động vào ngày %(on)s. Chọn cơ quan kế thừa khác.",
            name=name,
            on=f"{on:%d/%m/%Y}",
        )
    if in_line:
        raise NotAllowed(
            "%(name)s chính là hoặc sẽ nhập vào cơ quan này. Chọn cơ quan kế thừa khác.", name=name
        )


def check_change(name: str, *, what: str, since: date, on: date) -> None:
    """A new name, kind or code starts after the one it replaces."""
    if on <= since:
        raise NotAllowed(
            "%(what)s hiện nay của %(name)s có từ %(since)s. Chọn ngày có hiệu lực sau ngày đó.",
            what=what,
            name=name,
            since=f"{since:%d/%m/%Y}",
        )


def check_not_ahead(*, on: date, today: date) -> None:
    """Names are recorded when they take effect: until then the old one is shown everywhere."""
    if on > today:
        raise NotAllowed(
            "Ghi thay đổi này vào hoặc sau ngày có hiệu lực %(on)s.", on=f"{on:%d/%m/%Y}"
        )
