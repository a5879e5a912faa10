"""Works: titles (films and series), seasons, episodes, editions, and what they are called."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from allostream.lib.collation import bytewise
from allostream.lib.dates import PartialDate, Precision
from allostream.lib.ids import new_id

# Pages show only what is neither removed nor merged: indexes of lists leave out the rest.
PRESENT = models.Q(removed_at__isnull=True, merged_into__isnull=True)
PRECISIONS: list[tuple[str, str]] = [(p.value, p.value) for p in Precision]


class Permanent(models.Model):
    """A thing with a public id that lives for ever: removed things leave a tombstone, merged ones a redirect."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Title(Permanent):
    """A film or a series: the thing that has a page of its own."""

    class Kind(models.TextChoices):
        FILM = "film", "Film"
        SERIES = "series", "Series"

    class Form(models.TextChoices):
        """What sort of film or series; "" when not known."""

        FEATURE = "feature", "Feature film"
        SHORT = "short", "Short film"
        TV_FILM = "tv_film", "Television film"
        TV_SERIES = "tv_series", "Television series"
        WEB_SERIES = "web_series", "Web series"
        DOCUMENTARY_SERIES = "documentary_series", "Documentary series"
        FILM_SERIAL = "film_serial", "Film serial"
        SHORT_FILM_SERIES = "short_film_series", "Series of short films"
        ANIMATED_SHORTS = "animated_shorts", "Series of animated shorts"
        FILM_CYCLE = "film_cycle", "Film cycle"

    kind = models.CharField(max_length=10, choices=Kind)
    form = models.CharField(max_length=20, choices=Form, blank=True, default="")
    name = models.CharField(max_length=500, help_text="The name used when none is known in the reader's language.")
    name_language = models.CharField(max_length=12, blank=True, default="")
    year = models.SmallIntegerField(null=True, blank=True, help_text="Year of the first public release.")
    end_year = models.SmallIntegerField(null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)
    released_precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.UNKNOWN)
    runtime_min = models.PositiveSmallIntegerField(null=True, blank=True)
    runtime_is_approximate = models.BooleanField(default=False)
    flags = models.JSONField(default=list, blank=True)
    source = models.ForeignKey(
        "catalogue.Source", null=True, blank=True, on_delete=models.PROTECT, related_name="titles"
    )
    # No index of its own: see the partial one below.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed", db_index=False
    )
    popularity = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="Raised by every change that the title's pages show.")
    changed_at = models.DateTimeField(default=timezone.now, db_default=Now(), help_text="When the version was raised.")

    class Meta:
        indexes: ClassVar = [
            # Browse by kind in order of year, forwards and backwards; the id makes the order total.
            models.Index(fields=["kind", "year", "id"], name="title_kind_year", condition=PRESENT),
            # Browse in order of popularity, of a kind or (hosts, search) of all; the year is there to be tested.
            models.Index(fields=["kind", "-popularity", "id", "year"], name="title_kind_popularity", condition=PRESENT),
            models.Index(fields=["-popularity", "id"], name="title_popularity", condition=PRESENT),
            # Browse by length, and in order of it.
            models.Index(fields=["kind", "runtime_min", "id"], name="title_kind_runtime", condition=PRESENT),
            # What was merged into a title. Without the many that were not: "is not merged" must not lead here.
            models.Index(fields=["merged_into"], name="title_merged", condition=models.Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.year or '?'})"

    @property
    def released(self) -> PartialDate | None:
        """The day of the first public release, as exactly as it is known."""
        return PartialDate(self.released_on, Precision(self.released_precision)) if self.released_on else None


class Season(Permanent):
    """A season of a series, or a part of a serial."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="seasons")
    number = models.SmallIntegerField(null=True, blank=True)
    number_is_derived = models.BooleanField(default=False, help_text="Not given by the source but worked out.")
    name = models.CharField(max_length=300, blank=True, default="")
    name_language = models.CharField(max_length=12, blank=True, default="")
    aired_on = models.DateField(null=True, blank=True)
    aired_precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.UNKNOWN)
    # Where it became one with another, which its address leads to; it is removed then, so that no list shows it.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed", db_index=False
    )
    placed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a person put it where it stands: imports leave it there."
    )

    class Meta:
        indexes: ClassVar = [
            # The seasons of one series in order.
            models.Index(fields=["title", "number", "id"], name="season_title_number"),
            models.Index(fields=["merged_into"], name="season_merged", condition=models.Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} season {self.number}"


class Episode(Permanent):
    """An episode: its numbers are kept as the source gives them."""

    class Kind(models.TextChoices):
        REGULAR = "regular", "Regular"
        SPECIAL = "special", "Special"

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="episodes")
    season = models.ForeignKey(Season, on_delete=models.CASCADE, related_name="episodes")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.REGULAR)
    number = models.SmallIntegerField(null=True, blank=True)
    number_is_derived = models.BooleanField(default=False, help_text="Not given by the source but worked out.")
    absolute_number = models.IntegerField(null=True, blank=True)
    name = models.CharField(max_length=500, blank=True, default="")
    name_language = models.CharField(max_length=12, blank=True, default="")
    aired_on = models.DateField(null=True, blank=True)
    aired_precision = models.CharField(max_length=8, choices=PRECISIONS, default=Precision.UNKNOWN)
    runtime_min = models.PositiveSmallIntegerField(null=True, blank=True)
    # Where it became one with another, which its address leads to; it is removed then, so that no list shows it.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed", db_index=False
    )
    placed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a person put it where it stands: imports leave it there."
    )

    class Meta:
        indexes: ClassVar = [
            # The episodes of one season in order.
            models.Index(fields=["season", "number", "id"], name="episode_season_number"),
            models.Index(fields=["merged_into"], name="episode_merged", condition=models.Q(merged_into__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} episode {self.number}"


class Edition(Permanent):
    """One form of a work that has layers of its own: a restoration, score, cut, colouring or language version."""

    class Kind(models.TextChoices):
        RESTORATION = "restoration", "Restoration"
        SCORE = "score", "New score"
        CUT = "cut", "Cut"
        COLOUR = "colour", "Colouring"
        LANGUAGE = "language", "Language version"

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="editions")
    episode = models.ForeignKey(Episode, null=True, blank=True, on_delete=models.CASCADE, related_name="editions")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    year = models.SmallIntegerField(null=True, blank=True)
    made_by = models.CharField(max_length=200, blank=True, default="")
    runtime_min = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


def exactly_one(*fields: str) -> models.Q:
    """The condition that just one of the columns is filled."""
    condition = models.Q()
    for chosen in fields:
        condition |= models.Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition


class Name(models.Model):
    """What a work is called, in which language, and of what kind the name is."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", "Original name"
        RELEASE = "release", "Release name"
        ALIAS = "alias", "Also known as"
        TRANSLITERATION = "transliteration", "Transliteration"

    # No indexes of their own: the names of one thing are found by the unique constraints, which begin with it.
    title = models.ForeignKey(Title, null=True, on_delete=models.CASCADE, related_name="names", db_index=False)
    season = models.ForeignKey(Season, null=True, on_delete=models.CASCADE, related_name="names", db_index=False)
    episode = models.ForeignKey(Episode, null=True, on_delete=models.CASCADE, related_name="names", db_index=False)
    text = models.CharField(max_length=500)
    language = models.CharField(max_length=12, blank=True, default="", help_text='"" when not known.')
    kind = models.CharField(max_length=16, choices=Kind)
    folded = models.CharField(max_length=500, db_collation=bytewise())
    match_key = models.BigIntegerField(
        null=True, editable=False, help_text="Of a title's name alone: catalogue.name_keys.name_key."
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=exactly_one("title", "season", "episode"), name="name_of_one_thing"),
            models.UniqueConstraint(
                fields=["title", "language", "kind", "text"],
                condition=models.Q(title__isnull=False),
                name="one_title_name_once",
            ),
            models.UniqueConstraint(
                fields=["season", "language", "kind", "text"],
                condition=models.Q(season__isnull=False),
                name="one_season_name_once",
            ),
            models.UniqueConstraint(
                fields=["episode", "language", "kind", "text"],
                condition=models.Q(episode__isnull=False),
                name="one_episode_name_once",
            ),
        ]
        indexes: ClassVar = [
            # Search by the beginning of a title's name.
            models.Index(fields=["folded", "title"], name="name_folded", condition=models.Q(title__isnull=False)),
            # Which titles a description may be about (catalogue.resolving).
            models.Index(
                fields=["match_key", "title"], name="name_match_key", condition=models.Q(match_key__isnull=False)
            ),
            # And of an episode's.
            models.Index(
                fields=["folded", "episode"], name="name_of_episode_folded", condition=models.Q(episode__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Genre(models.Model):
    """A genre, with its name in the languages of the sites."""

    slug = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.slug


class TitleGenre(models.Model):
    """That a title belongs to a genre."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="genre_rows")
    genre = models.ForeignKey(Genre, on_delete=models.PROTECT, related_name="title_rows")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["genre", "title"], name="one_genre_per_title_once")]

    def __str__(self) -> str:
        return f"{self.title_id} {self.genre_id}"


class TitleCountry(models.Model):
    """A country that a title comes from; the first is the main one."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="country_rows")
    code = models.CharField(max_length=2)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "title"], name="one_country_per_title_once")]

    def __str__(self) -> str:
        return f"{self.title_id} {self.code}"


class TitleLanguage(models.Model):
    """A language spoken in a title's original version."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="language_rows")
    code = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "title"], name="one_language_per_title_once")]

    def __str__(self) -> str:
        return f"{self.title_id} {self.code}"
