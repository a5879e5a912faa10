"""What speaks for and against a copy, in words."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from allostream.rights.origin.relations import Reason
from allostream.rights.origin.signs import Code
from allostream.web.spoken import spoken


def sign_texts(flags: Iterable[str]) -> list[str]:
    """The flags of a link as sentences; a word that no version knows stays as it is."""
    known = set(Code)
    return [sign_text(Code(flag)) if flag in known else flag for flag in flags]


def reason_texts(codes: Iterable[str]) -> list[str]:
    """Why whoever proposed a link may have uploaded its copy, as questions for whoever decides."""
    words = _asked()
    return [words[Reason(code)] for code in codes if code in words]


@spoken
def _asked() -> Mapping[Reason, str]:
    """That somebody said so is asked by the sign itself."""
    return {
        Reason.SAID_PAID: gettext("They say that they get money if it is watched: from whom?"),
        Reason.SAME_ACCOUNT: gettext("They showed that the uploader’s account is theirs: what right do they have?"),
        Reason.SAME_MAIL: gettext("The uploader’s account has the same e-mail address: is it one person?"),
        Reason.SAME_SITE: gettext("They and the uploader name the same website: what have they to do with each other?"),
        Reason.SIMILAR_HANDLE: gettext("Their name and the uploader’s are alike: is it one person?"),
        Reason.SOON_AFTER_UPLOAD: gettext(
            "They proposed several copies of this uploader within two days of the upload: how did they know of them?"
        ),
        Reason.CONCENTRATION: gettext(
            "More than two in five of their links lead to this uploader: what have they to do with each other?"
        ),
    }


@spoken
def sign_text(code: Code) -> str:
    """A sign as a sentence."""
    return {**_of_account(), **_of_file(), **_of_host()}[code]


def _of_account() -> Mapping[Code, str]:
    return {
        Code.LISTED_CHANNEL: gettext("The channel is on our list."),
        Code.PROPOSED_CHANNEL: gettext("The channel is proposed and not listed yet."),
        Code.REFUSED_CHANNEL: gettext("The channel was refused."),
        Code.CREDITED_MAKER: gettext(
            "The uploader is credited as its maker, and their site and the account name each other."
        ),
        Code.NAMED_LIKE_MAKER: gettext("The account has the name of the maker, which alone proves nothing."),
        Code.CURATED_COLLECTION: gettext("It is in a collection that somebody curates."),
        Code.OPEN_COLLECTION: gettext("It is in a collection that anybody may add to."),
        Code.SINGLE_FILM_UPLOADER: gettext("The account has put up no other film."),
        Code.NO_SOURCE_NAMED: gettext("Nobody says from which print or tape it was made."),
        Code.UNKNOWN_UPLOADER: gettext("The host does not tell who put it there."),
        Code.MASS_UPLOADER: gettext(
            "The account has put up films of many studios that have nothing to do with each other."
        ),
        Code.DECLARED_OWN: gettext("Whoever proposed this link says that the copy is theirs: did they make the film?"),
        Code.SUSPECTED_OWN: gettext("Did whoever proposed this link upload the copy?"),
        Code.UNDECLARED_OWN: gettext(
            "Whoever proposed this link uploaded the copy and said they did not: what right do they have?"
        ),
        Code.PROTECTED_AT_HOME: gettext("The work is protected in the uploader’s own country."),
        Code.SOMEBODY_CLAIMED: gettext("Somebody has claimed it at the host, and it is not known who."),
        Code.NEAR_NOTICE: gettext(
            "Another copy of this work at this host was withdrawn after a notice of its rights holder."
        ),
        Code.PARTNER: gettext("The host marks the account as a partner’s."),
        Code.MIRROR: gettext("The server only mirrors it: what counts is what the server of origin says."),
    }


def _of_file() -> Mapping[Code, str]:
    return {
        Code.SCENE_RELEASE: gettext("Its name is that of a copied commercial edition."),
        Code.RIP_NAMED: gettext("Its name says that somebody copied it from a disc or a broadcast."),
        Code.DISC_COPY: gettext("It seems to come from a commercial disc or tape."),
        Code.BROADCAST_COPY: gettext("It seems to be recorded from television."),
        Code.COPIED_FROM_ELSEWHERE: gettext("It was taken from another place where somebody else had put it."),
        Code.RESTORED: gettext("It is restored: whose restoration it is has to be found out."),
        Code.COLOURISED: gettext("It is coloured by somebody, which is a work of its own."),
        Code.HIGH_DEFINITION: gettext("It is in high definition: whose scan it is has to be found out."),
        Code.NEW_MUSIC: gettext("It has other music, which has rights of its own."),
        Code.TRANSLATED: gettext("It has subtitles or dubbing, which have rights of their own."),
        Code.RUNTIME_OFF: gettext("Its length differs from the film’s by more than a twentieth."),
        Code.HOSTED_SHOW: gettext("It is a programme in which somebody presents the film: another work."),
        Code.PRESENTED: gettext("Somebody presents it: it may be a programme about the film."),
        Code.TRAILER: gettext("It is a trailer."),
        Code.INTERVIEW: gettext("It is an interview."),
        Code.COMMENTARY: gettext("It is a commentary."),
        Code.ABOUT_THE_FILM: gettext("It is about the film, and not the film."),
        Code.EXCERPT: gettext("It seems to be a part of the film only."),
        Code.BOOK: gettext("It is a text, and no film."),
        Code.SOUND_ONLY: gettext("It has sound only."),
        Code.SUBTITLES_ONLY: gettext("It has subtitles only."),
        Code.NO_VIDEO: gettext("It has no video."),
        Code.POSSIBLE_RIP: gettext("Its name suggests a copied or restored edition, or a programme about the film."),
    }


def _of_host() -> Mapping[Code, str]:
    return {
        Code.ITEM_GONE: gettext("The host has it no more."),
        Code.ITEM_DARK: gettext("The host has closed it to the public."),
        Code.REMOVED_FOR_CLAIM: gettext("The host has removed it after a claim."),
        Code.RESTRICTED: gettext("The host lends it, and does not show it to everybody."),
        Code.NOT_PUBLIC: gettext("It is not public at the host."),
        Code.PAID: gettext("The host asks payment for it."),
        Code.EMBED_REFUSED: gettext("Its owner does not let others show the player."),
        Code.DELETION_REQUEST: gettext("At the host somebody has asked for its deletion."),
        Code.OWN_WORK_CLAIM: gettext("The uploader says to have made it, which is unlikely for a film."),
        Code.LICENCE_REVIEWED: gettext("A trusted member of the host has checked its licence."),
        Code.PERMISSION_TICKET: gettext("The host keeps a written permission."),
        Code.COMMUNITY_CHECKED: gettext("The community of the host gives a reason why it is free."),
        Code.CLAIMED_LICENCE: gettext("The uploader names a licence, which nobody has checked."),
        Code.STATED_IN_COPYRIGHT: gettext("The host says that it is protected, or that nobody knows."),
    }
