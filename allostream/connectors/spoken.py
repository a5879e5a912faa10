"""Languages as sources of links write them (“eng”, “English”, “French”) as tags (BCP 47)."""

from collections.abc import Iterable

NAMES = {
    "english": "en", "french": "fr", "francais": "fr", "français": "fr", "german": "de", "deutsch": "de",
    "spanish": "es", "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "russian": "ru",
    "japanese": "ja", "chinese": "zh", "dutch": "nl", "swedish": "sv", "danish": "da", "norwegian": "no",
    "finnish": "fi", "polish": "pl", "czech": "cs", "hungarian": "hu", "greek": "el", "turkish": "tr",
    "arabic": "ar", "hebrew": "he", "hindi": "hi", "bengali": "bn", "tamil": "ta", "telugu": "te", "urdu": "ur",
    "korean": "ko", "persian": "fa", "romanian": "ro", "ukrainian": "uk", "serbian": "sr", "croatian": "hr",
    "catalan": "ca", "indonesian": "id", "vietnamese": "vi", "thai": "th", "malayalam": "ml", "kannada": "kn",
}  # fmt: skip
# ISO 639-2 and 639-3 codes of languages that have a shorter one, which BCP 47 prefers (RFC 5646, section 2.2.1).
CODES = {
    "eng": "en", "fre": "fr", "fra": "fr", "ger": "de", "deu": "de", "spa": "es", "ita": "it", "por": "pt",
    "rus": "ru", "jpn": "ja", "chi": "zh", "zho": "zh", "dut": "nl", "nld": "nl", "swe": "sv", "dan": "da",
    "nor": "no", "fin": "fi", "pol": "pl", "cze": "cs", "ces": "cs", "hun": "hu", "gre": "el", "ell": "el",
    "tur": "tr", "ara": "ar", "heb": "he", "hin": "hi", "ben": "bn", "tam": "ta", "tel": "te", "urd": "ur",
    "kor": "ko", "per": "fa", "fas": "fa", "rum": "ro", "ron": "ro", "ukr": "uk", "srp": "sr", "hrv": "hr",
    "cat": "ca", "ind": "id", "vie": "vi", "tha": "th", "mal": "ml", "kan": "kn", "gle": "ga", "isl": "is",
    "ice": "is", "eus": "eu", "baq": "eu", "glg": "gl", "bul": "bg", "slk": "sk", "slo": "sk", "slv": "sl",
}  # fmt: skip
SILENT = frozenset({"silent", "no linguistic content", "none", "zxx"})
SHORT = frozenset(CODES.values()) | frozenset(NAMES.values())


def tags_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The tags of languages that are named so; what is not understood is left out rather than guessed."""
    found = (_tag(part) for text in texts for part in text.replace("/", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(tag for tag in found if tag))


def _tag(text: str) -> str:
    plain = text.strip().lower()
    if plain in SILENT:
        return "zxx"
    return plain if plain in SHORT else CODES.get(plain) or NAMES.get(plain) or ""
