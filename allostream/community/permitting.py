"""Who may bring links, how many, and whose go live at once where nothing speaks against them."""

from datetime import timedelta

from allostream.accounts.models import User
from allostream.accounts.permission_rules import Right
from allostream.accounts.queries import limits_of, may
from allostream.accounts.trust_rules import Limits
from allostream.community.bringing_rules import WAITING
from allostream.community.models import Submission
from allostream.lib import clock
from allostream.lib.problems import Problem, gettext_noop
from allostream.sites.models import Site

DAY = timedelta(days=1)


class TooManyWait(Problem):
    """Somebody has brought more than people can look at."""

    code = "too-many-wait"
    status = 429
    sentence = gettext_noop(
        "At your level of trust at most %(count)s links may wait: bring more when some of yours are decided."
    )
    retry_after = 24 * 3600


class TooManyToday(Problem):
    """Somebody has brought as many links as they may on a day."""

    code = "too-many-today"
    status = 429
    sentence = gettext_noop("At your level of trust at most %(count)s links may be brought in a day: go on tomorrow.")
    retry_after = 24 * 3600


def may_bring(person: User, site: Site) -> bool:
    """Whether somebody may bring links to a site. One query for each object of a person."""
    return may(person, Right.LINK_PROPOSE, site=site.slug)


def may_go_live(person: User, site: Site) -> bool:
    """Whether what somebody brings may become a link without waiting for a person, if nothing speaks against it."""
    return may(person, Right.LINK_PUBLISH, site=site.slug)


def one_at_a_time(person: User) -> None:
    """Have what somebody sends twice at once be taken one after the other, in the caller's transaction. One query."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def check_room(person: User, more: int = 1) -> Limits:
    """How much somebody may bring; four queries. Raises TooManyWait and TooManyToday where `more` are too many now."""
    limits = limits_of(person)
    mine = Submission.objects.filter(person=person)
    if mine.filter(state__in=sorted(WAITING)).count() + more > limits.links_waiting:
        raise TooManyWait(count=str(limits.links_waiting))
    if mine.filter(made_at__gt=clock.now() - DAY).count() + more > limits.links_a_day:
        raise TooManyToday(count=str(limits.links_a_day))
    return limits
