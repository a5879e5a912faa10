"""Words of identifiers and file names: what is a copied release, an edition of somebody, or no film at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allostream.rights.origin.signs import Code
from allostream.rights.origin.words import in_text


def codes(text: str, *names: str) -> set[Code]:
    return {sign.code for sign in in_text(text, "identifier", names)}


@pytest.mark.parametrize(
    "text",
    [
        "The.Man.With.the.Golden.Arm.1955.720p.WEBDL.AAC2.0.H.264CtrlHD",
        "WizardOfOzX264",
        "wizardofozx264",
        "AugusteLouisLumiereDemolitionDunMur1896Xvid",
        "Tarzan.1918.DivX.AC3",
        "blow-up.-1966.1080p.-blu-ray.",
        "wings.-1927.720p.-blu-ray.x-264.-yify",
        "dead-men-walk-1943-dvdrip-xvi-d",
        "too.-late.for.-tears.-1949.-br-rip.-en-sub.x-264-mulvacoded",
        "z.-1969.720p.-web-dl.-dcrg-31270111854",
        "ptp_nathan-der-weise_manfred-noa_dvd_xvid_avi_688x528_206801",
        "Metropolis (1927) [BluRay] [YTS.MX]",
        "Nosferatu.1922.DVDrip.avi",
        "Nosferatu HDrip",
        "Nosferatu.1922.BDRip",
        "Nosferatu.1922.HDTV",
        "Nosferatu.WEB-DL.mkv",
        "M.1931.1080p-SUPERB.mkv",
        "M_1931_1080p-SUPERB",
        "M.1931.720p.AC3",
        "M.1931.1080p.HEVC.mkv",
        "rarbg.to - Detour",
    ],
)
def test_a_copied_release_is_known_by_its_name(text: str) -> None:
    assert Code.SCENE_RELEASE in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "the-web-1947",
        "1947theweblaaranhamichaelgordon",
        "TheWeb",
        "Blu",
        "Blue Raymond",
        "BlueSteel",
        "Bluebeard",
        "The Strip",
        "1951-the-strip-laszlo-kardos-vose",
        "ATripToTheMoon",
        "triptothemoon",
        "rip_van_winkle_1896",
        "Rip Van Winkle TV Rip Van Winkle",
        "rip_roarin_buckaroo",
        "Louis XVI Dies",
        "The Divine Xavier",
        "cc_1918_xx_xx",
        "Matrix 2645",
        "HD",
        "Night.Of.The.Living.Dead_1080p",
        "mon-oncle-1958-720p",
        "gilda-1946-restored-movie-720p-hd",
        "Metropolis 1080p-restored",
        "assault-on-precinct-13-1976-a-film-by-john-carpenter-1080p-carpenter",
        "LittleLordFauntleroyh264",
        "Scarlet Pimpernel DVD",
        "The Web of Riptide",
        "Equipped",
        "Trip",
        "",
    ],
)
def test_an_ordinary_name_is_not_taken_for_one(text: str) -> None:
    assert Code.SCENE_RELEASE not in codes(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NightOfTheLivingDead1968-Restored", Code.RESTORED),
        ("Zontarrestored", Code.RESTORED),
        ("scarlet-street-1945-remastered-movie-720p-hd", Code.RESTORED),
        ("Les Vampires (version restaurée)", Code.RESTORED),
        ("algiers-1938-colorized", Code.COLOURISED),
        ("thesphinx1933_colourised", Code.COLOURISED),
        ("Sparrows1926720p", Code.HIGH_DEFINITION),
        ("Suddenly1954HD", Code.HIGH_DEFINITION),
        ("Charade19631280x696", Code.HIGH_DEFINITION),
        ("Metropolis in 4K", Code.HIGH_DEFINITION),
        ("SantaClausConquersTheMartiansDVD", Code.DISC_COPY),
        ("19841956VersionDVDFULL", Code.DISC_COPY),
        ("Greed1924VHS", Code.DISC_COPY),
        ("The Lost Weekend (Criterion Collection)", Code.DISC_COPY),
        ("my-man-godfrey-1936-tcm", Code.BROADCAST_COPY),
        ("youtube-2zBBkONbYZk", Code.COPIED_FROM_ELSEWHERE),
        ("y-2-mate.is-santa-claus-1959", Code.COPIED_FROM_ELSEWHERE),
        ("1946-gilda-charles-vidor-vose", Code.TRANSLATED),
        ("WINGSSubtitulosALAS1927", Code.TRANSLATED),
        ("TheBigCombo-Vostr-fr subtitled", Code.TRANSLATED),
        ("Nothing to Hide (VOSTFR)", Code.TRANSLATED),
        ("Faust with a new score", Code.NEW_MUSIC),
        ("TheAdmiralWasaLadyEdmondOBrien1950mooorip", Code.RIP_NAMED),
        ("TheFastandtheFuriousJohnIreland1954goofyrip", Code.RIP_NAMED),
        ("TarzanoftheApes1918AndyDivx", Code.RIP_NAMED),
        ("TheFabulousDorseys1947DorseyBrosBobEberleNatrip", Code.RIP_NAMED),
        ("Ministry_of_Fear_Original_Trailer", Code.TRAILER),
        ("RocketshipX-mTrailer", Code.TRAILER),
        ("Bande-annonce de Fantômas", Code.TRAILER),
        ("InterviewWithLouisMalle", Code.INTERVIEW),
        ("his-kind-of-woman-commentary", Code.COMMENTARY),
        ("The Making of Detour", Code.ABOUT_THE_FILM),
        ("Detour (subtitles only)", Code.SUBTITLES_ONLY),
        ("Holy_Terror_Podcast_Halloween", Code.SOUND_ONLY),
        ("Detour, excerpt", Code.EXCERPT),
        ("Lbines-RetroVisionTheaterPresentsAMatterOfLifeAndDeath502", Code.HOSTED_SHOW),
        ("MonsterpieceTheaterPresents07", Code.HOSTED_SHOW),
        ("PhantasmagoriaTheater-Nosferatu1922909", Code.HOSTED_SHOW),
        ("Svengoolie: The Gorilla", Code.HOSTED_SHOW),
        ("ApskaftPresentsTheBattleshipPotemkin", Code.PRESENTED),
    ],
)
def test_a_sign_is_found(text: str, code: Code) -> None:
    assert code in codes(text)


def test_a_programme_is_known_by_the_film_that_it_names() -> None:
    assert Code.HOSTED_SHOW in codes("Saturday Theatre - Nosferatu", "Nosferatu")
    assert codes("Saturday Theatre", "Nosferatu") == {Code.PRESENTED}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("TheLongLongTrailer", "The Long, Long Trailer"),
        ("star_theatre_1901", "Star Theatre"),
        ("The Interview (1998)", "The Interview"),
        ("Alfred Hitchcock Presents", "Alfred Hitchcock Presents"),
        ("the-restored-1950", "The Restored"),
        ("Garip", "Garip"),
        ("L_Interview_1965", "L’Interview"),
    ],
)
def test_words_of_the_works_own_name_are_no_signs(text: str, name: str) -> None:
    assert codes(text, name) == set()
    assert codes(text, "Detour") != set()


@pytest.mark.parametrize(
    "name",
    [
        "Cremaster 3",
        "Double Indemnity",
        "No sos vos, soy yo",
        "Chain Reaction",
        "Halloween Horror Hostel",
        "La vampira de Barcelona",
        "Clear and Present Danger",
        "The Ultimate Christmas Present",
        "La Double Vie de Véronique",
    ],
)
def test_ordinary_names_have_no_signs_even_where_the_work_is_not_known(name: str) -> None:
    assert codes(name) == set()


def test_a_trailer_of_a_film_about_a_trailer_is_a_trailer() -> None:
    assert Code.TRAILER in codes("TheLongLongTrailer_OriginalTrailer", "The Long, Long Trailer")


def test_a_sign_quotes_the_text_without_addresses_of_people() -> None:
    (sign,) = in_text("Detour restored by jo@example.org, all rights", "title")
    assert (sign.field, sign.value) == ("title", "Detour restored by …, all rights")


@given(st.text(max_size=80), st.lists(st.text(max_size=30), max_size=3))
def test_no_text_breaks_it(text: str, names: list[str]) -> None:
    assert all(len(sign.value) <= 200 for sign in in_text(text, "title", names))


@given(st.sampled_from(["1080p.BluRay.x264-SPARKS", "DVDRip.XviD", "WEB-DL.AAC2.0"]), st.text("abcdefgh ", max_size=20))
def test_a_release_stays_one_whatever_stands_before_it(release: str, name: str) -> None:
    assert Code.SCENE_RELEASE in codes(f"{name}.1950.{release}")
    assert Code.SCENE_RELEASE in codes(f"{name}_1950_{release}.mkv")
    assert Code.SCENE_RELEASE in codes(f"{name}.1950.{release}".lower())
