"""The API for verified senders of notices: JSON in and out, refusals by RFC 9457 (docs/rights-desk-pages.md).

A key is for programs, a session for people: no cookie counts here, so no token protects a form, for there is none.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from allostream.lib.ids import is_id
from allostream.lib.problems import NotFound, Problem, gettext_noop
from allostream.rights_desk import acns_answers, allowances, api_queries, receiving
from allostream.rights_desk.case_rules import DISPOSITION, Door, ItemState
from allostream.rights_desk.letters import ack_in_xml
from allostream.rights_desk.models import Case, Item, Message, SenderKey
from allostream.rights_desk.reading.program import MOST_ADDRESSES, NotRead, Wrong, read
from allostream.rights_desk.reading.shape import Kind, Reading, SenderKind, SignatureKind, Who
from allostream.rights_desk.secrets import secret_of
from allostream.web.addresses import Place, address, with_query
from allostream.web.http import PageRequest, own_origin
from allostream.web.notices.openapi import description
from allostream.web.notices.uploads import read_upload

View = Callable[..., HttpResponse]
CALLS_PER_MINUTE = 60  # of one key
ADDRESSES_PER_MINUTE = 200_000
LARGEST = 25 * 1024 * 1024
BYTES_PER_HOUR, HOUR = 500 * 1024 * 1024, 3600.0  # of one key: so much is kept, whatever becomes of it
SAME = timedelta(minutes=10)  # within which the same body of a sender is the same call
IN_ANSWER = 1000  # results in the answer to a notice; all of them stand at its own address, page by page
PAGE_SIZE = 1000
LONGEST_KEY = 200
# What a file is called that is sent without a name, by its type.
NAMES = {"text/csv": "list.csv", "application/xml": "notice.xml", "text/xml": "notice.xml", "text/plain": "list.txt"}
JSON_TYPES = ("application/json", "")  # "": none is named
FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")
LONGEST_IDEMPOTENCY = 200


class NoKey(Problem):
    """No key, or none that is in force."""

    code = "no-key"
    status = 401
    sentence = gettext_noop("Send the key of a verified sender: Authorization: Bearer …")


class TooLarge(Problem):
    """More bytes than one call may have."""

    code = "too-large"
    status = 413
    sentence = gettext_noop("A call may have 25 MB: part it into several.")


class LengthNeeded(Problem):
    """A body that comes in pieces without saying how long it is, which the server does not read."""

    code = "length-needed"
    status = 411
    sentence = gettext_noop("Send the body in one piece, with Content-Length.")


class TooFast(Problem):
    """More calls or addresses than one key may send in a minute; `retry_after` says when it goes on."""

    code = "too-fast"
    status = 429
    sentence = gettext_noop("More than this key may send in a minute: go on after the time in Retry-After.")

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.retry_after = max(1, int(wait) + 1)


class WrongMethod(Problem):
    """Another method than the address has; `allowed` are those that it has."""

    code = "wrong-method"
    status = 405
    sentence = gettext_noop("This address answers to %(allowed)s alone.")


class WrongType(Problem):
    """A body of a type that is not taken."""

    code = "wrong-type"
    status = 415
    sentence = gettext_noop("Send the body itself with its type, as %(wanted)s; a form is not taken here.")


class KeyUsed(Problem):
    """An idempotency key that came with another body before, or that is too long to be told from others."""

    code = "idempotency-key-used"
    status = 422
    sentence = gettext_noop(
        "Take another Idempotency-Key, of at most %(most)s characters: this one came with another body before, or is "
        "too long."
    )


class NotANotice(Problem):
    """What was sent cannot be taken as a notice; `errors` name each place."""

    code = "not-a-notice"
    status = 422
    sentence = gettext_noop("What was sent is no notice that can be taken: each fault is named with its place.")


def problem(refused: Problem, errors: Sequence[Wrong] = ()) -> HttpResponse:
    """A refusal for a program (RFC 9457)."""
    told: dict[str, Any] = {
        "type": "about:blank", "title": HTTPStatus(refused.status).phrase, "status": refused.status,
        "detail": gettext(refused.sentence) % refused.details, "code": refused.code,
    }  # fmt: skip
    if errors:
        told["errors"] = [{"pointer": one.pointer, "detail": one.detail} for one in errors]
    response = JsonResponse(told, status=refused.status, content_type="application/problem+json")
    if refused.retry_after:
        response.headers["Retry-After"] = str(refused.retry_after)
    if isinstance(refused, NoKey):
        response.headers["WWW-Authenticate"] = 'Bearer realm="rights desk"'
    if isinstance(refused, WrongMethod):
        response.headers["Allow"] = str(refused.details["allowed"])
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """An answer that nobody keeps."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def for_programs(*methods: str) -> Callable[[View], View]:
    """A view that asks for one of these methods and for a key, and answers in JSON, refusals too."""

    def wrapped(view: View) -> View:
        @wraps(view)
        def answer(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise WrongMethod(allowed=", ".join(methods))
                key = key_of(request)
                if wait := allowances.take("api-calls", key.public_id, 1.0, CALLS_PER_MINUTE):
                    raise TooFast(wait)
                return private(view(request, key, *args, **kwargs))
            except NotRead as not_read:
                return problem(NotANotice(), not_read.faults)
            except Problem as refused:
                return problem(refused)

        return csrf_exempt(answer)  # see above

    return wrapped


def key_of(request: PageRequest) -> SenderKey:
    """The key that a program shows. Two queries. Raises NoKey."""
    kind, _blank, key = request.headers.get("Authorization", "").partition(" ")
    found = api_queries.key_in_force(key.strip()[:LONGEST_KEY]) if kind.lower() == "bearer" else None
    if found is None:
        raise NoKey
    return found


def body_of(request: PageRequest) -> bytes:
    """What was sent, within bounds. Raises TooLarge and LengthNeeded."""
    if "Transfer-Encoding" in request.headers and not request.headers.get("Content-Length"):
        raise LengthNeeded
    content = request.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise TooLarge
    return bytes(content)


def who(key: SenderKey) -> Who:
    """The sender whose key it is."""
    row = key.sender
    return Who(SenderKind.LEGAL if row.organisation else SenderKind.NATURAL, row.name, row.organisation, row.email)


@for_programs("POST")
def notices(request: PageRequest, key: SenderKey) -> HttpResponse:
    """Take a notice in JSON. Forty queries and some for each two hundred addresses."""
    if request.content_type not in JSON_TYPES:
        raise WrongType(wanted="application/json")
    return _take(request, key, lambda content: read(content, who(key)), "application/json")


@for_programs("POST")
def uploads(request: PageRequest, key: SenderKey) -> HttpResponse:
    """Take a file: ACNS XML, CSV, TXT or XLSX, by its type and name. The same as for JSON."""
    if request.content_type in FORM_TYPES:
        raise WrongType(wanted="text/csv")
    name = request.GET.get("name", "")[:300].replace("\x00", "")
    called = name or NAMES.get(request.content_type or "", "")
    return _take(
        request, key, lambda content: read_upload(content, called, who(key), SignatureKind.KEY),
        request.content_type or "", Door.UPLOAD, name,
    )  # fmt: skip


def _take(
    request: PageRequest, key: SenderKey, reader: Callable[[bytes], Reading], media_type: str, door: Door = Door.API,
    name: str = "",
) -> HttpResponse:  # fmt: skip
    """Keep the body before anything is read of it, and receive what it says; what is refused is kept with why."""
    content = body_of(request)
    if wait := allowances.take("api-bytes", key.public_id, len(content), BYTES_PER_HOUR, period=HOUR):
        raise TooFast(wait)
    again = request.headers.get("Idempotency-Key", "").replace("\x00", "")
    message = receiving.keep_once(
        content, scope=f"api {key.sender.public_id} {again}", within=SAME, door=door, media_type=media_type, name=name,
        site=request.site.slug,
    )  # fmt: skip
    try:
        first, is_again = _received(request, key, reader, message, content, again)
    except NotRead as wrong:
        receiving.note_refused(message, "; ".join(f"{one.pointer}: {one.detail}" for one in wrong.faults[:20]))
        raise
    except Problem as refused:
        receiving.note_refused(message, refused.code)
        raise
    if wants_xml(request):
        return in_xml(_xml_told(first), status=200 if is_again else 201)
    answer = case_told(request, first)
    answer["results"] = results(request, first, 0, IN_ANSWER)
    response = JsonResponse(answer, status=200 if is_again else 201 if is_done(first) else 202)
    response.headers["Location"] = answer["url"]
    return response


def _received(
    request: PageRequest, key: SenderKey, reader: Callable[[bytes], Reading], message: Message, content: bytes,
    again: str,
) -> tuple[Case, bool]:  # fmt: skip
    """The case of a call, and whether it was there before. Raises NotRead, KeyUsed, TooFast, TooLong."""
    if len(again) > LONGEST_IDEMPOTENCY:
        raise KeyUsed(most=LONGEST_IDEMPOTENCY)
    reading = reader(content)
    cost = len(reading.addresses)
    if wait := allowances.take("api-addresses", key.public_id, cost, max(ADDRESSES_PER_MINUTE, cost)):
        raise TooFast(wait)
    received = receiving.receive(
        message, reading, language=spoken(request, reading.language), key=key, idempotency=again
    )
    if received.is_again and api_queries.digest_of(received.case) != sha256(content).hexdigest():
        raise KeyUsed(most=LONGEST_IDEMPOTENCY)
    return received.case, received.is_again


def spoken(request: PageRequest, language: str) -> str:
    """In which language a sender is written to: the one asked for where a site here speaks it."""
    wanted = language.lower().partition("-")[0]
    return wanted if wanted in {site.language for site in request.sites} else request.visitor.language


def is_done(case: Case) -> bool:
    """Whether every address is matched."""
    return case.taken >= case.said


@for_programs("GET", "HEAD")
def case(request: PageRequest, key: SenderKey, id: str) -> HttpResponse:
    """How a case of this sender stands, in JSON or as a NoticeStatus of ACNS. Four queries. Raises NotFound, for
    those of others too."""
    row = _own(key, id)
    return in_xml(acns_answers.status_of([row])) if wants_xml(request) else JsonResponse(case_told(request, row))


def wants_xml(request: PageRequest) -> bool:
    """Whether a program would rather be answered in ACNS XML."""
    return request.get_preferred_type(["application/json", "application/xml"]) == "application/xml"


def in_xml(document: str, status: int = 200) -> HttpResponse:
    """A document of ACNS as an answer."""
    return HttpResponse(document, content_type="application/xml; charset=utf-8", status=status)


def _xml_told(case: Case) -> str:
    """A NoticeAck; to a StatusRequest a NoticeStatus of the cases of this sender that it names."""
    if case.kind == Kind.QUESTION and case.sender:
        named = case.read_record.content.get("refers_to", [])
        if found := acns_answers.cases_asked_for(case.sender, named):
            return acns_answers.status_of(found, asked_at=case.received_at)
    return ack_in_xml(case)


@for_programs("GET", "HEAD")
def items(request: PageRequest, key: SenderKey, id: str) -> HttpResponse:
    """What became of each address, a thousand at a time; `next` is where it goes on. Five queries."""
    row = _own(key, id)
    start = request.GET.get("after", "0")
    if not (start.isascii() and start.isdigit() and len(start) < 8):
        raise NotRead([Wrong("after", "must be a whole number")])
    rows = results(request, row, int(start), PAGE_SIZE)
    here = f"{own_origin(request)}/api/v1/notices/{row.public_id}/items"
    after = int(start) + len(rows)
    return JsonResponse({"items": rows, "next": f"{here}?after={after}" if len(rows) == PAGE_SIZE else None})


def _own(key: SenderKey, number: str) -> Case:
    found = api_queries.case_of_sender(key.sender, number if is_id(number) else "")
    if found is None:
        raise NotFound
    return found


def case_told(request: PageRequest, case: Case) -> dict[str, Any]:
    """A case as programs read it."""
    origin = own_origin(request)
    page = address(request.site.language, Place.NOTICE_CASE, id=case.public_id)
    return {
        "case": case.public_id,
        "url": f"{origin}/api/v1/notices/{case.public_id}",
        "page": origin + with_query(page, key=secret_of(case)),
        "kind": case.kind,
        "subject": case.subject,
        "reference": case.reference,
        "state": case.state,
        "level": case.level,
        "missing": case.missing,
        "received_at": case.received_at.isoformat(),
        "acted_at": case.acted_at.isoformat() if case.acted_at else None,
        "addresses": case.said,
        "matched": case.taken,
        "counts": api_queries.states_of(case),
        "items_url": f"{origin}/api/v1/notices/{case.public_id}/items",
    }


def results(request: PageRequest, case: Case, start: int, most: int) -> list[dict[str, Any]]:
    """What became of addresses from a place on."""
    return [item_told(request, item) for item in api_queries.items_from(case, start, most)]


def item_told(request: PageRequest, item: Item) -> dict[str, Any]:
    """One address as programs read it: as it was said, how it stands, which links it means and what each rests on."""
    told: dict[str, Any] = {
        "number": item.position + 1, "item": item.public_id, "url": item.said, "status": item.state,
        "disposition": DISPOSITION[ItemState(item.state)], "match": item.match or None,
        "links": [link_told(request, one) for one in item.found.all()],
    }  # fmt: skip
    optional = {"reason": item.refused, "why": item.why, "note": item.note}
    told |= {name: value for name, value in optional.items() if value}
    if item.decided_at:
        told["decided_at"] = item.decided_at.isoformat()
    return told


def link_told(request: PageRequest, one: Any) -> Mapping[str, Any]:
    """A link that an address means; its own address is given to nobody."""
    return {
        "link": one.link.public_id, "url": f"{own_origin(request)}/l/{one.link.public_id}", "match": one.match,
        "state": one.state, "protection": one.protection or None, "rests_on": one.rests_on,
    }  # fmt: skip


@require_safe
def openapi(request: PageRequest) -> HttpResponse:
    """The description of this API (OpenAPI 3.1), for everybody. No query."""
    return JsonResponse(description(own_origin(request), MOST_ADDRESSES), json_dumps_params={"indent": 1})
