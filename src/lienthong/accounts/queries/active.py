from lienthong.accounts.models import Account


def active_accounts() -> frozenset[int]:
    """The ids of all accounts that can act."""
    return frozenset(Account.objects.filter(is_active=True).values_list("pk", flat=True))
