"""The two sites of the demo, with the texts they start with."""

from allostream.sites.actions import NewSite

ENGLISH = NewSite(
    slug="en", name="Allostream", domain="localhost", language="en", default_country="US",
    countries_first=("US", "GB", "CA", "IE", "AU", "FR"), legal_profile="us", is_default=True,
)  # fmt: skip
FRENCH = NewSite(
    slug="fr", name="Allostream", domain="fr.localhost", language="fr", default_country="FR",
    countries_first=("FR", "BE", "CH", "CA", "LU", "US"), legal_profile="fr",
)  # fmt: skip

ABOUT_EN = """\
Allostream tells you where a film or a series can lawfully be watched in your country. It is a directory kept by a \
community: it lists addresses, and holds no film itself.

A link is shown only when two questions have an answer. May the work be watched freely in your country, or does a \
service offer it there under its own licence? And is this copy one that nobody has reason to doubt? Where one of the \
answers is missing, the page says so and shows no link.

The law differs from country to country. A film can be free in the United States and protected in France, or the \
other way round. Choose your country at the top of the page: the catalogue then shows what holds there.

If you know of a work or an address that is missing, or see a mistake, tell us. Each change is recorded with its \
reason."""

ABOUT_FR = """\
Allostream vous indique où regarder légalement un film ou une série dans votre pays. C’est un annuaire tenu par une \
communauté : il recense des adresses et n’héberge lui-même aucune œuvre.

Un lien n’apparaît que si deux questions ont trouvé leur réponse. L’œuvre peut-elle être vue librement dans votre \
pays, ou un service l’y propose-t-il en vertu de ses propres droits ? Et cette copie est-elle à l’abri de tout \
soupçon ? Lorsqu’une réponse manque, la page le dit et n’affiche aucun lien.

Le droit change d’un pays à l’autre. Un film peut être libre aux États-Unis et protégé en France, ou l’inverse. \
Choisissez votre pays en haut de la page : le catalogue s’y adapte.

Une œuvre ou une adresse manque, une erreur vous a frappé ? Dites-le-nous. Chaque modification est consignée avec \
son motif."""

LEGAL_EN = """\
This is a demonstration site that runs on the computer of the person who started it. Before it is opened to the \
public, its operator must replace this text with a legal notice of their own: name, address, a way to be reached, and \
the agent who receives notices of infringement.

The site stores no films. It links to copies on other sites, and shows a player only where the host allows that.

If you hold rights in a work and believe that a link infringes them, write to the operator. Say which work and which \
link you mean, in what capacity you write, and how you can be reached. The link is examined at once, and you are told \
what was decided and why.

Facts in the catalogue come from the sources named on each page, under the licences stated there."""

LEGAL_FR = """\
Ce site de démonstration fonctionne sur l’ordinateur de la personne qui l’a lancé. Avant de l’ouvrir au public, son \
exploitant doit remplacer ce texte par ses propres mentions légales : l’éditeur, son adresse et son numéro de \
téléphone, le directeur de la publication, l’hébergeur et le point de contact prévu par le règlement européen sur les \
services numériques.

Le site n’héberge aucun film. Il renvoie à des copies qui se trouvent sur d’autres sites et n’affiche de lecteur que \
si l’hébergeur de la vidéo le permet.

Si vous êtes titulaire de droits sur une œuvre et estimez qu’un lien y porte atteinte, écrivez à l’exploitant. \
Indiquez l’œuvre et le lien en cause, à quel titre vous agissez et comment vous joindre. Le lien est examiné sans \
délai ; la décision et ses motifs vous sont communiqués.

Les données du catalogue proviennent des sources nommées sur chaque page, sous les licences qui y sont indiquées."""

TEXTS = {
    ("about", "en"): ABOUT_EN,
    ("about", "fr"): ABOUT_FR,
    ("legal", "en"): LEGAL_EN,
    ("legal", "fr"): LEGAL_FR,
}
SITES = (ENGLISH, FRENCH)
