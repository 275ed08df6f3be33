from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from lienthong.accounts.models import Account
from lienthong.accounts.rules.scope import FORMER_SYSTEM


def actor_name(by: str) -> str:
    """The person behind the `by` of an entry: "a:17", "a:17/a:9" (a deputy), or the system."""
    return actor_names([by])[by]


def actor_names(actors: Iterable[str]) -> Mapping[str, str]:
    """Names for many `by` texts in one statement."""
    wanted = {by: _accounts(by) for by in actors}
    ids = {number for numbers in wanted.values() for number in numbers}
    names = dict(Account.objects.filter(pk__in=ids).values_list("pk", "person__full_name"))
    return {by: _said(by, numbers, names) for by, numbers in wanted.items()}


def _accounts(by: str) -> tuple[int, ...]:
    numbers = (part.removeprefix("a:") for part in by.split("/") if part.startswith("a:"))
    return tuple(int(number) for number in numbers if number.isdigit())


def _said(by: str, numbers: tuple[int, ...], names: Mapping[int, str]) -> str:
    known = [names[number] for number in numbers if number in names]
    if not known:
        return _("Hệ thống cũ") if by == FORMER_SYSTEM else _("Hệ thống")
    if len(known) == 1:
        return known[0]
    return _("%(name)s (thay %(whose)s)") % {"name": known[0], "whose": known[1]}
