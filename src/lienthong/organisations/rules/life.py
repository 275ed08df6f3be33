"""What may happen to an agency, its name and its codes, and when."""

from datetime import date

from lienthong.organisations.rules.refusals import NotAllowed


def check_text(text: str, *, what: str) -> str:
    """`text` without outer spaces. Refuses an empty one."""
    found = " ".join(text.split())
    if not found:
        raise NotAllowed(f"Ghi {what}.")
    return found


def check_end(name: str, *, valid_from: date, valid_until: date | None, on: date) -> None:
    """An agency or unit may end once, after it began."""
    if valid_until is not None:
        raise NotAllowed(f"{name} đã kết thúc hoạt động từ {valid_until:%d/%m/%Y}.")
    if on <= valid_from:
        raise NotAllowed(
            f"{name} hoạt động từ {valid_from:%d/%m/%Y}. Chọn ngày kết thúc sau ngày đó."
        )


def check_successor(name: str, *, exists: bool, in_line: bool, on: date) -> None:
    """Who continues must exist on that day and must not itself end in the one that is merged."""
    if not exists:
        raise NotAllowed(
            f"{name} không hoạt động vào ngày {on:%d/%m/%Y}. Chọn cơ quan kế thừa khác."
        )
    if in_line:
        raise NotAllowed(
            f"{name} chính là hoặc sẽ nhập vào cơ quan này. Chọn cơ quan kế thừa khác."
        )


def check_change(name: str, *, what: str, since: date, on: date) -> None:
    """A new name, kind or code starts after the one it replaces."""
    if on <= since:
        raise NotAllowed(
            f"{what} hiện nay của {name} có từ {since:%d/%m/%Y}. Chọn ngày có hiệu lực sau ngày đó."
        )


def check_not_ahead(*, on: date, today: date) -> None:
    """Names are recorded when they take effect: until then the old one is shown everywhere."""
    if on > today:
        raise NotAllowed(f"Ghi thay đổi này vào hoặc sau ngày có hiệu lực {on:%d/%m/%Y}.")
