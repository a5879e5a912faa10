"""Make the outlines of Cyrillic and Greek letters for posters: run once, its results are kept in the repository.

    python tools/poster_faces.py FOLDER

FOLDER holds the Noto fonts of Debian's packages fonts-noto-core and fonts-noto-extra (SIL Open Font License). Needs
fonttools, which is no part of the project: use an environment of its own.

The faces of Latin titles (Newsreader, Archivo, Bricolage) lack these scripts, so each gets the Noto cut nearest to it
in weight, width and character, drawn so large that its capitals are as high as those of the face: then a title that
mixes scripts stands on one line. Lengths are thousandths of the letter size, as in faces.json.
"""

import json
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FACES = Path(__file__).resolve().parents[1] / "allostream" / "lib" / "posters"
CUTS = {
    "serif": "NotoSerifDisplay-Medium",
    "italic": "NotoSerifDisplay-MediumItalic",
    "cond": "NotoSans-ExtraCondensedExtraBold",
    "wide": "NotoSans-Black",
    "brico": "NotoSans-CondensedExtraBold",
    "label": "NotoSans-SemiBold",
}
# Cyrillic: the alphabets of today, the letters that Russian and Bulgarian lost in 1918 and 1945, and the number sign.
# Greek: with one accent, and with the breathings and accents that were written until 1982.
SCRIPTS = {
    "cyrillic": [*range(0x400, 0x460), 0x462, 0x463, *range(0x472, 0x476), *range(0x48A, 0x500), 0x2116],
    "greek": [*range(0x386, 0x3D0), *range(0x1F00, 0x2000)],
}
LEAST_KERN = 18  # what moves less is not seen


def main(folder: Path) -> None:
    caps = {name: cut["cap"] for name, cut in json.loads((FACES / "faces.json").read_text()).items()}
    for script, codes in SCRIPTS.items():
        made = {name: cut(TTFont(folder / f"{font}.ttf"), codes, caps[name]) for name, font in CUTS.items()}
        target = FACES / f"faces-{script}.json"
        target.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n")
        counts = {name: (len(face["g"]), len(face["k"])) for name, face in made.items()}
        print(f"{target.name}: {target.stat().st_size} bytes, letters and kerning pairs {counts}")


def cut(font, codes, cap):
    """The letters and kerning pairs of one font, scaled to a height of capitals."""
    scale = cap / font["OS/2"].sCapHeight * 1000 / font["head"].unitsPerEm
    names = {chr(code): name for code, name in font.getBestCmap().items() if code in set(codes)}
    letters = {character: glyph(font, name, scale) for character, name in sorted(names.items())}
    return {"g": letters, "k": kerning(font, names, scale)}


def glyph(font, name, scale):
    """Advance, start and the rest of the outline as relative path commands."""
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(TransformPen(pen, (scale, 0, 0, -scale, 0, 0)))
    start, path = outline(pen.value)
    return [round(font["hmtx"][name][0] * scale), *start, path]


def outline(commands):
    """Recorded drawing as path data. Points are rounded before they are subtracted, so that nothing drifts."""
    parts, start, here, first = [], (0, 0), (0, 0), None
    for command, points in commands:
        points = [tuple(map(round, point)) for point in points]
        if command == "moveTo":
            if first is None:
                first = points[0]
            else:
                parts.append("m" + relative(start, points))
            start = here = points[0]
        elif command == "lineTo":
            parts.append(line(here, points[0]))
            here = points[0]
        elif command == "qCurveTo":
            for control, end in segments(points):
                parts.append("q" + relative(here, [control, end]))
                here = end
        elif command == "closePath":
            parts.append("z")
            here = start
        else:
            raise ValueError(f"the font draws with {command}, which only outlines with cubic curves do")
    return first or (0, 0), "".join(parts)


def segments(points):
    """TrueType leaves out the points between two controls: they lie half-way (OpenType, “glyf”)."""
    *controls, end = points
    for one, two in pairwise(controls):
        yield one, (round((one[0] + two[0]) / 2), round((one[1] + two[1]) / 2))
    yield controls[-1], end


def line(here, to):
    across, down = to[0] - here[0], to[1] - here[1]
    return f"v{down}" if not across else f"h{across}" if not down else "l" + relative(here, [to])


def relative(here, points):
    """Numbers from here, a minus sign standing for the space before it."""
    numbers = [str(part) for x, y in points for part in (x - here[0], y - here[1])]
    return numbers[0] + "".join(number if number.startswith("-") else f" {number}" for number in numbers[1:])


def kerning(font, names, scale):
    """By how much plain letters move together or apart; letters with accents move as those without."""
    plain = {
        character: name for character, name in names.items() if unicodedata.normalize("NFD", character) == character
    }
    tables = list(pair_tables(font))
    found = {}
    for left, left_name in plain.items():
        for right, right_name in plain.items():
            value = next((v for table in tables if (v := table(left_name, right_name))), 0)
            if abs(round(value * scale)) >= LEAST_KERN:
                found[left + right] = round(value * scale)
    return found


def pair_tables(font):
    """The tables of pairs of the feature “kern”, each as a function of two names."""
    table = font["GPOS"].table
    wanted = {
        i
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for i in record.Feature.LookupListIndex
    }
    for number in sorted(wanted):
        for subtable in table.LookupList.Lookup[number].SubTable:
            subtable = getattr(subtable, "ExtSubTable", subtable)
            if subtable.LookupType == 2:
                yield pairs_of(subtable)


def pairs_of(subtable):
    """One table of single pairs (format 1) or of classes (format 2)."""
    covered = {name: place for place, name in enumerate(subtable.Coverage.glyphs)}

    def single(left, right):
        if left not in covered:
            return 0
        records = subtable.PairSet[covered[left]].PairValueRecord
        return next((advance(record.Value1) for record in records if record.SecondGlyph == right), 0)

    def classed(left, right):
        if left not in covered:
            return 0
        row = subtable.Class1Record[subtable.ClassDef1.classDefs.get(left, 0)]
        return advance(row.Class2Record[subtable.ClassDef2.classDefs.get(right, 0)].Value1)

    return single if subtable.Format == 1 else classed


def advance(value):
    return getattr(value, "XAdvance", 0) or 0 if value else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
