"""Setting a title in a box: where lines break and how large the letters can be."""

from collections.abc import Sequence
from dataclasses import dataclass

from .faces import Face
from .letters import Ruler, width_of
from .scripts import may_part

# Small words that look lost at the end of a line, in the languages most titles come in.
_ENGLISH = "a an the of to in and at on with from for is dr. mr. st."
_FRENCH = "le la les un une des du de et à au aux en sur dans"
_GERMAN = "der die das"
_RUSSIAN = "и в во на с со к ко о об от из за по не у"
_UKRAINIAN = "і й в у з зі на до від за про не"
_SERBIAN = "и у на са од до за из"
_GREEK = "ο η το οι τα του της των και στο στη στον στην σε με για από"
LEAN = frozenset(f"{_ENGLISH} {_FRENCH} {_GERMAN} {_RUSSIAN} {_UKRAINIAN} {_SERBIAN} {_GREEK}".split())

# A line that ends on a small word counts as this much wider than it is.
_LEAN_PENALTY = 1.25
# Another line must make the letters at least this much larger.
_WORTH_A_LINE = 1.06


@dataclass(frozen=True, slots=True)
class Setting:
    """Lines of text and the letter size they are set in."""

    size: float
    lines: list[str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A piece of the text that is never broken, by its place there."""

    start: int
    end: int
    is_lean: bool


class Paragraph:
    """One text that can be broken into any number of lines so that the widest is as narrow as possible.

    `bind_small_words` keeps a small word with the one after it: "the Martians" is then one piece.
    Dynamic programming over the breaks: 45 words take as long as 45 x 45 / 2 lines, whatever the number of lines.
    """

    def __init__(self, text: str, face: Face, tracking: int = 0, *, bind_small_words: bool = False) -> None:
        self.text = " ".join(text.split())
        words = _words(self.text)
        self._words = _bound(words) if bind_small_words else words
        self._ruler = Ruler(self.text, face, tracking)
        # Row k holds, for each word, the smallest widest line when the text from there on takes k + 1 lines.
        self._rows: list[list[float]] = []

    @property
    def pieces(self) -> int:
        """The largest number of lines that the text can be broken into."""
        return len(self._words)

    def lines(self, count: int) -> list[str]:
        """The text in exactly this many lines, from 1 to `pieces`; of equal ways, that with the shortest first line."""
        limit = self._row(count)[0]
        found, start = [], 0
        for left in range(count - 1, 0, -1):
            rest = self._row(left)
            end = start + 1
            while self._cost(start, end) > limit or rest[end] > limit:
                end += 1
            found.append(self._slice(start, end))
            start = end
        return [*found, self._slice(start, len(self._words))]

    def _row(self, count: int) -> list[float]:
        if not self._rows:
            whole = len(self._words)
            self._rows.append([self._width(start, whole) for start in range(whole)])
        while len(self._rows) < count:
            self._rows.append(self._next_row())
        return self._rows[count - 1]

    def _next_row(self) -> list[float]:
        rest = self._rows[-1]
        last = len(rest)
        return [
            min(max(self._cost(start, end), rest[end]) for end in range(start + 1, last)) for start in range(last - 1)
        ]

    def _cost(self, start: int, end: int) -> float:
        width = self._width(start, end)
        return width * _LEAN_PENALTY if self._words[end - 1].is_lean else width

    def _width(self, start: int, end: int) -> int:
        return self._ruler.width(self._words[start].start, self._words[end - 1].end)

    def _slice(self, start: int, end: int) -> str:
        return self.text[self._words[start].start : self._words[end - 1].end]


def fit(
    text: str,
    face: Face,
    width: float,
    height: float,
    biggest: float,
    leading: float,
    tracking: int = 0,
    most_lines: int = 5,
    rise: float | None = None,
) -> Setting:
    """The largest setting of the text in a box of this width and height. A text without words gives no lines.

    `rise` is how far the first line reaches up, as part of the letter size: the height of capitals if not given.
    """
    paragraph = Paragraph(text, face, tracking)
    best = Setting(0, [])
    first = face.cap_height if rise is None else rise
    for count in range(1, min(most_lines, paragraph.pieces) + 1):
        lines = paragraph.lines(count)
        widest = widest_of(lines, face, tracking) / 1000
        size = min(biggest, width / widest, height / (first + (count - 1) * leading))
        if size > best.size * _WORTH_A_LINE:
            best = Setting(size, lines)
    return best


def widest_of(lines: Sequence[str], face: Face, tracking: int = 0) -> int:
    """Width of the widest line, at least 1: a line of marks without width must not divide by nothing."""
    return max([1, *(width_of(line, face, tracking) for line in lines)])


def _words(text: str) -> list[_Word]:
    """Pieces between spaces and, in scripts without spaces, where a line may break."""
    words, start = [], 0
    for position in range(1, len(text) + 1):
        is_last = position == len(text)
        if is_last or text[position] == " " or may_part(text[position - 1], text[position]):
            if start < position:
                words.append(_Word(start, position, text[start:position].lower() in LEAN))
            start = position + (not is_last and text[position] == " ")
    return words


def _bound(words: Sequence[_Word]) -> list[_Word]:
    bound: list[_Word] = []
    start: int | None = None
    for word in words:
        start = word.start if start is None else start
        if not word.is_lean or word is words[-1]:
            bound.append(_Word(start, word.end, False))
            start = None
    return bound
