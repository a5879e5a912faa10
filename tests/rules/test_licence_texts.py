"""Free statements about rights in seven languages: what is understood, what is a mere claim, what is taken back."""

import pytest

from allostream.lib.licences import Confidence, Kind, Reading, Reason, read_text

# Text; the licence's name or the code of the statement; the reason.

LICENCES = [
    ("CC BY 4.0", "CC BY 4.0", "named"),
    ("cc by 3.0", "CC BY 3.0", "named"),
    ("CC-BY-4", "CC BY 4.0", "named"),
    ("CC BY-SA v3.0", "CC BY-SA 3.0", "named"),
    ("CC BY-SA 4.0 International", "CC BY-SA 4.0", "named"),
    ("CC BY-SA 3.0 Unported", "CC BY-SA 3.0", "named"),
    ("CC BY-NC-ND 3.0 FR", "CC BY-NC-ND 3.0 FR", "named"),
    ("Creative Commons Attribution-NonCommercial-NoDerivs 3.0 United States License", "CC BY-NC-ND 3.0 US", "named"),
    ("Creative Commons Attribution 3.0 United States (CC BY 3.0 US)", "CC BY 3.0 US", "named"),
    ("Attribution-NonCommercial 2.0 Generic (CC BY-NC 2.0)", "CC BY-NC 2.0", "named"),
    (
        "Licence Creative Commons Attribution - Pas d'Utilisation Commerciale - Partage dans les Mêmes "
        "Conditions 4.0 International",
        "CC BY-NC-SA 4.0",
        "named",
    ),
    ("Paternité - Pas d'Utilisation Commerciale - Pas de Modification 2.0 France", "CC BY-NC-ND 2.0 FR", "named"),
    (
        "Creative Commons Namensnennung - Weitergabe unter gleichen Bedingungen 3.0 Deutschland",
        "CC BY-SA 3.0 DE",
        "named",
    ),
    ("Namensnennung-Nicht kommerziell-Keine Bearbeitungen 4.0 International", "CC BY-NC-ND 4.0", "named"),
    ("Reconocimiento-NoComercial-CompartirIgual 3.0 España (CC BY-NC-SA 3.0 ES)", "CC BY-NC-SA 3.0 ES", "named"),
    ("Creative Commons Atribución-NoComercial-SinDerivadas 4.0 Internacional", "CC BY-NC-ND 4.0", "named"),
    ("Attribuzione - Non commerciale - Condividi allo stesso modo 3.0 Italia", "CC BY-NC-SA 3.0 IT", "named"),
    ("Atribuição-NãoComercial-CompartilhaIgual 4.0 Internacional", "CC BY-NC-SA 4.0", "named"),
    ("Naamsvermelding-GelijkDelen 3.0 Nederland", "CC BY-SA 3.0 NL", "named"),
    ("Creative Commons Attribution-Share Alike 2.0 UK: England & Wales", "CC BY-SA 2.0 UK", "named"),
    ("Creative Commons Attribution 2.5 UK: Scotland", "CC BY 2.5 SCOTLAND", "named"),
    ("CC0", "CC0 1.0", "named"),
    ("CC0 1.0", "CC0 1.0", "named"),
    ("Creative Commons Zero", "CC0 1.0", "named"),
    ("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0 1.0", "named"),
    ("CC0 (public domain)", "CC0 1.0", "named"),
    ("creatve comons atribution 3.0", "CC BY 3.0", "named"),
    ("Creative Commons Atribution-ShareAlike 3.0", "CC BY-SA 3.0", "named"),
    ("CC-BY-NC-SA-3.0", "CC BY-NC-SA 3.0", "named"),
    ("CCBY", "CC BY", "version-unknown"),
    ("CC BY NC SA", "CC BY-NC-SA", "version-unknown"),
    ("cc_by_sa_4.0", "CC BY-SA 4.0", "named"),
    ("BY CC", "CC BY", "version-unknown"),
    ("CC BY but not for commercial use", "CC BY", "limited"),
    ("CC BY 3.0, all rights reserved", "CC BY 3.0", "contradicted"),
    ("CC BY 4.0 unless otherwise noted", "CC BY 4.0", "limited"),
    ("CC BY 4.0 sauf mention contraire", "CC BY 4.0", "limited"),
    ("CC BY-SA 4.0 for educational use only", "CC BY-SA 4.0", "limited"),
    ("© 2012 Jane Doe, CC BY 3.0", "CC BY 3.0", "named"),
    (
        "Copyright 2008 Blender Foundation / www.bigbuckbunny.org. Licensed under the Creative Commons "
        "Attribution 3.0 license.",
        "CC BY 3.0",
        "named",
    ),
    (
        "(c) copyright 2006, Blender Foundation / Netherlands Media Art Institute / www.elephantsdream.org, CC-BY 2.5",
        "CC BY 2.5",
        "named",
    ),
    ("GFDL 1.2 or later", "GFDL 1.2 (or later)", "named"),
    ("GNU Free Documentation License", "GFDL", "version-unknown"),
    ("Licence Art Libre", "Licence Art Libre", "version-unknown"),
    ("Licence Art Libre 1.3", "Licence Art Libre 1.3", "named"),
    ("Licence Ouverte / Open Licence version 2.0", "Licence Ouverte 2.0", "named"),
    ("Open Government Licence v3.0", "OGL UK 3.0", "named"),
    ("Attribution", "CC BY", "version-unknown"),
    (
        '<a rel="license" href="http://creativecommons.org/licenses/by-sa/3.0/de/">CC BY-SA 3.0 DE</a>',
        "CC BY-SA 3.0 DE",
        "named",
    ),
    ("Creative Commons (CC BY-NC-SA 3.0) 2010 Ana", "CC BY-NC-SA 3.0", "named"),
    ("CC BY 3.0 de Juan", "CC BY 3.0", "named"),
    ("Lizenz: CC BY-SA", "CC BY-SA", "version-unknown"),
    ("(CC) BY-NC-SA", "CC BY-NC-SA", "version-unknown"),
    (
        "Permissions beyond the scope of this license may be available at http://x.org. CC BY-NC 3.0",
        "CC BY-NC 3.0",
        "named",
    ),
    (
        "This work is licensed under a Creative Commons Attribution-Noncommercial-Share Alike 3.0 License.",
        "CC BY-NC-SA 3.0",
        "named",
    ),
    ("CC BY-NC-SA 2.5", "CC BY-NC-SA 2.5", "named"),
    ("Attribution-NonCommercial-ShareAlike 3.0 Germany", "CC BY-NC-SA 3.0 DE", "named"),
    ("Creative Commons Attribution licence (reuse allowed)", "CC BY", "version-unknown"),
    ("Licence Creative Commons Attribution (réutilisation autorisée)", "CC BY", "version-unknown"),
    ("CC BY 5.0", "CC BY", "no-such-version"),
    ("CC BY-SA 3.0 KR", "CC BY-SA 3.0", "no-such-port"),
    ("Attribution 4.0 International (CC BY 4.0)", "CC BY 4.0", "named"),
    ("Attribution-ShareAlike 4.0", "CC BY-SA 4.0", "named"),
    ("Creative Commons - Attribution - Non Commercial - Share Alike", "CC BY-NC-SA", "version-unknown"),
    ("Attribution - Non Commercial - No Derivatives", "CC BY-NC-ND", "version-unknown"),
    ("CC-BY-NC 4.0", "CC BY-NC 4.0", "named"),
    ("CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)", "CC BY-SA 4.0", "named"),
    ("Creative Commons Attribution-ShareAlike 4.0 International License", "CC BY-SA 4.0", "named"),
    ("Attribution-NonCommercial-NoDerivs 3.0 United States", "CC BY-NC-ND 3.0 US", "named"),
    ("Attribution-Noncommercial-No Derivative Works 3.0", "CC BY-NC-ND 3.0", "named"),
    ("Attribution Non-commercial Share Alike (by-nc-sa)", "CC BY-NC-SA", "version-unknown"),
    ("Licence : CC-BY-SA", "CC BY-SA", "version-unknown"),
    (
        "Sous licence CC BY-NC-ND 4.0, voir https://creativecommons.org/licenses/by-nc-nd/4.0/deed.fr",
        "CC BY-NC-ND 4.0",
        "named",
    ),
    ("Film sous licence Creative Commons BY-NC-SA", "CC BY-NC-SA", "version-unknown"),
    (
        "Cette œuvre est mise à disposition selon les termes de la Licence Creative Commons Attribution - Pas"
        " d’Utilisation Commerciale - Pas de Modification 3.0 France.",
        "CC BY-NC-ND 3.0 FR",
        "named",
    ),
    (
        "Dieses Werk ist lizenziert unter einer Creative Commons Namensnennung - Nicht-kommerziell - "
        "Weitergabe unter gleichen Bedingungen 4.0 International Lizenz.",
        "CC BY-NC-SA 4.0",
        "named",
    ),
    (
        "Este obra está bajo una licencia de Creative Commons Reconocimiento-NoComercial 4.0 Internacional.",
        "CC BY-NC 4.0",
        "named",
    ),
    (
        "Quest'opera è distribuita con Licenza Creative Commons Attribuzione - Condividi allo stesso modo 4.0"
        " Internazionale.",
        "CC BY-SA 4.0",
        "named",
    ),
    (
        "Esta obra está licenciada com uma Licença Creative Commons Atribuição-SemDerivações 4.0 Internacional.",
        "CC BY-ND 4.0",
        "named",
    ),
    (
        "Dit werk valt onder een Creative Commons Naamsvermelding-NietCommercieel 4.0 Internationaal-licentie.",
        "CC BY-NC 4.0",
        "named",
    ),
    ("CC BY 3.0 except the soundtrack, © 2011 Sony Music", "CC BY 3.0", "limited"),
    ("Licensed CC BY 4.0. Logos are not included.", "CC BY 4.0", "limited"),
    ("CC BY 4.0, Musik © GEMA", "CC BY 4.0", "limited"),
    ("Creative Commons Attribution; used with permission of the family", "CC BY", "limited"),
    ("CC-0", "CC0 1.0", "named"),
    ("CC Zero", "CC0 1.0", "named"),
    ("Creative Commons 0", "CC0 1.0", "named"),
    ("Creative Commons CC0", "CC0 1.0", "named"),
    ("CC0 but credit appreciated", "CC0 1.0", "limited"),
    ("CC BY-NC-SA 3.0 IGO", "CC BY-NC-SA 3.0 IGO", "named"),
    ("CC BY 3.0 NZ", "CC BY 3.0 NZ", "named"),
    ("CC-BY-SA-2.1-JP", "CC BY-SA 2.1 JP", "named"),
    ("CC BY 2.1 JP", "CC BY 2.1 JP", "named"),
    ("Creative Commons BY 3.0 DE", "CC BY 3.0 DE", "named"),
    ("CC Attribution 3.0 Unported", "CC BY 3.0", "named"),
    ("CC Attribution NonCommercial NoDerivatives 4.0", "CC BY-NC-ND 4.0", "named"),
    ("CC - Attribution 3.0 Germany", "CC BY 3.0 DE", "named"),
    ("CC Namensnennung 3.0 Deutschland", "CC BY 3.0 DE", "named"),
    ("CC-Namensnennung 4.0 International: Sie dürfen das Werk verändern", "CC BY 4.0", "named"),
    ("CC 3.0 BY-SA", "CC BY-SA 3.0", "named"),
    ("MIT License", "MIT License", "named"),
    ("https://creativecommons.org/licenses/by-nc-sa/4.0/", "CC BY-NC-SA 4.0", "named"),
    ("See http://creativecommons.org/licenses/by-nc/2.5/ for details.", "CC BY-NC 2.5", "named"),
    ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", "named"),
    ("© Blender Foundation | mango.blender.org. Creative Commons Attribution 3.0", "CC BY 3.0", "named"),
    ("CC-BY Blender Foundation", "CC BY", "version-unknown"),
    ("CC BY NASA", "CC BY", "version-unknown"),
    ("This video is licensed under CC BY-SA 4.0 by WMDE.", "CC BY-SA 4.0", "named"),
    ("CC-BY-NC-SA 3.0 (US)", "CC BY-NC-SA 3.0 US", "named"),
    ("CC BY-NC-ND 2.0 uk", "CC BY-NC-ND 2.0 UK", "named"),
    ("Licencia Creative Commons: Atribución 4.0 (CC BY 4.0)", "CC BY 4.0", "named"),
]
CLAIMS = [
    ("Public domain", "", "public-domain-said"),
    ("This film is in the public domain.", "", "public-domain-said"),
    ("Ce film est dans le domaine public", "", "public-domain-said"),
    ("Dieser Film ist gemeinfrei", "", "public-domain-said"),
    ("Obra de dominio público", "", "public-domain-said"),
    ("Il film è di pubblico dominio", "", "public-domain-said"),
    ("Este filme está em domínio público", "", "public-domain-said"),
    ("Deze film is publiek domein", "", "public-domain-said"),
    ("Public domain in the United States", "", "public-domain-said"),
    ("PD-US-expired", "", "public-domain-said"),
    ("believed to be in the public domain", "", "public-domain-said"),
    ("Copyright expired", "", "public-domain-said"),
    ("No copyright", "", "free-said"),
    ("Some rights reserved", "", "licence-unknown"),
    ("Creative Commons", "", "licence-unknown"),
    ("Licence Creative Commons", "", "licence-unknown"),
    ("Licensed under Creative Commons", "", "licence-unknown"),
    ("Public Domain Mark 1.0", "Public Domain Mark 1.0", "public-domain-mark"),
    ("PDM", "Public Domain Mark 1.0", "public-domain-mark"),
    ("Public Domain Dedication", "", "dedication-said"),
    ("I release this into the public domain", "", "dedication-said"),
    ("No rights reserved", "", "dedication-said"),
    ("Libre de droits", "", "free-said"),
    ("Royalty free", "", "free-said"),
    ("Public domain. Music © 2010 Acme Records. All rights reserved.", "", "contradicted"),
    ("Published under Creative Commons by John Smith", "", "licence-unknown"),
    ("Creative Commons-Lizenz mit Quellenangabe (Wiederverwendung erlaubt)", "", "licence-unknown"),
    ("Domaine public", "", "public-domain-said"),
    ("pd", "", "public-domain-said"),
    ("copyleft", "", "free-said"),
    ("Free to use with attribution", "", "free-said"),
    ("Creative Commons license: Public Domain", "", "public-domain-said"),
    ("Copyright status: public domain", "", "public-domain-said"),
    ("This video is public domain? I think", "", "public-domain-said"),
    ("Libre de droits pour usage pédagogique", "", "contradicted"),
    ("Domaine public en France, protégé aux États-Unis", "", "contradicted"),
    ("Not copyrighted", "", "free-said"),
    ("No longer in copyright", "", "public-domain-said"),
    ("is no longer protected by copyright and is in the public domain", "", "public-domain-said"),
    ("Out of copyright", "", "public-domain-said"),
    ("urheberrechtsfrei", "", "free-said"),
    ("Gemeinfrei (Schutzfrist abgelaufen)", "", "public-domain-said"),
    ("Ce film est libre de droits aux USA", "", "free-said"),
    ("Film tombé dans le domaine public aux États-Unis", "", "public-domain-said"),
    ("Public Domain Mark", "Public Domain Mark 1.0", "public-domain-mark"),
    ("Marque du domaine public 1.0", "Public Domain Mark 1.0", "public-domain-mark"),
    ("CC PDM 1.0", "Public Domain Mark 1.0", "public-domain-mark"),
    ("creative commons 4.0", "", "licence-unknown"),
    ("CC 4.0", "", "licence-unknown"),
    ("CC-SA", "", "licence-unknown"),
    ("CC NC", "", "licence-unknown"),
    ("© 2008, Blender Foundation, some rights reserved", "", "licence-unknown"),
    ("Tears of Steel (CC) Blender Foundation", "", "licence-unknown"),
    ("CC by Wikimedia Foundation", "", "licence-unknown"),
    ("pubic domain", "", "public-domain-said"),
    ("Public Domian", "", "public-domain-said"),
    ("In dominio pubblico", "", "public-domain-said"),
]
STATEMENTS = [
    ("not in the public domain", "InC", "denied"),
    ("This film is not in the public domain", "InC", "denied"),
    ("This movie isn't in the public domain yet", "InC", "denied"),
    ("Will enter the public domain in 2031", "InC", "denied"),
    ("Ce film n'est pas dans le domaine public", "InC", "denied"),
    ("Ce film n’est pas encore tombé dans le domaine public", "InC", "denied"),
    ("Tombera dans le domaine public en 2040", "InC", "denied"),
    ("Dieser Film ist noch nicht gemeinfrei", "InC", "denied"),
    ("Nicht gemeinfrei", "InC", "denied"),
    ("Esta película no es de dominio público", "InC", "denied"),
    ("Il film non è di pubblico dominio", "InC", "denied"),
    ("Este filme não está em domínio público", "InC", "denied"),
    ("Deze film is niet in het publieke domein", "InC", "denied"),
    ("no copyright infringement intended", "InC", "not-the-holder"),
    ("I do not own the rights to this video", "InC", "not-the-holder"),
    ("All rights reserved", "InC", "all-rights-reserved"),
    ("© 2014 Arte. Tous droits réservés.", "InC", "all-rights-reserved"),
    ("Tous droits réservés", "InC", "all-rights-reserved"),
    ("Alle Rechte vorbehalten", "InC", "all-rights-reserved"),
    ("Todos los derechos reservados", "InC", "all-rights-reserved"),
    ("Tutti i diritti riservati", "InC", "all-rights-reserved"),
    ("Todos os direitos reservados", "InC", "all-rights-reserved"),
    ("Alle rechten voorbehouden", "InC", "all-rights-reserved"),
    ("© 2003 John Doe", "InC", "copyright-asserted"),
    ("Copyright 1998 Acme Films", "InC", "copyright-asserted"),
    ("Protégé par le droit d'auteur", "InC", "copyright-asserted"),
    ("Urheberrechtlich geschützt", "InC", "copyright-asserted"),
    ("For educational use only", "InC-EDU", "use-limited"),
    ("Usage pédagogique uniquement", "InC-EDU", "use-limited"),
    ("For non-commercial use only", "InC-NC", "use-limited"),
    ("Nur für den privaten Gebrauch", "InC", "use-limited"),
    ("Usage strictement privé", "InC", "use-limited"),
    ("Reproduction interdite sans autorisation", "InC", "permission-needed"),
    ("Used with permission", "InC", "permission-needed"),
    ("not licensed under Creative Commons", "", "denied"),
    ("Cette vidéo n'est pas sous licence CC BY", "", "denied"),
    ("This is not CC BY", "", "denied"),
    ("In Copyright", "InC", "copyright-asserted"),
    ("In Copyright - Educational Use Permitted", "InC-EDU", "stated"),
    ("No Copyright - United States", "NoC-US", "stated"),
    ("Copyright Not Evaluated", "CNE", "stated"),
    ("Copyright Undetermined", "UND", "stated"),
    ("No known copyright restrictions", "NKC", "stated"),
    ("No Known Copyright", "NKC", "stated"),
    ("Orphan work", "InC-OW-EU", "stated"),
    ("Œuvre orpheline", "InC-OW-EU", "stated"),
    ("Standard YouTube License", "", "host-terms"),
    ("Licence YouTube standard", "", "host-terms"),
    ("Standard-YouTube-Lizenz", "", "host-terms"),
    ("Licencia de YouTube estándar", "", "host-terms"),
    ("Fair use", "InC", "not-the-holder"),
    ("The copyright has not expired", "InC", "copyright-asserted"),
    ("Fair Use of Copyrighted Material", "InC", "not-the-holder"),
    ("© Tous droits réservés - INA", "InC", "all-rights-reserved"),
    ("Copyright SciPy 2013", "InC", "copyright-asserted"),
    ("Copyright: John Smith", "InC", "copyright-asserted"),
    ("Free for personal use. All rights reserved.", "InC", "all-rights-reserved"),
    ("This film is free of known copyright restrictions", "NKC", "stated"),
    (
        "This work has been identified as being free of known restrictions under copyright law, including all"
        " related and neighboring rights.",
        "NKC",
        "stated",
    ),
    ("In copyright until 2044", "InC", "copyright-asserted"),
    ("Kein CC, alle Rechte bei der ARD", "", "denied"),
    ("No Creative Commons license", "", "denied"),
    ("no cc", "", "denied"),
    ("Contact the filmmaker for licensing", "InC", "permission-needed"),
    ("Rights held by Universal Pictures", "InC", "copyright-asserted"),
    ("Embargoed until 2030", "InC", "permission-needed"),
    ("InC-EDU", "InC-EDU", "stated"),
    ("NoC-US", "NoC-US", "stated"),
    ("Protegido por derechos de autor", "InC", "copyright-asserted"),
    ("Prohibida su reproducción sin permiso", "InC", "permission-needed"),
    ("Vietata la riproduzione", "InC", "permission-needed"),
    ("Verwendung nur mit Genehmigung des Rechteinhabers", "InC", "permission-needed"),
    ("All rigths reserved", "InC", "all-rights-reserved"),
    ("Tous droits reservés.", "InC", "all-rights-reserved"),
    ("не в общественном достоянии", "InC", "denied"),
]
NOTHING = [
    ("GFDL and CC BY-SA 3.0", "", "several"),
    ("Images CC BY 2.0, music CC BY-NC 3.0", "", "several"),
    ("CC BY-ND-SA 3.0", "", "no-such-licence"),
    ("Attribution required", "", "not-understood"),
    ("Video by John Smith", "", "not-understood"),
    ("CC BY 4.0 https://creativecommons.org/licenses/by-nc/4.0/", "", "several"),
    ("unknown", "", "empty"),
    ("GPL", "", "not-understood"),
    ("proprietary", "", "not-understood"),
    ("Commercial", "", "not-understood"),
    ("Courtesy of NASA", "", "not-understood"),
    ("Sony Music Entertainment", "", "not-understood"),
    ("Erlaubte Nutzung: privat", "", "not-understood"),
    ("Free", "", "not-understood"),
    ("Quellenangabe erforderlich", "", "not-understood"),
    ("Wikimedia Commons", "", "not-understood"),
    ("Open source", "", "not-understood"),
    ("Open access", "", "not-understood"),
    ("Licensed to YouTube by UMG (on behalf of X); LatinAutor", "", "not-understood"),
    ("https://example.org/terms", "", "not-understood"),
    ("You may not use this video commercially", "", "not-understood"),
    ("Diffusion libre", "", "not-understood"),
    ("Al rights reserved", "", "not-understood"),
    ("common domain", "", "not-understood"),
]


def understood(reading: Reading) -> str:
    return reading.licence.name if reading.licence else reading.statement


@pytest.mark.parametrize(("text", "name", "reason"), LICENCES)
def test_a_licence_is_read_with_its_version_and_country(text: str, name: str, reason: str) -> None:
    found = read_text(text)
    assert (found.kind, understood(found), found.reason) == (Kind.LICENCE, name, reason)


@pytest.mark.parametrize(("text", "name", "reason"), CLAIMS)
def test_a_claim_that_a_work_is_free_is_never_a_licence(text: str, name: str, reason: str) -> None:
    found = read_text(text)
    assert (found.kind, understood(found), found.reason) == (Kind.CLAIM, name, reason)
    assert found.is_mere_claim
    assert not found.is_reliable


@pytest.mark.parametrize(("text", "code", "reason"), STATEMENTS)
def test_a_statement_that_keeps_the_rights_is_read_as_such(text: str, code: str, reason: str) -> None:
    found = read_text(text)
    assert (found.kind, understood(found), found.reason) == (Kind.STATEMENT, code, reason)
    assert not found.is_reliable


@pytest.mark.parametrize(("text", "name", "reason"), NOTHING)
def test_what_is_not_understood_is_nothing(text: str, name: str, reason: str) -> None:
    found = read_text(text)
    assert (found.kind, understood(found), found.reason) == (Kind.NOTHING, name, reason)


@pytest.mark.parametrize(
    ("text", "is_reliable"),
    [
        ("CC BY 4.0", True),
        ("CC BY-NC-ND 3.0 FR", True),
        ("CC BY", False),
        ("Creative Commons", False),
        ("CC BY 4.0 unless otherwise noted", False),
        ("CC BY 4.0, all rights reserved", False),
        ("CC BY-SA 3.0 KR", False),
        ("Public Domain Mark 1.0", False),
        ("CC0 1.0", True),
    ],
)
def test_only_a_licence_with_its_version_and_nothing_against_it_can_be_relied_on(text: str, is_reliable: bool) -> None:
    assert read_text(text).is_reliable is is_reliable


def test_several_licences_are_all_named() -> None:
    named = read_text("GFDL 1.2 or later and CC BY-SA 3.0").named
    assert [licence.spdx for licence in named] == ["CC-BY-SA-3.0", "GFDL-1.2-or-later"]


def test_the_country_for_which_a_work_is_called_free_is_kept() -> None:
    assert read_text("Public domain in the USA").detail == "US"
    assert read_text("Domaine public aux États-Unis").detail == "US"
    assert read_text("Domaine public").detail == ""


def test_a_claim_made_in_doubt_counts_for_less() -> None:
    assert read_text("Public domain").confidence is Confidence.MEDIUM
    assert read_text("Probably public domain").confidence is Confidence.LOW


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        # "ma" is "but" in Italian and "my" in French; "no" denies in English and Spanish.
        ("CC BY 4.0, ma chaîne : Ada", "fr", Reason.NAMED),
        ("CC BY 4.0, ma senza la musica", "it", Reason.LIMITED),
        ("CC BY 4.0, ma chaîne : Ada", "xx", Reason.LIMITED),
    ],
)
def test_the_language_settles_words_that_two_languages_share(text: str, language: str, reason: Reason) -> None:
    assert read_text(text, language).reason is reason
