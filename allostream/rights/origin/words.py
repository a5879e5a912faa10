"""Words in an identifier, a title or a file name that tell where a file comes from and what it is.

Names of releases follow the written rules of those who copy discs: `Title.Year.1080p.BluRay.x264-GROUP`. One word of a
copied disc is enough; a resolution alone is not, since an archive may scan in high definition too.

Patterns are matched on the forms of allostream.rights.origin.wording, where digits and letters stand apart.
"""

import re
from collections.abc import Collection, Iterator

from allostream.rights.origin.facts import SUBTITLE_ENDINGS, VIDEO_ENDINGS
from allostream.rights.origin.signs import Code, Sign, Weight, sign
from allostream.rights.origin.wording import forms, has_name, without_names

S, E = r"(?<![a-z0-9])", r"(?![a-z0-9])"  # a word begins, a word ends


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


# What only copies of discs, broadcasts and paid streams are called. Those without S are found inside other words too:
# no word of a language holds them.
COPIED = _any(
    rf"x 26[45]{E}", "xvid", rf"{S}xvi d{E}",
    "bluray", rf"{S}blu ray", rf"{S}(?:bd|br|uhd|dvd) ?remux{E}",
    "(?:dvd|web|vhs|hdtv|bd|br)rip(?![a-z])",
    rf"{S}(?:bd|br|cam|dsr|dvb|dvd|hd|hdtv|ld|ppv|sat|tv|vcd|vhs|vod|web) ?rip{E}(?! van)",
    rf"{S}dvd ?scr(?:eener)?{E}", rf"{S}(?:hd ?)?telesync{E}", rf"{S}hd ?cam{E}",
    "webdl", rf"{S}web dl{E}", rf"{S}hdtv{E}", rf"{S}truefrench{E}",
)  # fmt: skip
# Groups that release copies, and closed exchanges; only names that are no word of a language.
GROUPS = _any(
    rf"{S}(?:axxo|bokutox|chdbits|cinefile|ctrlhd|dcrg|eztv|esir|ettv|etrg|fgt|galaxyrg|ganool|hevcbay|karagarga|"
    rf"klaxxon|mkvcage|mkvking|mulvacoded|psarips|qxr|rarbg|sadpanda|shaanig|stuttershit|tgx|tigole|yify|yts){E}",
    r"^ ptp ",
)
RESOLUTION = _any(rf"(?:480|576|720|1080|1440|2160|4320) [pi]{E}")
CODEC = _any(rf"h 26[45]{E}", "divx", rf"{S}div x{E}", rf"{S}hevc{E}", rf"{S}avc{E}", rf"{S}10 ?bit{E}")
SOUND = _any(rf"{S}(?:aac|e? ?ac 3|dts|flac|truehd|atmos){E}", rf"{S}ddp? [257] [01]{E}")
PARTS_OF_A_RELEASE = (RESOLUTION, CODEC, SOUND)
# `….1080p-GROUP`, where dots or underscores part the words and the last hyphen the group.
RELEASED_BY = re.compile(r"(?i)(?:480|576|720|1080|2160)[pi]-([a-z][a-z0-9]{1,13})$")
NO_GROUP = frozenset({
    "hd", "uhd", "sd", "hq", "full", "movie", "film", "restored", "remastered", "colorized", "version", "edition",
    "part", "cut", "fixed",
})  # fmt: skip
PARTED_BY_HYPHENS = re.compile(r"[a-zA-Z0-9]-[a-zA-Z0-9]")

# Nicknames of those who copy, with “rip” behind: “goofyrip”. Words of languages end in it too, so a person looks. So
# does one where a codec is named that copies of discs were made with, but others too.
RIPPED = _any(
    "divx",
    rf"{S}div x{E}",
    rf"(?:18|19|20)\d\d rip{E}(?! van)",
    rf"{S}natrip{E}",
    rf"{S}(?!unrip)[a-z]{{1,9}}[abfhiklmnouwyz]rip{E}",
)

OTHER_SIGNS: tuple[tuple[Code, Weight, re.Pattern[str]], ...] = (
    (Code.DISC_COPY, Weight.EDITION, _any("dvd", "laserdisc", rf"{S}(?:laser disc|vhs|criterion){E}")),
    (Code.BROADCAST_COPY, Weight.EDITION, _any(rf"{S}tcm{E}", rf"{S}off air{E}", rf"{S}tv rec(?:ording)?{E}",
                                               rf"{S}recorded (?:from|off) tv{E}", rf"{S}enregistrement tv{E}")),
    (Code.COPIED_FROM_ELSEWHERE, Weight.REVIEW, _any(rf"{S}y 2 mate", "^ youtube ", "videoplayback", "savefrom",
                                                     "keepvid", "ytmp", rf"{S}youtube dl{E}", rf"{S}yt ?dlp{E}")),
    (Code.RESTORED, Weight.EDITION, _any(rf"{S}restor(?:ed|ation){E}", rf"(?<=[0-9a-z])restored{E}", "(?<!c)remaster",
                                         "rimasterizzat", rf"{S}restaur(?:ee?s?|ation|ad[oa]|acion|at[oa]|iert){E}")),
    (Code.COLOURISED, Weight.EDITION, _any(r"colou?ri[sz](?:ed|ation)", rf"{S}colorisee?s?{E}", rf"{S}coloread[oa]{E}",
                                           rf"{S}in colou?r{E}", rf"{S}en couleurs?{E}", rf"{S}kolorier")),
    (Code.HIGH_DEFINITION, Weight.EDITION, _any(rf"(?:720|1080|1440|2160|4320) [pi]{E}", rf"{S}(?:full ?|u)?hd{E}",
                                                rf"(?:1280|1440|1920|2048|3840|4096) x \d{{3,4}}{E}",
                                                rf"{S}[48] k{E}", rf"{S}60 ?fps{E}", rf"{S}upscaled?{E}",
                                                rf"{S}ai enhanced{E}")),
    (Code.NEW_MUSIC, Weight.EDITION, _any(rf"{S}(?:new|live|alternate|added) (?:score|music|soundtrack|sound){E}",
                                          rf"{S}(?:score|music|soundtrack) by{E}", rf"{S}nouvelle musique{E}",
                                          rf"{S}mit musik{E}")),
    (Code.TRANSLATED, Weight.EDITION, _any(rf"{S}vost(?: ?(?:fr|a|en|f)|fr)?{E}", rf"{S}vos[ei]{E}", "subtit",
                                           rf"{S}(?:en|eng|english|es|fr|french|ger|spa|spanish) ?subs?{E}",
                                           rf"{S}sous titr", rf"{S}legendad[oa]{E}", rf"{S}untertitel", "sottotitol",
                                           rf"{S}dubbed{E}", rf"{S}dublad[oa]{E}", rf"{S}doubl(?:ee|age){E}",
                                           rf"{S}(?:hard)?subbed{E}")),
    (Code.TRAILER, Weight.REJECT, _any(rf"{S}(?:trailers?|teasers?|bande annonce){E}")),
    (Code.INTERVIEW, Weight.REJECT, _any(rf"{S}(?:interviews?|interviewed|entretien|entrevista|intervista){E}")),
    (Code.COMMENTARY, Weight.REJECT, _any(rf"{S}(?:commentary|commentaire audio|audiokommentar){E}")),
    (Code.ABOUT_THE_FILM, Weight.REJECT, _any(rf"{S}(?:making of|behind the scenes|featurette|video essay|"
                                              rf"reaction video|(?:film|movie|video) review|review of){E}")),
    (Code.SUBTITLES_ONLY, Weight.REJECT, _any(rf"{S}(?:subtitles?|subs|srt) only{E}", rf"{S}only subtitles?{E}")),
    (Code.SOUND_ONLY, Weight.REJECT, _any(rf"{S}(?:podcasts?|audiobook|radio (?:drama|play|show|theat(?:er|re))|"
                                          rf"soundtrack album|audio only|hoerspiel|horspiel){E}")),
    (Code.EXCERPT, Weight.REVIEW, _any(rf"{S}(?:excerpts?|extraits?|clips?|deleted scenes?|outtakes|bloopers){E}")),
)  # fmt: skip

THEATRE = _any(r"theat(?:er|re)")
PRESENTS = _any(rf"{S}(?:presents|presente|presenta|prasentiert){E}", rf"{S}hosted by{E}")
HOSTS = _any(
    rf"{S}(?:creature features?|horror hosts?(?![a-z])|movie macabre|mst 3 k|mystery science theat|"
    rf"rifftrax|cinematic titanic|svengoolie|vampira show|zacherley|joe bob briggs|last drive in)",
    rf"{S}(?:chiller|nightmare|shock|creature|fright|terror|horror|phantasmagoria) theat(?:er|re){E}",
)


def in_text(text: str, field: str, names: Collection[str] = ()) -> Iterator[Sign]:
    """The signs in one text, each once; `names` are the names of the work, whose own words are none."""
    without_ending = _without_ending(text)
    read = tuple(without_names(form, names) for form in forms(without_ending))
    if is_release(without_ending, read):
        yield sign(Code.SCENE_RELEASE, Weight.REJECT, field, text)
    elif _in(RIPPED, read):
        yield sign(Code.RIP_NAMED, Weight.REVIEW, field, text)
    for code, weight, pattern in OTHER_SIGNS:
        if _in(pattern, read):
            yield sign(code, weight, field, text)
    yield from _hosted(text, field, read, names)


def is_release(text: str, read: Collection[str]) -> bool:
    """Whether a text is named as a copy that a group released: one word of copying, or two parts of such a name."""
    if _in(COPIED, read) or _in(GROUPS, read):
        return True
    parts = sum(_in(pattern, read) for pattern in PARTS_OF_A_RELEASE)
    return parts + _is_released_by_group(text) >= 2


def _is_released_by_group(text: str) -> bool:
    # The Internet Archive writes a dot as “.-” when it makes an identifier of a file name.
    plain = text.replace(".-", ".").strip()
    found = RELEASED_BY.search(plain)
    if found is None or found[1].lower() in NO_GROUP:
        return False
    return not PARTED_BY_HYPHENS.search(plain[: found.start()])


def _hosted(text: str, field: str, read: Collection[str], names: Collection[str]) -> Iterator[Sign]:
    """A programme in which somebody presents the film is a work of its own."""
    theatre, presents = _in(THEATRE, read), _in(PRESENTS, read)
    if _in(HOSTS, read) or (theatre and (presents or _names_work_behind_theatre(text, names))):
        yield sign(Code.HOSTED_SHOW, Weight.REJECT, field, text)
    elif presents or (theatre and names):
        yield sign(Code.PRESENTED, Weight.REVIEW, field, text)


def _names_work_behind_theatre(text: str, names: Collection[str]) -> bool:
    """Whether the work's name follows the word: “Phantasmagoria Theater – Nosferatu”."""
    return any(
        has_name(f" {form[found.end() :].strip()} ", names)
        for form in forms(text)
        for found in [THEATRE.search(form)]
        if found
    )


def _in(pattern: re.Pattern[str], read: Collection[str]) -> bool:
    return any(pattern.search(form) for form in read)


def _without_ending(text: str) -> str:
    name, dot, ending = text.rpartition(".")
    return name if dot and ending.lower() in VIDEO_ENDINGS | SUBTITLE_ENDINGS else text
