"""What people say of a link: whether it works where they are, and how good it is. Nobody needs an account for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from allostream.catalogue.queries import TitleHead
from allostream.community import confirming
from allostream.community import confirming_queries as voices
from allostream.community import reporting_queries as reports
from allostream.community.confirming_rules import Aspect, Grade, Week, freshness
from allostream.lib import countries
from allostream.links import queries as links
from allostream.links.queries import LinkRow, NotShownHere
from allostream.web.addresses import Place, address, with_query
from allostream.web.done import done_sentence
from allostream.web.facts.asking import see_other
from allostream.web.formats import day
from allostream.web.http import PageRequest
from allostream.web.limits import take_sent
from allostream.web.page import Page, everywhere, write
from allostream.web.report_words import answer_words, fault_word, state_word
from allostream.web.views.errors import unknown_value
from allostream.web.views.preferences import own_pages_only
from allostream.web.views.titles import title_with_key
from allostream.web.views.watch import to_title
from allostream.web.voice_words import aspect_word, fresh_words, grade_word, people_words
from allostream.web.voters import who_speaks


@dataclass(frozen=True)
class AspectLine:
    """An aspect of a copy: what people find of it, and the grades that one can give."""

    name: str
    word: str
    found: str
    grades: Sequence[tuple[int, str]]


@own_pages_only
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: PageRequest, id: str) -> HttpResponse:
    """What is said of a link, and the forms to say more; eleven queries or twelve. A form leads back here.

    Made anew each time: whoever has just tapped sees it counted, which the pages of titles show a little later.
    A link that is not for the reader's country leads to the page of its title, which says why.
    """
    try:
        row = links.link_with_id(request.visitor, id)
    except NotShownHere as hidden:
        return to_title(request, hidden.details["title_id"])
    if request.method == "POST":
        return spoken(request, row)
    title = title_with_key(request, row.title_id)
    return link_page(request, row, title)


def spoken(request: PageRequest, row: LinkRow) -> HttpResponse:
    """Count a voice on whether a link works, or grades of its quality. Raises UnknownValue and TooMuchSent."""
    who, site = who_speaks(request), request.site.slug
    if "works" in request.POST:
        works = one_of(request, "works", ("0", "1")) == "1"
        take_sent(request)
        country = row.country or request.visitor.country
        confirming.say_whether_it_works(row.public_id, country, works=works, who=who, site=site)
        told = "works" if works else "fails"
    else:
        grades = {
            aspect: Grade(int(one_of(request, aspect.value, [str(int(grade)) for grade in Grade])))
            for aspect in Aspect
            if request.POST.get(aspect.value)
        }
        take_sent(request)
        if grades:
            confirming.grade(row.public_id, grades, who=who, site=site)
        told = "graded" if grades else ""
    return see_other(with_query(address(request.site.language, Place.LINK, id=row.public_id), told=told))


def one_of(request: PageRequest, name: str, known: Sequence[str]) -> str:
    """The value of a field that has one of a few. Raises UnknownValue."""
    value = request.POST[name]
    if value not in known:
        raise unknown_value(name, value, known)
    return value


def told_sentences() -> Mapping[str, str]:
    """What a form has just done, by its code."""
    return {
        "works": gettext("Thank you: counted. It helps others who look for a copy that works."),
        "fails": gettext("Thank you: counted. If others say so too, we ask its host before its turn."),
        "graded": gettext("Thank you: your grades are counted."),
    }


def link_page(request: PageRequest, row: LinkRow, title: TitleHead) -> HttpResponse:
    """The page of a link."""
    visitor = request.visitor
    language, today = visitor.language, visitor.now.date()
    weeks = voices.weeks_of_link(row.public_id, today)
    witnesses = voices.witnesses_of(row.public_id)
    page = Page(
        title=gettext("What people say of this link: %(title)s") % {"title": title.name},
        description=gettext("Whether it works in which country, and how good picture, sound and subtitles are."),
        addresses=everywhere(Place.LINK, id=row.public_id),
        is_indexed=False,
    )
    context = {
        "link": row,
        "title": title,
        "told": done_sentence(request, told_sentences, "told"),
        "country": row.country or visitor.country,
        "by_country": by_country(weeks, row.country or visitor.country, request),
        "aspects": aspect_lines(row.public_id, language),
        "faults": [
            (
                fault_word(fault, language),
                state_word(fault.state),
                answer_words(fault),
                day(fault.opened_at.date(), language),
            )
            for fault in reports.faults_of_link(row.public_id)
        ],
        "witnesses": people_words(witnesses, language) if witnesses else "",
    }
    response = write(request, "pages/link.html", page, context)
    response.headers["Cache-Control"] = "no-store"
    return response


def by_country(weeks: Mapping[str, Sequence[Week]], own: str, request: PageRequest) -> list[tuple[str, str]]:
    """What is said in each country, the reader's own first, then by name: the name and the sentence."""
    language, today = request.visitor.language, request.visitor.now.date()
    told = {country: freshness(of_country, today) for country, of_country in weeks.items()}
    named = sorted((country != own, countries.name(country, language), country) for country in told)
    return [(name, fresh_words(one, country, today, language)) for _, name, country in named if (one := told[country])]


def aspect_lines(link_id: str, language: str) -> list[AspectLine]:
    """Each aspect with what people find. One query."""
    found = voices.quality_of_link(link_id)
    lines = []
    for aspect in Aspect:
        said = ""
        if aspect in found:
            grade, votes = found[aspect]
            values = {"grade": grade_word(grade), "people": people_words(votes, language)}
            said = gettext("%(grade)s (%(people)s)") % values
        grades = [(int(grade), grade_word(grade)) for grade in reversed(Grade)]
        lines.append(AspectLine(aspect.value, aspect_word(aspect), said, grades))
    return lines


def fault_lines(link_id: str, language: str) -> list[tuple[str, str, str, str]]:
    """What was reported of a link, how that stands, the answer, since when. One query."""
    return [
        (fault_word(one, language), state_word(one.state), answer_words(one), day(one.opened_at.date(), language))
        for one in reports.faults_of_link(link_id)
    ]
