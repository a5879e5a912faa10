"""The addresses of the pages of notices and of the rights desk, by language and kind of page."""

from collections.abc import Mapping

NOTICE_SHAPES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "site_words": "bench/site",
        "desk": "bench/desk",
        "desk_many": "bench/desk/many",
        "senders": "bench/desk/senders",
        "sender": "bench/desk/senders/{id}",
        "desk_case": "bench/desk/{id}",
        "notices": "notices",
        "notice_send": "notices/send",
        "notice_look": "notices/look",
        "notice_answer": "notices/answer",
        "notice_case": "notices/case/{id}",
        "notice_who": "notices/who",
        "notice_sender": "notices/who/{id}",
        "flaggers": "notices/trusted-flaggers",
    },
    "fr": {
        "site_words": "examen/site",
        "desk": "examen/dossiers",
        "desk_many": "examen/dossiers/lots",
        "senders": "examen/dossiers/expediteurs",
        "sender": "examen/dossiers/expediteurs/{id}",
        "desk_case": "examen/dossiers/{id}",
        "notices": "signalements",
        "notice_send": "signalements/envoyer",
        "notice_look": "signalements/apercu",
        "notice_answer": "signalements/repondre",
        "notice_case": "signalements/dossier/{id}",
        "notice_who": "signalements/identite",
        "notice_sender": "signalements/identite/{id}",
        "flaggers": "signalements/signaleurs-de-confiance",
    },
}
