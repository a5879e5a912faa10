"""What pages of video hosts say when they show no video, in the languages of the hosts we list. Pure.

They are looked for in the title, the headings and the words of a short page, never in the whole of a long one, and
without accents and punctuation. Whole words count (“404” is not in “1404”), but in scripts without spaces.
"""

from collections.abc import Iterable

from allostream.checks.rules import Seen
from allostream.lib.names import folded

NO_SPACES = "\u3000"  # from here on, scripts are written without spaces between words

MISSING = (
    "page not found", "page not be found", "can't be found", "cannot be found", "could not be found", "404 not found",
    "video unavailable", "video not available", "this video is unavailable",
    "this video is no longer available", "this video isn't available", "video has been removed", "video was removed",
    "video has been deleted", "item cannot be found", "item not available", "content is not available",
    "content is no longer available", "we can't find the page", "we can't find that page", "we couldn't find the page",
    "we couldn't find that page", "we can't find this", "we couldn't find this", "we could not find the page",
    "program not found", "programme not found", "video has expired", "video is private", "file not found",
    "video not found", "page introuvable", "video introuvable", "cette page n'existe", "la page n'existe",
    "page demandee n'existe", "n'est plus disponible", "cette video n'est pas disponible", "contenu indisponible",
    "video indisponible", "video a ete supprimee", "erreur 404", "error 404", "404 error", "seite nicht gefunden",
    "nicht mehr verfugbar", "nicht langer verfugbar", "pagina no encontrada", "ya no esta disponible",
    "pagina non trovata", "non e piu disponibile", "pagina nao encontrada", "ja nao esta disponivel",
    "pagina niet gevonden", "niet meer beschikbaar", "sidan hittades inte", "inte langre tillganglig",
    "siden ble ikke funnet", "ikke lenger tilgjengelig", "siden blev ikke fundet", "ikke laengere tilgaengelig",
    "sivua ei loytynyt", "ei ole enaa katsottavissa", "nie znaleziono strony", "stranka nenalezena",
    "страница не найдена", "видео удалено", "видео недоступно", "ページが見つかりません",
    "公開終了", "配信は終了", "页面不存在",
)  # fmt: skip
# Too few words to be believed wherever they stand, for works are called so: they count where they are all that a part
# of a title says, or where it says of what they are true.
WEAK_WORDS = (
    "not found", "404", "does not exist", "doesn't exist", "no longer exists", "no longer available", "nothing here",
    "is missing", "dead link", "has expired", "is private", "introuvable", "n'existe pas", "n'existe plus",
    "plus disponible", "a ete supprimee", "a ete supprime", "nicht gefunden", "existiert nicht", "wurde geloscht",
    "wurde entfernt", "no encontrada", "no encontrado", "no existe", "no esta disponible", "ha sido eliminado",
    "non trovata", "non trovato", "non esiste", "nao encontrada", "nao encontrado", "nao existe", "niet gevonden",
    "bestaat niet", "finns inte", "finnes ikke", "findes ikke", "ei loydy", "ei loytynyt", "nie znaleziono",
    "nie istnieje", "neexistuje", "не найдено", "не найдена", "не существует", "удалено", "見つかりません", "找不到",
)  # fmt: skip
NOUNS = (
    "page", "video", "videos", "item", "file", "content", "programme", "program", "url", "address", "error", "oops",
    "contenu", "adresse", "erreur", "oups", "seite", "inhalt", "sendung", "fehler", "pagina", "contenido", "contenuto",
    "conteudo", "sidan", "sida", "siden", "innehallet", "programmet", "sivua", "sivu", "ohjelma", "strona", "stranka",
    "страница", "видео", "ページ", "動画", "页面", "视频",
)  # fmt: skip
TAKEN_DOWN = (
    "to a copyright claim", "of a copyright claim", "after a copyright claim", "following a copyright claim",
    "received a copyright claim", "for copyright infringement", "of copyright infringement", "on copyright grounds",
    "to copyright infringement", "for copyright reasons", "due to copyright", "dmca takedown", "dmca notice",
    "dmca complaint", "request of the rights holder", "request of the copyright", "by the rights holder",
    "by the copyright holder", "by the copyright owner", "pour atteinte aux droits d'auteur",
    "pour atteinte au droit d'auteur", "pour des raisons de droits d'auteur", "reclamation pour atteinte",
    "demande de l'ayant droit", "demande des ayants droit", "wegen urheberrechtsverletzung",
    "wegen einer urheberrechtsverletzung", "aus urheberrechtlichen grunden", "urheberrechtsanspruchs",
    "por infraccion de derechos de autor", "por motivos de derechos de autor", "reclamacion de derechos de autor",
    "per violazione del copyright", "per violazione del diritto d'autore", "por violacao de direitos autorais",
    "wegens auteursrecht", "著作権侵害", "著作権者の申し立て",
)  # fmt: skip
NOT_HERE = (
    "not available in your country", "not available in your region", "not available in your location",
    "unavailable in your country", "unavailable in your region", "isn't available in your country",
    "isn't available in your region", "not available in your territory", "outside of your country",
    "only available in the uk", "only available in the us", "only available in the united",
    "available only in the united", "only works in the uk", "only available to viewers in",
    "not available where you are",
    "not available outside", "blocked it in your country", "not available in europe", "not currently available in your",
    "not available in this country", "not available in this region", "due to territorial",
    "due to rights restrictions", "geo-blocked",
    "geoblocked", "pas disponible dans votre pays", "pas disponible dans votre region", "indisponible dans votre pays",
    "depuis votre pays", "depuis votre territoire", "depuis votre position geographique", "votre zone geographique",
    "pas accessible depuis", "nur in deutschland", "in diesem land nicht", "nicht in ihrem land",
    "solo disponible en espana", "fuera de espana", "disponibile solo in italia", "non disponibile nella tua area",
    "kan ikke afspilles i dit land", "bare tilgjengelig i norge",
    "in deinem land nicht", "in ihrem land nicht", "in ihrem land leider nicht", "in deiner region nicht",
    "no disponible en tu pais", "no esta disponible en su pais", "no esta disponible en tu pais",
    "non e disponibile nel tuo paese", "nao esta disponivel no seu pais", "niet beschikbaar in uw land",
    "niet beschikbaar in jouw land", "inte tillganglig i ditt land", "kan bara ses i sverige",
    "kun tilgjengelig i norge", "kun tilgaengelig i danmark", "ei ole katsottavissa", "vain suomessa",
    "お住まいの地域", "недоступно в вашей стране", "недоступно в вашем регионе",
)  # fmt: skip
ACCOUNT = (
    "log in to watch", "login to watch", "sign in to watch", "sign in to continue", "log in to continue",
    "please log in", "please sign in", "subscribe to watch", "subscribers only", "members only", "create an account to",
    "connectez-vous pour", "vous devez etre connecte", "identifiez-vous", "se connecter pour", "reserve aux abonnes",
    "abonnez-vous pour", "melden sie sich an", "bitte anmelden", "jetzt anmelden um", "inicia sesion para",
    "accedi per", "faca login para", "inicie sessao", "log in om", "logga in for att",
)  # fmt: skip
KEPT_OUT = (
    "just a moment", "attention required", "are you a robot", "are you human", "verify you are human",
    "checking your browser", "unusual traffic", "automated access", "automated requests", "access denied",
    "request blocked", "you have been blocked", "pardon our interruption", "security check", "captcha",
    "enable javascript and cookies", "ddos protection", "too many requests", "acces refuse", "etes-vous un robot",
    "before you continue to", "avant de continuer vers", "avant d'acceder a youtube", "bevor sie zu",
    "confirm your age", "zugriff verweigert", "acceso denegado", "accesso negato", "acesso negado", "toegang geweigerd",
)  # fmt: skip
REPAIRS = (
    "under maintenance", "scheduled maintenance", "down for maintenance", "undergoing maintenance", "be right back",
    "we'll be back soon", "en maintenance", "maintenance en cours", "wartungsarbeiten", "en mantenimiento",
    "in manutenzione", "em manutencao", "temporarily unavailable", "temporarily offline", "temporairement indisponible",
    "vorubergehend nicht", "temporalmente no", "temporaneamente non", "service unavailable", "internal server error",
    "bad gateway", "gateway timeout", "gateway time out", "establishing a database connection",
    "technical difficulties",
    "technical problems", "technische storung", "something went wrong", "application error",
)  # fmt: skip
PARKED = (
    "domain is for sale", "buy this domain", "domain for sale", "this domain may be for sale", "domain parking",
    "parked free", "is parked", "domaine est a vendre", "domain steht zum verkauf", "dominio en venta",
    "welcome to nginx", "apache2 default page", "apache2 debian default page", "site is suspended",
    "account suspended", "account has been suspended",
)  # fmt: skip


def _sought(phrase: str) -> str:
    """A phrase as it is looked for in folded words."""
    plain = folded(phrase)
    return plain if plain[-1] >= NO_SPACES else f" {plain} "


# In this order: a page that names the country tells more than one that only says "not available".
TOLD: tuple[tuple[Seen, str, tuple[str, ...]], ...] = (
    (Seen.KEPT_OUT, "says-robot", KEPT_OUT),
    (Seen.NOT_HERE, "says-not-here", NOT_HERE),
    (Seen.TROUBLE, "says-repairs", REPAIRS),
    (Seen.TAKEN_DOWN, "says-rights", TAKEN_DOWN),
    (Seen.MISSING, "parked", PARKED),
    (Seen.ACCOUNT, "says-account", ACCOUNT),
    (Seen.MISSING, "says-missing", MISSING),
)
NAMES_A_PAGE = tuple(map(_sought, NOUNS))


class Phrases:
    """Phrases with their ranks, found by their first words, for a page has few words and there are many phrases."""

    def __init__(self, ranked: Iterable[tuple[int, str]]) -> None:
        self._by_word: dict[str, list[tuple[int, str]]] = {}
        self._without_spaces: list[tuple[int, str]] = []
        for rank, phrase in ranked:
            sought = _sought(phrase)
            mine = self._by_word.setdefault(sought.split()[0], []) if sought[0] == " " else self._without_spaces
            mine.append((rank, sought))
        self._words = frozenset(self._by_word)

    def found(self, plain: str) -> list[tuple[int, str]]:
        """The phrases in folded words that begin and end with a space, with their ranks, the lowest first."""
        near = [] if plain.isascii() else list(self._without_spaces)
        for word in self._words.intersection(plain.split()):
            near += self._by_word[word]
        return sorted([one for one in near if one[1] in plain]) if near else []


STRONG = Phrases((rank, phrase) for rank, (_, _, phrases) in enumerate(TOLD) for phrase in phrases)
WEAK = Phrases((0, phrase) for phrase in WEAK_WORDS)
