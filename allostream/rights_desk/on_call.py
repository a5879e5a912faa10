"""Who is written to when the desk needs somebody now."""

from allostream.accounts.models import RoleGrant, User
from allostream.accounts.permission_rules import Role
from allostream.lib import clock


def on_call(site: str) -> list[User]:
    """Those who answer for the desk of a site: its lead moderators and operators. One query."""
    now = clock.now()
    rows = RoleGrant.objects.filter(role__in=(Role.LEAD, Role.OPERATOR), site__in=("", site)).order_by("pk")
    held = [row for row in rows.select_related("account") if row.held.holds_at(now)]
    return list({row.account_id: row.account for row in held}.values())
