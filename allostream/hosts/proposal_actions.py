"""Every write of proposals, proofs and objections.

Use allostream.links.listing for what changes how a host or channel stands: it also shows or hides their links.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from django.db import IntegrityError, transaction

from allostream.audit import actions as audit
from allostream.audit.rules import Actor
from allostream.freshness.actions import raise_stamp
from allostream.freshness.rules import Subject
from allostream.hosts import proposal_rules as rules
from allostream.hosts.actions import load_hosts
from allostream.hosts.models import Channel, Host, Objection, Proof, Proposal, Standing
from allostream.hosts.proposal_queries import open_objections, proof_of, weighed
from allostream.hosts.proposal_rules import NewChannel, NewProof
from allostream.hosts.rules import HostRow
from allostream.lib import clock
from allostream.lib.problems import Forbidden, NotFound, Problem, gettext_noop
from allostream.outbox import actions as outbox

WINDOW_ENDS = "hosts.window-ends"
PROOF_ENDS = "hosts.proof-ends"


class AlreadyProposed(Problem):
    """It is proposed or listed already."""

    code = "already-proposed"
    status = 409
    sentence = gettext_noop("“%(name)s” is proposed or listed already.")


class BadProof(Problem):
    """A proof that cannot be right."""

    code = "bad-proof"
    status = 422
    sentence = gettext_noop("The proof “%(kind)s” cannot be taken: correct its field “%(field)s”.")


class TextNeeded(Problem):
    """A text that is missing, too short or too long."""

    code = "text-needed"
    status = 422
    sentence = gettext_noop("Write between %(least)s and %(most)s characters: there are %(given)s.")


class ObjectionsClosed(Problem):
    """A proposal that is decided takes no objections any more."""

    code = "objections-closed"
    status = 409
    sentence = gettext_noop("This proposal is decided: write to the desk of the site instead.")


class TooManyObjections(Problem):
    """More objections in an hour than people can have written."""

    code = "too-many-objections"
    status = 429
    sentence = gettext_noop("Very many objections came in this hour: send yours again in an hour.")
    retry_after = 3600


class WindowRuns(Problem):
    """Nothing is listed before everybody had the time to object."""

    code = "window-runs"
    status = 409
    sentence = gettext_noop("Anybody may still object: it can be listed once the four weeks are over.")


class ProofNeeded(Problem):
    """Nothing is listed without proof of whose it is."""

    code = "proof-needed"
    status = 409
    sentence = gettext_noop("It is not shown whose this is: add one strong proof, or two of medium strength.")


class OwnProposal(Forbidden):
    """Who proposed something does not decide to list it."""

    code = "own-proposal"
    sentence = gettext_noop("Somebody else has to decide on what you proposed.")


def propose_host(row: HostRow, proofs: Sequence[NewProof], *, by: Actor, why: str) -> Proposal:
    """Propose a host, new or known and not listed; it stands as proposed for four weeks at least.

    Raises AlreadyProposed, BadProof, TextNeeded for an empty reason, and BadHost of allostream.hosts.rules.
    """
    with transaction.atomic():
        known = Host.objects.select_for_update().filter(slug=row.slug).first()
        if known and known.stands == Standing.LISTED:
            raise AlreadyProposed(name=known.name)
        load_hosts([HostRow(**{**vars(row), "stands": "proposed"})], by=by, why=why)
        return _open(Host.objects.get(slug=row.slug), None, proofs, by, why)


def propose_channel(new: NewChannel, proofs: Sequence[NewProof], *, by: Actor, why: str) -> Proposal:
    """Propose a channel at a known host, new or known and not listed.

    Raises NotFound for an unknown host, AlreadyProposed, BadProof, and TextNeeded for an empty reason.
    """
    with transaction.atomic():
        host = Host.objects.filter(slug=new.host).first()
        if host is None:
            raise NotFound
        channel = Channel.objects.select_for_update().filter(host=host, key=new.key).first()
        if channel and channel.stands == Standing.LISTED:
            raise AlreadyProposed(name=channel.name)
        if channel is None:
            channel = Channel.objects.create(
                host=host, key=new.key, name=new.name, kind=new.kind, address=new.address, holder=new.holder
            )
        return _open(host, channel, proofs, by, why)


def _open(host: Host, channel: Channel | None, proofs: Sequence[NewProof], by: Actor, why: str) -> Proposal:
    _check_text(why, least=1)
    subject, now = channel or host, clock.now()
    try:
        with transaction.atomic():
            proposal = Proposal.objects.create(
                host=host, channel=channel, why=why, proposed_by=_written(by), opened_at=now,
                closes_at=now + rules.WINDOW,
            )  # fmt: skip
    except IntegrityError as error:  # one is open already
        raise AlreadyProposed(name=subject.name) from error
    _add_proofs(host, channel, proofs, by)
    _set_standing(proposal, Standing.PROPOSED)
    outbox.post(WINDOW_ENDS, {"proposal": proposal.public_id}, due_at=proposal.closes_at)
    audit.record(
        "proposal.open", by=by, subject_kind="proposal", subject_id=proposal.public_id, why=why,
        after={"host": host.public_id, "channel": channel.public_id if channel else "", "closes": proposal.closes_at},
    )  # fmt: skip
    return proposal


def refuse_channel(public_id: str, *, by: Actor, why: str) -> Channel:
    """Refuse a channel however it stands, as for mass uploading; an open proposal of it is refused with it.

    Raises NotFound, and TextNeeded for an empty reason.
    """
    _check_text(why, least=1)
    with transaction.atomic():
        # The proposal before its channel, as who decides on it does.
        proposal = Proposal.objects.filter(channel__public_id=public_id, state=Proposal.State.OPEN).first()
        if proposal:
            close(proposal.public_id, lists=False, by=by, why=why)
        channel = Channel.objects.select_for_update().filter(public_id=public_id).first()
        if channel is None:
            raise NotFound
        if channel.stands != Standing.REFUSED:
            before = {"stands": channel.stands, "carries": channel.carries}
            channel.stands, channel.carries, channel.version = Standing.REFUSED, False, channel.version + 1
            channel.save(update_fields=["stands", "carries", "version"])
            raise_stamp(Subject.HOSTS)
            audit.record(
                "channel.refuse", by=by, subject_kind="channel", subject_id=public_id, why=why, before=before,
                after={"stands": channel.stands, "carries": channel.carries},
            )  # fmt: skip
    return channel


def add_proof(public_id: str, proof: NewProof, *, by: Actor, why: str = "") -> Proof:
    """Add a proof to what is proposed or was listed by a proposal. Raises NotFound and BadProof."""
    with transaction.atomic():
        proposal = lock(public_id)
        (added,) = _add_proofs(proposal.host, proposal.channel, [proof], by)
        audit.record(
            "proposal.proof", by=by, subject_kind="proposal", subject_id=public_id, after={"kind": proof.kind}, why=why
        )
        raise_stamp(Subject.HOSTS)
    return added


def _add_proofs(host: Host, channel: Channel | None, proofs: Sequence[NewProof], by: Actor) -> list[Proof]:
    now = clock.now()
    for proof in proofs:
        if faults := rules.faults_of_proof(proof, now.date()):
            raise BadProof(kind=proof.kind, field=faults[0])
    return Proof.objects.bulk_create(
        Proof(
            host=host, channel=channel, kind=proof.kind, seen_on=proof.seen_on, address=proof.address,
            capture=proof.capture, said=proof.said, added_by=_written(by), added_at=now,
        )
        for proof in proofs
    )  # fmt: skip


def object_to(public_id: str, text: str, *, by: Actor, email: str = "") -> Objection:
    """Object to an open proposal; nobody needs an account. The address is for moderators, who may have to ask back.

    What somebody says stays out of the audit, which keeps that it was said. Raises NotFound, ObjectionsClosed,
    TextNeeded and TooManyObjections.
    """
    _check_text(text, least=rules.SHORTEST_TEXT)
    with transaction.atomic():
        proposal = lock(public_id)
        if proposal.state != Proposal.State.OPEN:
            raise ObjectionsClosed
        now = clock.now()
        lately = Objection.objects.filter(made_at__gt=now - rules.HOUR)
        made = list(lately.filter(proposal=proposal).values_list("made_at", flat=True))
        if not rules.has_room(made, open_objections(proposal), lately.count(), now):
            raise TooManyObjections
        objection = Objection.objects.create(proposal=proposal, text=text.strip(), email=email, made_at=now)
        audit.record(
            "proposal.object", by=by, subject_kind="proposal", subject_id=public_id,
            after={"objection": objection.public_id},
        )  # fmt: skip
        raise_stamp(Subject.HOSTS)  # pages tell whether a proposal waits for a person
    return objection


def forget_addresses(before: datetime, *, by: Actor) -> int:
    """Delete the e-mail addresses of objections that were answered before a moment; returns how many.

    They were given to ask back, and are kept no longer than that takes (regulation (EU) 2016/679, article 5(1)(e)).
    The audit never held them, and keeps how many were deleted.
    """
    with transaction.atomic():
        over = Objection.objects.filter(answered_at__lt=before).exclude(email="")
        forgotten = over.update(email="")
        if forgotten:
            audit.record(
                "proposal.forget-addresses", by=by, subject_kind="privacy", subject_id="proposals",
                after={"objections": forgotten},
            )  # fmt: skip
            raise_stamp(Subject.HOSTS)
    return forgotten


def close(public_id: str, *, lists: bool, by: Actor, why: str) -> Proposal:
    """Decide on an open proposal: list it or refuse it. Open objections are answered with the reason.

    Anybody who may decide can refuse at any time. To list needs the four weeks, proof, and somebody who did not propose
    it. Raises NotFound, AlreadyProposed when it is decided, WindowRuns, ProofNeeded, OwnProposal, TextNeeded.
    """
    _check_text(why, least=1)
    with transaction.atomic():
        proposal = lock(public_id)
        if proposal.state != Proposal.State.OPEN:
            raise AlreadyProposed(name=(proposal.channel or proposal.host).name)
        if lists:
            _check_may_list(proposal, by)
        state = Proposal.State.LISTED if lists else Proposal.State.REFUSED
        proposal.state, proposal.decided_at = state, clock.now()
        proposal.decided_by, proposal.decided_why = _written(by), why
        proposal.save(update_fields=["state", "decided_at", "decided_by", "decided_why"])
        proposal.objections.filter(upheld=None).update(upheld=not lists, answer=why, answered_at=clock.now())
        _set_standing(proposal, Standing.LISTED if lists else Standing.REFUSED, why)
        if proposal.channel:
            weigh_channel(proposal.channel)
        audit.record(
            "proposal.decide", by=by, subject_kind="proposal", subject_id=public_id, why=why,
            before={"state": "open"}, after={"state": state.value},
        )  # fmt: skip
    return proposal


def weigh_channel(channel: Channel) -> bool:
    """Let a channel carry its copies, or not, as it stands and as its proofs weigh today; says whether that changed.

    In the caller's transaction, under its audit entry. The day on which a proof is a year old comes by the outbox.
    """
    today = clock.now().date()
    proof = weighed(Proof.objects.filter(channel=channel), today, channel.named_on)
    carries = channel.stands == Standing.LISTED and proof.carries
    if carries and proof.recheck_on:
        due_at = datetime.combine(proof.recheck_on, time(), UTC)
        payload = {"channel": channel.public_id}
        outbox.post(PROOF_ENDS, payload, unique_key=f"{channel.public_id} {proof.recheck_on}", due_at=due_at)
    if carries == channel.carries:
        return False
    channel.carries = carries
    channel.version += 1
    channel.save(update_fields=["carries", "version"])
    raise_stamp(Subject.HOSTS)
    return True


def _check_may_list(proposal: Proposal, by: Actor) -> None:
    now = clock.now()
    if now < proposal.closes_at:
        raise WindowRuns
    if _written(by) == proposal.proposed_by:
        raise OwnProposal
    if not proof_of(proposal, now.date()).is_shown:
        raise ProofNeeded


def _set_standing(proposal: Proposal, stands: str, why: str = "") -> None:
    """Let the host or channel stand as its proposal says; a refused host keeps the reason as its remark."""
    subject = proposal.channel or proposal.host
    subject.stands = stands
    subject.version += 1
    columns = ["stands", "version"]
    if isinstance(subject, Host) and stands == Standing.REFUSED:
        # The reason takes the place of the remark in both languages: what was said before holds no longer.
        subject.note, subject.note_fr = why, ""
        columns += ["note", "note_fr"]
    subject.save(update_fields=columns)
    raise_stamp(Subject.HOSTS)


def lock(public_id: str) -> Proposal:
    """A proposal, locked in the caller's transaction: objections and decisions come one after the other.
    Raises NotFound.
    """
    found = Proposal.objects.select_related("host", "channel").filter(public_id=public_id)
    proposal = found.select_for_update(of=("self",)).first()
    if proposal is None:
        raise NotFound
    return proposal


def _check_text(text: str, *, least: int) -> None:
    given = len(text.strip())
    if not least <= given <= rules.LONGEST_TEXT:
        raise TextNeeded(least=str(least), most=str(rules.LONGEST_TEXT), given=str(given))


def _written(by: Actor) -> str:
    return f"{by.kind}:{by.id}"[:100]
