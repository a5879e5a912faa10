"""What pages of video hosts say when they show no video, in the languages of the hosts we list. Pure.

They are looked for in the title, the headings and the words of a short page, never in the whole of a long one, and
without accents and punctuation. Whole words count (“404” is not in “1404”), but in scripts without spaces.
"""

from allostream.checks.rules import Seen
from allostream.lib.names import folded

NO_SPACES = "\u3000"  # from here on, scripts are written without spaces between words

MISSING = (
    "page not found", "not found", "404", "video unavailable", "video not available", "this video is unavailable",
    "this video is no longer available", "this video isn't available", "video has been removed", "video was removed",
    "video has been deleted", "does not exist", "doesn't exist", "no longer exists", "no longer available",
    "item cannot be found", "item not available", "content is not available", "content is no longer available",
    "we can't find", "we couldn't find", "we could not find", "nothing here", "page is missing", "dead link",
    "program not found", "programme not found", "has expired", "is private", "file not found", "video not found",
    "page introuvable", "introuvable", "n'existe pas", "n'existe plus", "n'est plus disponible", "plus disponible",
    "cette video n'est pas disponible", "contenu indisponible", "video indisponible", "a ete supprimee",
    "a ete supprime", "erreur 404", "seite nicht gefunden", "nicht gefunden", "nicht mehr verfugbar",
    "existiert nicht", "wurde geloscht", "wurde entfernt", "nicht langer verfugbar", "pagina no encontrada",
    "no encontrada", "no existe", "ya no esta disponible", "no esta disponible", "ha sido eliminado",
    "pagina non trovata", "non trovata", "non esiste", "non e piu disponibile", "pagina nao encontrada",
    "nao encontrada", "nao encontrado", "nao existe", "ja nao esta disponivel", "pagina niet gevonden",
    "niet gevonden", "bestaat niet", "niet meer beschikbaar", "sidan hittades inte", "finns inte",
    "inte langre tillganglig", "siden ble ikke funnet", "finnes ikke", "ikke lenger tilgjengelig",
    "siden blev ikke fundet", "findes ikke", "sivua ei loytynyt", "ei loydy", "nie znaleziono", "nie istnieje",
    "stranka nenalezena", "neexistuje", "страница не найдена", "не найдено", "не существует", "удалено",
    "ページが見つかりません", "見つかりません", "公開終了", "配信は終了", "页面不存在", "找不到",
)  # fmt: skip
TAKEN_DOWN = (
    "copyright claim", "copyright infringement", "copyright grounds", "for copyright reasons", "dmca",
    "removed due to a copyright", "removed for violating", "rights holder", "copyright holder", "copyright owner",
    "atteinte aux droits d'auteur", "atteinte au droit d'auteur", "pour des raisons de droits d'auteur",
    "reclamation pour atteinte", "ayant droit", "ayants droit", "urheberrecht", "derechos de autor",
    "diritto d'autore", "violazione del copyright", "direitos autorais", "auteursrecht", "著作権",
)  # fmt: skip
NOT_HERE = (
    "not available in your country", "not available in your region", "not available in your location",
    "unavailable in your country", "unavailable in your region", "isn't available in your country",
    "isn't available in your region", "not available in your territory", "outside of your country",
    "only available in the", "available only in", "due to territorial", "due to rights restrictions", "geo-blocked",
    "geoblocked", "pas disponible dans votre pays", "pas disponible dans votre region", "indisponible dans votre pays",
    "depuis votre pays", "depuis votre territoire", "depuis votre position geographique", "votre zone geographique",
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
    "zugriff verweigert", "acceso denegado", "accesso negato", "acesso negado", "toegang geweigerd",
)  # fmt: skip
PARKED = (
    "domain is for sale", "buy this domain", "domain for sale", "this domain may be for sale", "domain parking",
    "parked free", "is parked", "domaine est a vendre", "domain steht zum verkauf", "dominio en venta",
    "welcome to nginx", "apache2 default page", "apache2 debian default page", "it works!", "site is suspended",
    "account suspended", "account has been suspended",
)  # fmt: skip


def _sought(phrase: str) -> str:
    """A phrase as it is looked for in folded words."""
    plain = folded(phrase)
    return plain if plain[-1] >= NO_SPACES else f" {plain} "


# In this order: a page that names the country tells more than one that only says "not available".
TOLD: tuple[tuple[Seen, str, tuple[str, ...]], ...] = tuple(
    (seen, reason, tuple(_sought(phrase) for phrase in phrases))
    for seen, reason, phrases in (
        (Seen.KEPT_OUT, "says-robot", KEPT_OUT),
        (Seen.NOT_HERE, "says-not-here", NOT_HERE),
        (Seen.TAKEN_DOWN, "says-rights", TAKEN_DOWN),
        (Seen.MISSING, "parked", PARKED),
        (Seen.ACCOUNT, "says-account", ACCOUNT),
        (Seen.MISSING, "says-missing", MISSING),
    )
)
