"""What one signed-in account may do at one instant. Pure: `accounts.queries` fills it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lienthong.accounts.rules import GRANTS, Permission, Reach, Role


@dataclass(frozen=True, slots=True)
class Holding:
    """A role held in an agency. `fields` limits it to fields of procedures (empty: all).
    `on_behalf_of` is the principal's account when it is held as a deputy."""

    agency_id: int
    role: Role
    fields: frozenset[str] = frozenset()
    on_behalf_of: int | None = None

    def covers(self, wanted: str | None) -> bool:
        return wanted is None or not self.fields or wanted in self.fields


@dataclass(frozen=True, slots=True)
class Scope:
    """`below` maps each agency where a holding reaches down to it and everything below it."""

    account_id: int
    person_name: str
    holdings: tuple[Holding, ...] = ()
    below: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def may(
        self,
        permission: Permission,
        *,
        agency_id: int | Collection[int] | None = None,
        field: str | None = None,
    ) -> bool:
        """Whether the permission is held: for the agency (or one of several), in the field of
        procedures. Without an agency: somewhere. Without a field: in some field."""
        return next(self._grounds(permission, agency_id, field), None) is not None

    def agencies(self, permission: Permission, *, field: str | None = None) -> frozenset[int]:
        """The agencies for which the permission is held. What reaches ALL belongs to no agency:
        ask `may` for it."""
        return frozenset[int]().union(
            *(self._reached(holding, permission) for holding in self._held(permission, field))
        )

    def roles(self, agency_id: int) -> frozenset[Role]:
        """The roles held in the agency itself."""
        return frozenset(held.role for held in self.holdings if held.agency_id == agency_id)

    def actor_for(
        self,
        permission: Permission,
        *,
        agency_id: int | Collection[int] | None = None,
        field: str | None = None,
    ) -> str:
        """The `by=` text of an act that needs the permission: one's own right comes before a
        right held as a deputy, and the principal is named only when that one was needed."""
        grounds = {held.on_behalf_of for held in self._grounds(permission, agency_id, field)}
        if None in grounds or not grounds:
            return actor_text(self.account_id)
        return actor_text(self.account_id, min(principal for principal in grounds if principal))

    @property
    def actor(self) -> str:
        """The `by=` text where no permission decides: who only deputises acts for the principal."""
        principals = {held.on_behalf_of for held in self.holdings}
        if len(principals) == 1:
            return actor_text(self.account_id, principals.pop())
        return actor_text(self.account_id)

    def _held(self, permission: Permission, field: str | None) -> Iterator[Holding]:
        return (
            held for held in self.holdings if permission in GRANTS[held.role] and held.covers(field)
        )

    def _reached(self, held: Holding, permission: Permission) -> frozenset[int]:
        match GRANTS[held.role][permission]:
            case Reach.OWN:
                return frozenset({held.agency_id})
            case Reach.BELOW:
                return self.below.get(held.agency_id, frozenset({held.agency_id}))
            case Reach.ALL:
                return frozenset()

    def _grounds(
        self, permission: Permission, agency_id: int | Collection[int] | None, field: str | None
    ) -> Iterator[Holding]:
        wanted = {agency_id} if isinstance(agency_id, int) else agency_id
        for held in self._held(permission, field):
            if (
                wanted is None
                or GRANTS[held.role][permission] is Reach.ALL
                or not self._reached(held, permission).isdisjoint(wanted)
            ):
                yield held


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, for which agency: `by` is the text of `Scope.actor_for`."""

    by: str
    agency: int


def reaches_down(role: Role) -> bool:
    """Whether the role needs to know what is below its agency."""
    return Reach.BELOW in GRANTS[role].values()


# Who did in a former system what was taken over from it: it did not tell.
FORMER_SYSTEM: Final = "system:former"


def actor_text(account_id: int, on_behalf_of: int | None = None) -> str:
    """Who did it, as the journal keeps it: "a:17", or "a:17/a:9" for 17 as the deputy of 9."""
    own = f"a:{account_id}"
    return own if on_behalf_of is None else f"{own}/a:{on_behalf_of}"


def hands(by: str) -> frozenset[int]:
    """The accounts behind a `by=` text: the one who acted and the one it was done for. Two acts
    that need two persons must have disjoint hands. Empty for the system itself."""
    return frozenset(
        int(part.removeprefix("a:")) for part in by.split("/") if part.startswith("a:")
    )
