"""For which agency somebody acts who may act for several."""

from lienthong.accounts.rules import GRANTS, Permission, Reach
from lienthong.accounts.rules.scope import Actor
from lienthong.web.ui.access import Request


def acting(request: Request, permission: Permission) -> Actor:
    """Who acts, for the agency from which the permission reaches furthest."""
    scope = request.scope
    held = [held for held in scope.holdings if permission in GRANTS[held.role]]
    far = {Reach.OWN: 0, Reach.BELOW: 1, Reach.ALL: 2}
    agency = max(
        held,
        key=lambda one: (
            far[GRANTS[one.role][permission]],
            len(scope.below.get(one.agency_id, ())),
            -one.agency_id,
        ),
    ).agency_id
    return Actor(by=scope.actor_for(permission, agency_id=agency), agency=agency)
