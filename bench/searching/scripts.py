"""Films and series of Arabic and Hebrew by the names that they have there and in English: the folder of real data has
hardly any. And how such names are typed."""

import random
from collections.abc import Iterator

from bench.searching.corrupting import typo

# name · English name · year
ARABIC = """
باب الحديد · Cairo Station · 1958 | الأرض · The Land · 1970 | المومياء · The Night of Counting the Years · 1969
دعاء الكروان · The Nightingale's Prayer · 1959 | الناصر صلاح الدين · Saladin the Victorious · 1963
بداية ونهاية · A Beginning and an End · 1960 | شيء من الخوف · A Touch of Fear · 1969 | الحرام · The Sin · 1965
إسكندرية... ليه؟ · Alexandria... Why? · 1979 | المصير · Destiny · 1997 | عمارة يعقوبيان · The Yacoubian Building · 2006
كفرناحوم · Capernaum · 2018 | سكر بنات · Caramel · 2007 | وهلأ لوين؟ · Where Do We Go Now? · 2011
وجدة · Wadjda · 2012 | ذيب · Theeb · 2014 | الجنة الآن · Paradise Now · 2005 | عمر · Omar · 2013
يد إلهية · Divine Intervention · 2002 | عرس الجليل · Wedding in Galilee · 1987
أحلام المدينة · Dreams of the City · 1984
وقائع سنين الجمر · Chronicle of the Years of Fire · 1975 | صمت القصور · The Silences of the Palace · 1994
عصفور السطح · Halfaouine · 1990 | الميدان · The Square · 2013 | سواق الأتوبيس · The Bus Driver · 1982
زوجة رجل مهم · Wife of an Important Man · 1987 | البريء · The Innocent · 1986 | الكيت كات · Kit Kat · 1991
أرض الخوف · Land of Fear · 1999 | اللص والكلاب · The Thief and the Dogs · 1962 | ميرامار · Miramar · 1969
القاهرة 30 · Cairo 30 · 1966 | الزوجة الثانية · The Second Wife · 1967 | غزل البنات · The Flirtation of Girls · 1949
ابن حميدو · Ibn Hamidu · 1957 | رد قلبي · Back Again · 1957 | في بيتنا رجل · A Man in Our House · 1961
"""
HEBREW = """
ואלס עם באשיר · Waltz with Bashir · 2008 | ביקור התזמורת · The Band's Visit · 2007 | בופור · Beaufort · 2007
הערת שוליים · Footnote · 2011 | גט · Gett · 2014 | לבנון · Lebanon · 2009 | עג'מי · Ajami · 2009
סאלח שבתי · Sallah Shabati · 1964 | השוטר אזולאי · The Policeman · 1971 | מבצע סבתא · Operation Grandma · 1999
גבעת חלפון אינה עונה · Halfon Hill Doesn't Answer · 1976 | אסקימו לימון · Lemon Popsicle · 1978
הקיץ של אביה · The Summer of Aviya · 1988 | עץ לימון · Lemon Tree · 2008 | חתונה מאוחרת · Late Marriage · 2001
האסונות של נינה · Nina's Tragedies · 2003 | כנפיים שבורות · Broken Wings · 2002 | ללכת על המים · Walk on Water · 2004
הבועה · The Bubble · 2006 | מדוזות · Jellyfish · 2007 | אפס ביחסי אנוש · Zero Motivation · 2014
פוקסטרוט · Foxtrot · 2017 | האופה מברלין · The Cakemaker · 2017 | הגננת · The Kindergarten Teacher · 2014
מי מפחד מהזאב הרע · Big Bad Wolves · 2013 | למלא את החלל · Fill the Void · 2012
מאחורי הסורגים · Beyond the Walls · 1984
סוף העולם שמאלה · Turn Left at the End of the World · 2004 | שבוע ויום · One Week and a Day · 2016
ימים קפואים · Frozen Days · 2005 | הכלה הסורית · The Syrian Bride · 2004 | מטאליק בלוז · Metallic Blues · 2004
פאודה · Fauda · 2015 | שטיסל · Shtisel · 2013 | חטופים · Prisoners of War · 2010 | בטיפול · BeTipul · 2005
"""
NAMES = {"ar": ("Arabic", ARABIC, "ابتثجحخدرزسشصطعغفقكلمنهوي"), "he": ("Hebrew", HEBREW, "אבגדהוזחטיכלמנסעפצקרשת")}
# Letters that are typed one for the other, and what is written or left out.
ALIKE = str.maketrans("أإآةىؤئ", "اااهيوي")
VOWELS = "\u064e\u064f\u0650", "\u05b7\u05b8\u05b5"
LONGEST_TYPED, SHORTEST = 0.7, 5


def works() -> Iterator[tuple[str, str, str, int]]:
    """Language, name, English name and year of each."""
    for language, (_, rows, _) in NAMES.items():
        for row in rows.replace("\n", "|").split("|"):
            if row.strip():
                name, english, year = (part.strip() for part in row.split("·"))
                yield language, name, english, int(year)


def typed(language: str, name: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    """How a name is typed, each with the name of its class: as it is, otherwise, unfinished, with a letter wrong."""
    script, _, letters = NAMES[language]
    yield script, name
    plain = name.translate(ALIKE).removeprefix(rng.choice(("", "ال")))
    pointed = "".join(letter + rng.choice(VOWELS[language == "he"]) * (letter in letters) for letter in name)
    yield f"{script}, written otherwise", rng.choice((plain, pointed))
    if len(name) > SHORTEST:
        yield f"{script}, unfinished", name[: max(SHORTEST - 1, int(len(name) * LONGEST_TYPED))].rstrip()
        yield f"{script}, typo", typo(name, rng, letters=letters)
