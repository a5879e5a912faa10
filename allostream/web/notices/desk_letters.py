"""Letters of the desk to choose from, in the language of whoever reads them, from the law's own words."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext

from allostream.lib import clock
from allostream.rights_desk.models import Case
from allostream.rights_desk.wording import element_name
from allostream.web.formats import day

TEMPLATES = ("missing", "which-link", "mandate", "licensed", "unfounded", "received-order", "effect", "other-forum")


def template_words(name: str) -> str:
    """A letter as a choice."""
    return {
        "missing": gettext("What is missing"),
        "which-link": gettext("Which link?"),
        "mandate": gettext("Show your mandate"),
        "licensed": gettext("The copy is licensed"),
        "unfounded": gettext("Warning: unfounded notices"),
        "received-order": gettext("Receipt of an order"),
        "effect": gettext("Effect of an order"),
        "other-forum": gettext("Write to the host as well"),
    }[name]


def letter(name: str, case: Case) -> str:
    """The text of a letter for a case, to be looked over before it is sent; "" for a name that is none."""
    with translation.override(case.language):
        return _texts(case).get(name, "")


def _texts(case: Case) -> Mapping[str, str]:
    until = day((clock.now() + timedelta(days=7)).date(), case.language)
    asked = "\n".join(f"- {element_name(one)}" for one in case.missing)
    return {
        "missing": gettext(
            "Your notice cannot be acted on yet: it does not contain what the law asks for (Digital Services Act, "
            "article 16(2); 17 U.S.C. 512(c)(3)(A)). Please add this until %(until)s:\n\n%(asked)s"
        )
        % {"until": until, "asked": asked or gettext("- what is named on the page of the case")},
        "which-link": gettext(
            "You name a page on which several links are listed. The law asks for the exact electronic location of what "
            "you hold to be unlawful (article 16(2)(b)). Please say on the page of the case which links you mean: "
            "beside each stands the right on which it rests."
        ),
        "mandate": gettext(
            "You write for the holder of a right. Please show that you may: by a signed authority, by a message "
            "from an address of the holder’s own domain, or by a file at that domain. Until then a person looks at "
            "everything that you send before anything is done."
        ),
        "licensed": gettext(
            "We have looked at the links that you name. They lead to offers that are licensed, by the service’s "
            "own word and by the evidence on the page of each link. We therefore leave them. If the licence has ended, "
            "tell us since when."
        ),
        "unfounded": gettext(
            "Notices that you have sent were manifestly unfounded. This is the warning that the law asks for before a "
            "suspension (Digital Services Act, article 23(2)): if more such notices arrive, yours are not processed "
            "for 30 days. You can contest this on the page of the case."
        ),
        "received-order": gettext(
            "We have received your order, and give effect to it. We report to you without undue delay whether and when "
            "effect was given (Digital Services Act, articles 9(1) and 10(1))."
        ),
        "effect": gettext(
            "Effect was given to your order at the moment that stands on the page of the case. Whoever submitted the "
            "links is told, with the reasons, the territory and the redress that is open, unless you have ordered "
            "otherwise (article 9(5))."
        ),
        "other-forum": gettext(
            "This site hosts no video: it lists addresses. We have withdrawn the links. The copy itself is at its "
            "host, who alone can remove it: please write to the host as well."
        ),
    }  # fmt: skip
