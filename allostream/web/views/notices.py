"""Notices: how they are sent, the form, and the look at what it points at.

Nobody is signed in where a notice is sent, and nothing of a session counts: the form needs no token and no cookie, so
that whoever keeps none can send one too, and nothing typed is lost to a token that ran out.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BoundField, Form
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseRedirect
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from allostream.lib.ids import new_id
from allostream.lib.problems import NotFound, Problem
from allostream.rights_desk import proving, receiving
from allostream.rights_desk.case_rules import Door
from allostream.rights_desk.models import Message, Sender
from allostream.rights_desk.queries import NotWaiting, message_sealed
from allostream.rights_desk.reading.bulk import Column, Look
from allostream.rights_desk.reading.shape import Reading, Who
from allostream.rights_desk.secrets import seal_of
from allostream.web.addresses import Place, address, with_query
from allostream.web.fresh import Fresh
from allostream.web.http import PageRequest
from allostream.web.limits import TooMuchSent
from allostream.web.notices.allowance import take_notice
from allostream.web.notices.columns import choices, chosen, lack_of, shown
from allostream.web.notices.forms import LARGEST_FILE, NoticeForm
from allostream.web.notices.matters import Matter
from allostream.web.notices.preview import Hit, addresses_in, chosen_in, hits_of, ids_shown
from allostream.web.notices.reading import lines_of, reading_of
from allostream.web.notices.uploads import list_of, read_list, read_upload
from allostream.web.page import Page, everywhere, write
from allostream.web.secret_pages import secret
from allostream.web.views.errors import unknown_value
from allostream.web.views.pages import paragraphs

# What says how the form was sent, and the secret of a sender, is no part of what it says.
NOT_KEPT = frozenset({"do", "shown", "proof"})
SAME = timedelta(days=1)
MOST_KEPT = LARGEST_FILE * 4 // 3 + 2 * 1024 * 1024  # a file in base64, and what was typed
PLACES_OF = frozenset({"addresses", "file"})


@dataclass(frozen=True)
class Step:
    """A numbered part of the form; `has_places`: the one beside which the look stands."""

    heading: str
    fields: Sequence[BoundField]
    hint: str = ""
    has_places: bool = False


STEPS: Sequence[tuple[Any, tuple[str, ...]]] = (
    (gettext_lazy("The order"), (
        "order_kind", "authority", "legal_basis", "redress",
    )),
    (gettext_lazy("The work"), ("works", "originals")),
    (gettext_lazy("The infringing addresses"), ("addresses", "file")),
    (gettext_lazy("What is unlawful"), (
        "right_kind", "explanation", "territories", "exceptions", "exceptions_said", "ends_on", "gag_until",
    )),
    (gettext_lazy("You"), (
        "capacity", "notifier_kind", "name", "email", "holder", "postal", "phone", "reference",
    )),
    (gettext_lazy("Your statements"), ("us_law", "good_faith", "accuracy", "perjury", "signature")),
)  # fmt: skip


def matter_words(matter: Matter) -> str:
    """What a notice is about, as a choice."""
    return {
        Matter.COPYRIGHT: gettext("Copyright"),
        Matter.TRADEMARK: gettext("Trademark"),
        Matter.PRIVACY: gettext("Privacy, personal data"),
        Matter.OTHER: gettext("Another matter"),
        Matter.ORDER: gettext("Order of an authority"),
    }[matter]


def heading(matter: Matter) -> str:
    """The words over the form."""
    return {
        Matter.COPYRIGHT: gettext("Tell us about a link that infringes your rights"),
        Matter.TRADEMARK: gettext("Tell us about the misuse of a trademark"),
        Matter.PRIVACY: gettext("Tell us about a breach of your privacy"),
        Matter.OTHER: gettext("Tell us about something unlawful"),
        Matter.ORDER: gettext("Send us an order of an authority"),
    }[matter]


def lead(matter: Matter) -> str:
    """What the form is for, in a sentence."""
    return {
        Matter.COPYRIGHT: gettext("If all is there, the links are gone before you read the receipt."),
        Matter.TRADEMARK: gettext("A person looks at it, by the same clocks as at a notice about copyright."),
        Matter.PRIVACY: gettext("Personal data, your picture, your name: a person looks at it first of all."),
        Matter.OTHER: gettext("Whatever is unlawful and stands on this site: a person looks at it."),
        Matter.ORDER: gettext(
            "For courts and authorities (Digital Services Act, articles 9 and 10). An order goes before everything "
            "else."
        ),
    }[matter]


@require_safe
def how(request: PageRequest) -> HttpResponse:
    """How a notice is sent, what follows, and how to reach us. Three queries."""
    send = address(request.site.language, Place.NOTICE_SEND)
    page = Page(
        title=gettext("How to send a notice"),
        description=gettext("For holders of rights, authorities and everybody else: what to send, and what follows."),
        addresses=everywhere(Place.NOTICES),
    )
    context = {
        "send_address": send,
        "order_address": with_query(send, matter=Matter.ORDER),
        "answer_address": address(request.site.language, Place.NOTICE_ANSWER),
        "openapi_address": "/api/v1/openapi.json",
        "agent": paragraphs(request, "agent"),
        "contact": paragraphs(request, "contact"),
        "matters": [
            (one.value, matter_words(one), with_query(send, matter=one))
            for one in Matter
            if one is not Matter.COPYRIGHT
        ],
    }
    return write(request, "notices/how.html", page, context, fresh=Fresh())


def read_matter(request: PageRequest) -> Matter:
    """What the notice is about. Raises UnknownValue."""
    given = request.POST.get("matter", "") or request.GET.get("matter", "") or Matter.COPYRIGHT
    known = [one.value for one in Matter]
    if given not in known:
        raise unknown_value("matter", given, known, label=gettext("What it is about"))
    return Matter(given)


@csrf_exempt  # see above
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: PageRequest) -> HttpResponse:
    """The form; once it is sent, the page of the case. Fifteen queries to look, forty to act. Raises UnknownValue."""
    matter = read_matter(request)
    if request.method == "POST" and request.POST.get("do") in ("read", "back"):
        return _go_on(request)
    if request.method != "POST":
        asked = request.GET.get("url", "")
        form = NoticeForm(matter=matter, site=request.site, initial={"addresses": asked})
        return _page(request, form, hits_of(request, "", asked, chosen_in({})) if asked else [])
    form = NoticeForm(request.POST, request.FILES, matter=matter, site=request.site)
    hits = _hits(request, request.POST)
    if request.POST.get("do") != "send":
        return _page(request, NoticeForm(initial=_typed(request.POST), matter=matter, site=request.site), hits)
    try:
        take_notice(request)
        upload = request.FILES.get("file")
        content = upload.read() if upload and (upload.size or 0) <= LARGEST_FILE else b""
        message = _kept(request, content)
    except Problem as refused:
        return _refused(request, form, hits, refused)
    if request.POST.get("website"):
        form.add_error(None, gettext("Empty the last field: only programs fill it in."))
    if not form.is_valid():
        receiving.note_refused(message, f"The form was not complete: {', '.join(sorted(form.errors))}.")
        return _page(request, form, hits, status=422)
    try:
        if upload and (look := list_of(content, upload.name or "")):
            receiving.note_refused(message, "Its columns were shown; nothing was sent since.")
            return _columns(request, message, upload.name or "", look, look.columns)
        file = read_upload(content, upload.name or "", Who()) if upload else None
    except Problem as refused:
        receiving.note_refused(message, refused.code)
        return _refused(request, form, hits, refused, has_file=True)
    return _send(request, form, hits, message, file)


def _go_on(request: PageRequest) -> HttpResponse:
    """Send what was kept when the columns of its file were shown, with these as they stand now; or go back to the form.
    Raises NotWaiting, UnknownValue."""
    message = message_sealed(
        request.POST.get("kept", ""), request.POST.get("seal", ""), site=request.site.slug, within=SAME
    )
    given, name, content = _as_sent(message)
    given["shown"] = request.POST.get("shown", "")
    matter = Matter(given.get("matter") or Matter.COPYRIGHT)
    hits = _hits(request, given)
    if request.POST.get("do") == "back":
        return _page(request, NoticeForm(initial=_typed(given), matter=matter, site=request.site), hits)
    files = MultiValueDict({"file": [SimpleUploadedFile(name or "list", content)]})
    form = NoticeForm(given, files, matter=matter, site=request.site)
    if not form.is_valid():  # the day has changed, or what the form asks for
        return _page(request, form, hits, status=422)
    guessed = list_of(content, name)
    if guessed is None:
        raise NotWaiting
    look, columns = chosen(request.POST, guessed)
    if lack := lack_of(columns):
        return _columns(request, message, name, look, columns, trouble=lack, status=422)
    try:
        take_notice(request)
        file = read_list(content, look, columns)
    except Problem as refused:
        said = gettext(refused.sentence) % refused.details
        answer = _columns(request, message, name, look, columns, trouble=said, status=refused.status)
        return _may_wait(answer, refused)
    return _send(request, form, hits, message, file)


def _as_sent(message: Message) -> tuple[QueryDict, str, bytes]:
    """The fields of a form as they were kept, the name of its file, and what is in that."""
    sent = json.loads(bytes(message.content))
    name, content = sent.pop("file_name"), b64decode(sent.pop("file"))
    given = QueryDict(mutable=True)
    for field, value in sent.items():
        given.setlist(field, value if isinstance(value, list) else [value])
    return given, name, content


def _columns(
    request: PageRequest, message: Message, name: str, look: Look, columns: Mapping[int, Column], *, trouble: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """What each column of the file was taken for, with its first rows, before anything is sent."""
    page = Page(
        title=gettext("What each column holds"),
        description=gettext("Look whether we understood your file, and choose otherwise where not. Then send it."),
        is_indexed=False,
        is_secret=True,
    )
    context: dict[str, Any] = {
        "action": address(request.site.language, Place.NOTICE_SEND), "matter": read_matter(request).value, "name": name,
        "kept": message.public_id, "seal": seal_of(message), "shown": request.POST.get("shown", "")[:4000],
        "as": request.POST.get("as", "")[:40], "proof": request.POST.get("proof", "")[:80],
        "is_lists": look.is_lists, "has_heading": look.has_heading, "columns": shown(look, columns),
        "choices": choices(), "trouble": trouble,
    }  # fmt: skip
    return secret(write(request, "notices/columns.html", page, context, status=status))


def _kept(request: PageRequest, file: bytes) -> Message:
    """What was sent, as it was, before anything of it is read: all fields, with the file whole. Its token makes a form
    that is sent twice one message. Raises TooLong."""
    upload = request.FILES.get("file")
    sent: dict[str, Any] = {
        name: found[0] if len(found := request.POST.getlist(name)) == 1 else found
        for name in request.POST
        if name not in NOT_KEPT
    }
    sent |= {"file": b64encode(file).decode(), "file_name": upload.name if upload else ""}
    content = json.dumps(sent, ensure_ascii=True, sort_keys=True).encode()
    return receiving.keep_once(
        content, scope="form", within=SAME, door=Door.FORM, media_type="application/json", site=request.site.slug,
        most=MOST_KEPT,
    )  # fmt: skip


def proved_sender(request: PageRequest) -> Sender | None:
    """The sender as whom the form is sent, by the secret of their own page; None for one that is anybody's. Two
    queries, none for that."""
    if not request.POST.get("as"):
        return None
    try:
        return proving.sender_with_secret(request.POST["as"], request.POST.get("proof", ""))
    except NotFound:
        return None


def _hits(request: PageRequest, given: QueryDict) -> list[Hit]:
    return hits_of(request, given.get("works", ""), given.get("addresses", ""), chosen_in(given))


def _typed(given: QueryDict) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in ("shown", "pick", "do", "as", "proof")}


def _send(
    request: PageRequest, form: NoticeForm, hits: Sequence[Hit], message: Message, file: Reading | None
) -> HttpResponse:  # fmt: skip
    """Act on what was kept, and lead to the page of the case. `file` is what was read of one."""
    addresses = addresses_in(request, hits, lines_of(form.cleaned_data.get("addresses", "")))
    try:
        if not addresses and not (file and file.addresses):
            form.add_error("addresses", gettext("Tick at least one link, or name at least one address."))
            receiving.note_refused(message, "It names no address.")
            return _page(request, form, hits, status=422)
        reading = reading_of(
            form.matter, form.cleaned_data, addresses, of_us=form.of_us, language=request.visitor.language, file=file
        )
        sender = proved_sender(request)
        is_shown = sender is not None and sender.email == reading.sender.email.strip().lower()
        received = receiving.receive(message, reading, language=request.visitor.language, is_shown=is_shown)
    except Problem as refused:
        receiving.note_refused(message, refused.code)
        return _refused(request, form, hits, refused, has_file=bool(file))
    where = address(request.site.language, Place.NOTICE_CASE, id=received.case.public_id)
    return secret(HttpResponseRedirect(with_query(where, key=received.secret, new="1")))


def _refused(
    request: PageRequest, form: NoticeForm, hits: Sequence[Hit], refused: Problem, *, has_file: bool = False
) -> HttpResponse:  # fmt: skip
    """The form again with what was refused, and when it may be sent again."""
    form.add_error("file" if has_file and refused.status == 422 else None, gettext(refused.sentence) % refused.details)
    return _may_wait(_page(request, form, hits, status=refused.status), refused)


def _may_wait(response: HttpResponse, refused: Problem) -> HttpResponse:
    """An answer that tells a program, too, when it may send again."""
    if isinstance(refused, TooMuchSent):
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


@csrf_exempt  # it only reads
@require_POST
def look(request: PageRequest) -> HttpResponse:
    """What the form points at as it stands, as a part of its page: for the script that shows it."""
    hits = _hits(request, request.POST)
    response = render(request, "notices/hits.html", {"hits": hits, "shown": " ".join(ids_shown(hits))})
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: PageRequest, form: NoticeForm, hits: Sequence[Hit], *, status: int = 200) -> HttpResponse:
    matter, language = form.matter, request.site.language
    here = address(language, Place.NOTICE_SEND)
    page = Page(
        title=heading(matter), description=lead(matter),
        addresses={spoken: with_query(path, matter="" if matter is Matter.COPYRIGHT else matter)
                   for spoken, path in everywhere(Place.NOTICE_SEND).items()},
    )  # fmt: skip
    shown = ids_shown(hits)
    context: dict[str, Any] = {
        "matter": matter.value,
        "matters": [(one.value, matter_words(one), with_query(here, matter=one)) for one in Matter],
        "lead": lead(matter),
        "action": here,
        "preview_address": address(language, Place.NOTICE_LOOK),
        "token": request.POST.get("token", "")[:40] or new_id(),
        "steps": steps_of(form),
        "troubles": troubles(form),
        "hits": hits,
        "shown": " ".join(shown),
        "told": told(matter),
        "proved": proved_sender(request),
        "proof": request.POST.get("proof", "")[:80],
        **send_words(sum(pick.is_ticked for hit in hits for pick in hit.picks)),
    }
    response = write(request, "notices/send.html", page, context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def steps_of(form: NoticeForm) -> list[Step]:
    """The form in numbered steps; a step of which nothing is asked is left out."""
    found = []
    for words, names in STEPS:
        fields = [form[name] for name in names if name in form.fields]
        if fields:
            found.append(Step(str(words), fields, has_places="addresses" in names))
    return found


def troubles(form: Form) -> list[tuple[str, str, str]]:
    """What is to be mended: the field that it stands at, its label, what to do."""
    if not form.is_bound:
        return []
    found = []
    for name, errors in form.errors.items():
        label = str(form.fields[name].label) if name in form.fields else ""
        where = (
            name
            if name in form.fields and getattr(form.fields[name].widget, "input_type", "") == "radio"
            else f"id_{name}"
        )
        found.append((where if label else "", label, " ".join(map(str, errors))))
    return found


def send_words(count: int) -> dict[str, str]:
    """What stands on the button, by how many links are ticked; the other forms are for the script."""
    many = ngettext("Send notice for %(n)s link", "Send notice for %(n)s links", 2)
    none = gettext("Send the notice")
    one = gettext("Send notice for 1 link")
    said = (
        none
        if not count
        else ngettext("Send notice for %(n)s link", "Send notice for %(n)s links", count) % {"n": count}
    )
    return {"send": said, "send_none": none, "send_one": one, "send_many": many % {"n": "{}"}}


def told(matter: Matter) -> str:
    """What becomes of what is typed."""
    if matter is Matter.COPYRIGHT:
        return gettext(
            "Whoever submitted a link learns your name or that of your organisation, because they need it to contest "
            "the notice; your addresses and telephone number are passed on to nobody. The case is kept for five years."
        )
    return gettext("Your name and addresses are passed on to nobody. The case is kept for five years.")
