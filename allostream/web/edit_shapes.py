"""The addresses of facts and of edits of the catalogue, by language and by the name of their place
(allostream.web.addresses)."""

from collections.abc import Mapping

EDIT_SHAPES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "facts": "facts/{letter}/{id}",
        "fact_form": "facts/{letter}/{id}/suggest",
        "fact_history": "facts/{letter}/{id}/history",
        "fact": "fact/{id}",
        "suggestions": "suggestions",
        "regroup": "merge-or-split/{letter}/{id}",
        "regrouping": "regrouping/{id}",
        "numbering": "episode-numbers/{id}",
        "improve": "improve/{letter}/{id}",
        "edits": "edits",
        "edit": "edit/{id}",
        "edit_history": "history/{letter}/{id}",
    },
    "fr": {
        "facts": "faits/{letter}/{id}",
        "fact_form": "faits/{letter}/{id}/proposer",
        "fact_history": "faits/{letter}/{id}/historique",
        "fact": "fait/{id}",
        "suggestions": "faits-proposes",
        "regroup": "fusionner-ou-separer/{letter}/{id}",
        "regrouping": "regroupement/{id}",
        "numbering": "numeros-des-episodes/{id}",
        "improve": "ameliorer/{letter}/{id}",
        "edits": "modifications",
        "edit": "modification/{id}",
        "edit_history": "historique/{letter}/{id}",
    },
}
