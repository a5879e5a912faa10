"""Proof that whoever sends much has a browser or patience: a sum, or a wait; no picture to read, and nobody else asked.

Asked for only where a network sends much in a short time, or very many accounts are new. A challenge belongs to one
form, is good once, and for an hour. Without scripts the same challenge is met by sending it no sooner than after some
seconds, and from one network not often in a minute.
"""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.core.cache import cache

from allostream.lib import clock
from allostream.lib.problems import Problem, gettext_noop
from allostream.lib.proof_of_work import PARTS, is_solved, read_numbers
from allostream.web.allowances import Allowances
from allostream.web.http import PageRequest

HOUR = 3600
WAITS_PER_MINUTE = 3  # from one network: whoever waits must not be quicker than who lets a machine calculate
WAITS = Allowances()
TOKEN, ANSWER = "proof", "proof-answer"
NEVER_SENT_ON = frozenset({TOKEN, ANSWER, "csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a form carries: the signed token, and what a script needs to solve it."""

    token: str
    nonce: str
    bits: int
    wait: int  # seconds after which it may be sent without a sum

    @property
    def parts(self) -> int:
        """How many numbers solve it."""
        return PARTS


class ProofWanted(Problem):
    """Something is taken once its sender has let their machine calculate, or has waited.

    Details: the `challenge`, the `fields` to be sent again with it, and in `early` how many seconds were missing.
    """

    code = "proof-wanted"
    status = 429
    sentence = gettext_noop("Much is being sent at this moment, and we make sure that it is no program.")


def new_challenge(path: str) -> Challenge:
    """A challenge for the form at a path."""
    nonce, bits = secrets.token_urlsafe(12), settings.PROOF_BITS
    told = {"path": path, "nonce": nonce, "bits": bits, "at": clock.now().timestamp()}
    return Challenge(_signer().sign_object(told, compress=False), nonce, bits, settings.PROOF_WAIT)


def check(request: PageRequest, who: str) -> None:
    """Let a form pass that carries a challenge of its own which is met and was not used. Raises ProofWanted.

    `who` is the network from which it comes. One write for one that passes.
    """
    early = _missing(request, who)
    if early is not None:
        problem = ProofWanted(challenge=new_challenge(request.path), fields=fields_of(request), early=early)
        problem.retry_after = settings.PROOF_WAIT
        raise problem


def fields_of(request: PageRequest) -> Sequence[tuple[str, str]]:
    """What was sent, to be sent again."""
    return [
        (name, value) for name, values in request.POST.lists() if name not in NEVER_SENT_ON for value in values
    ]  # fmt: skip


def _missing(request: PageRequest, who: str) -> int | None:
    """None where the challenge of a form is met; else how many seconds it came too early, 0 for any other fault."""
    try:
        told = _signer().unsign_object(request.POST.get(TOKEN, ""))
    except signing.BadSignature:
        return 0
    age = clock.now().timestamp() - told["at"]
    if told["path"] != request.path or not 0 <= age < HOUR:
        return 0
    if not is_solved(told["nonce"], read_numbers(request.POST.get(ANSWER, "")), told["bits"]):
        if age < settings.PROOF_WAIT:
            return int(settings.PROOF_WAIT - age) + 1
        if WAITS.take(who, 1, WAITS_PER_MINUTE, time.monotonic()):
            return 0
    is_first: bool = cache.add(f"proof:{told['nonce']}", 1, HOUR)
    return None if is_first else 0


def _signer() -> signing.Signer:
    return signing.Signer(salt="allostream.proof")
