"""Tables of watch links, of the answers on which they rest, and of who may see them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from allostream.catalogue.models import Edition, Episode, Season, Source, Title
from allostream.hosts.models import Channel, Host
from allostream.lib.ids import new_id
from allostream.links.ban_models import Ban as Ban
from allostream.links.ending_rules import Cause
from allostream.links.figure_models import CountryFigures as CountryFigures
from allostream.links.figure_models import FacetFigures as FacetFigures
from allostream.links.figure_models import ShelfPlace as ShelfPlace
from allostream.links.mark_models import StayDown as StayDown
from allostream.links.offer_columns import OfferColumns
from allostream.links.rules import Basis, Form, Ground, Health, Offer, Origin, Play, RightsBasis, Status
from allostream.rights.bases import Code
from allostream.rights.deciding_rules import Kind
from allostream.rights.models import Decision
from allostream.rights.origin.relations import Relation

TURNS = models.Q(changes_on__isnull=False)
WAITS_FOR_NIGHT = models.Q(play=Play.NEXT_RUN)
OPENS = models.Q(opens_at__isnull=False)
SUSPECT = models.Q(origin="unchecked", removed_at__isnull=True, withdrawn_at__isnull=True) & ~models.Q(origin_flags=[])
# One comparison each: SQLite takes an index of a part only for the very words of its condition.
GONE = models.Q(health="dead") | models.Q(health="removed_by_rights")
CLOSES = models.Q(closes_at__isnull=False)
OF_TITLE = [
    "title", "country", "offer", "is_open_licence", "form", "host", "link", "opens_at", "closes_at", "noncommercial",
]  # fmt: skip


def choices(enum: type) -> list[tuple[str, str]]:
    """The values of a rule's enum as choices of a column."""
    return [(member.value, member.value) for member in enum]  # type: ignore[attr-defined]  # any StrEnum


class AnswerColumns(models.Model):
    """What is said of a title's protection in one country (or everywhere, `*`), and why."""

    country = models.CharField(max_length=2)
    status = models.CharField(max_length=14, choices=choices(Status))
    play = models.CharField(
        max_length=14, choices=choices(Play), help_text="For the work alone; each copy has its own check."
    )
    rule = models.CharField(max_length=60, help_text="The rule applied, such as fr_70_pma.")
    free_since = models.DateField(null=True, blank=True)
    protected_until = models.DateField(null=True, blank=True)
    confidence = models.CharField(max_length=8)
    deciding_name = models.CharField(max_length=200, blank=True, default="")
    deciding_year = models.SmallIntegerField(null=True, blank=True)
    published_year = models.SmallIntegerField(null=True, blank=True)
    missing = models.JSONField(default=list, blank=True, help_text="Codes of what is not settled.")
    licence = models.CharField(max_length=40, blank=True, default="")
    licence_url = models.URLField(max_length=200, blank=True, default="")
    noncommercial = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="", help_text="The source's own words, for moderators.")
    authority = models.TextField(blank=True, default="")
    must_check = models.TextField(blank=True, default="")
    evaluated_on = models.DateField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title_id} {self.country}: {self.status}"  # type: ignore[attr-defined]  # of the tables


class AnswerClaim(AnswerColumns):
    """The answer that a source gives: compared with the rules, and followed only where they lack facts."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="answer_claims")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="answer_claims")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title", "country"], name="one_claim_per_title_and_country"),
        ]


class AnswerInForce(AnswerColumns):
    """An answer that counts, with the decision that it comes from."""

    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=10, choices=choices(Kind), default=Kind.SOURCE, help_text="Whose decision.")
    basis = models.CharField(max_length=20, choices=choices(Code), blank=True, default="")
    sentence_key = models.CharField(max_length=60, blank=True, default="")
    sentence_values = models.JSONField(default=dict, blank=True)
    doubts = models.JSONField(default=list, blank=True)
    changes_on = models.DateField(null=True, blank=True, help_text="When a clock changes the answer.")
    becomes = models.CharField(
        max_length=14, choices=choices(Status), blank=True, default="", help_text="What it is from that day on."
    )

    class Meta:
        abstract = True


class RightsAnswer(AnswerInForce):
    """The answer in force: whether a title may be watched freely in a country, from its latest decision.

    The read model of allostream.rights.models.Decision: lists and pages read one row instead of a history.
    """

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="answers")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title", "country"], name="one_answer_per_title_and_country"),
        ]
        indexes: ClassVar = [
            # What became free most lately in a country.
            models.Index(fields=["country", "status", "free_since", "title"], name="answer_newly_free"),
            # What becomes free next.
            models.Index(
                fields=["country", "protected_until", "title"],
                name="answer_free_next",
                condition=models.Q(status=Status.PROTECTED),
            ),
            # Which titles a new day concerns: a new year must not look at the others.
            models.Index(fields=["changes_on", "title"], name="answer_turns", condition=TURNS),
            # What waits for the nightly run.
            models.Index(fields=["evaluated_on", "title"], name="answer_next_run", condition=WAITS_FOR_NIGHT),
        ]


class PartAnswer(AnswerInForce):
    """The answer for one episode or edition, or both, where it is another than that of its title."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="part_answers")
    episode = models.ForeignKey(
        Episode, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["episode", "country"],
                condition=models.Q(episode__isnull=False, edition__isnull=True),
                name="one_answer_per_episode",
            ),
            models.UniqueConstraint(
                fields=["edition", "country"],
                condition=models.Q(edition__isnull=False, episode__isnull=True),
                name="one_answer_per_edition",
            ),
            models.UniqueConstraint(
                fields=["episode", "edition", "country"],
                condition=models.Q(edition__isnull=False, episode__isnull=False),
                name="one_answer_per_edition_of_episode",
            ),
            models.CheckConstraint(
                condition=models.Q(episode__isnull=False) | models.Q(edition__isnull=False), name="answer_of_a_part"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["changes_on", "title"], name="part_answer_turns", condition=TURNS),
            models.Index(fields=["evaluated_on", "title"], name="part_answer_next_run", condition=WAITS_FOR_NIGHT),
        ]


class Vouching(models.Model):
    """That somebody who took a list of copies in has looked at them, in their own words: who, at what, when."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="vouchings")
    words = models.TextField(help_text="Who looked at what, and when; everybody may read it.")
    made_by = models.CharField(max_length=100, help_text="Kind and id of who gave the word, as the audit writes them.")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "words"], name="one_vouching_in_the_same_words"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}: {self.words}"


class WatchLink(OfferColumns):
    """One address where a film, series, season or episode can be watched, and everything known about it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="links")
    # Most links have no season, edition or channel, and a million no episode: these four have partial indexes, below.
    season = models.ForeignKey(
        Season, null=True, blank=True, on_delete=models.CASCADE, related_name="links", db_index=False
    )
    episode = models.ForeignKey(
        Episode, null=True, blank=True, on_delete=models.CASCADE, related_name="links", db_index=False
    )
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="links", db_index=False
    )
    # Identity (one module decides it: allostream.hosts.identity)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="links")
    channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="links", db_index=False
    )
    content_key = models.CharField(max_length=500)
    content_key_hash = models.BigIntegerField()
    item_hash = models.BigIntegerField(null=True, help_text="Hash of the key of the whole item, where it is another.")
    key_version = models.PositiveSmallIntegerField()
    canonical_url = models.URLField(max_length=2000)
    # Offer (its columns: offer_columns)
    form = models.CharField(max_length=6, choices=choices(Form))
    # What one sees and hears; null: not known, []: certainly none
    audio = models.JSONField(null=True, blank=True)
    subtitles = models.JSONField(null=True, blank=True)
    sdh = models.JSONField(null=True, blank=True)
    audio_description = models.JSONField(null=True, blank=True)
    sign_language = models.JSONField(null=True, blank=True)
    tracks = models.JSONField(null=True, blank=True, help_text="Text tracks in WebVTT of a file: address, language…")
    quality = models.CharField(max_length=20, blank=True, default="")
    # Provenance and right
    basis = models.CharField(max_length=10, choices=choices(Basis))
    granted = models.JSONField(
        null=True, blank=True, help_text="The right that was granted for this link (rights.RightsBasis), in short."
    )
    uploader = models.CharField(max_length=200, blank=True, default="")
    # As the host tells: written when the copy is judged by its reply, never by a source.
    uploader_told = models.CharField(max_length=200, blank=True, default="", help_text="Never an e-mail address.")
    uploader_hash = models.CharField(
        max_length=64, blank=True, default="", help_text="Keyed hash of the uploader's account, to compare alone."
    )
    uploaded_at = models.DateTimeField(null=True, blank=True)
    collection = models.CharField(max_length=200, blank=True, default="")
    origin = models.CharField(max_length=10, choices=choices(Origin), default=Origin.UNCHECKED)
    origin_flags = models.JSONField(default=list, blank=True)
    origin_ground = models.CharField(
        max_length=8, choices=choices(Ground), blank=True, default="", help_text="On what its being cleared rests."
    )
    origin_on = models.DateTimeField(null=True, blank=True, help_text="When it was cleared or refused.")
    vouching = models.ForeignKey(
        "Vouching", null=True, blank=True, on_delete=models.PROTECT, related_name="links", db_index=False
    )
    found_in = models.CharField(max_length=300, blank=True, default="")
    must_check = models.TextField(blank=True, default="")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="links")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="links"
    )
    submitted_at = models.DateTimeField(default=timezone.now)
    # What everybody who proposes a link is asked; null where nobody was
    uploaded_myself = models.BooleanField(null=True, blank=True)
    gets_money = models.BooleanField(null=True, blank=True, help_text="If it is watched.")
    relation = models.CharField(max_length=24, choices=choices(Relation), default=Relation.NONE)
    relation_reasons = models.JSONField(default=list, blank=True, help_text="Codes of what speaks for it.")
    # State
    health = models.CharField(max_length=20, choices=choices(Health), default=Health.UNKNOWN)
    health_checked_at = models.DateTimeField(null=True, blank=True)
    said = models.JSONField(null=True, blank=True, help_text="Voices by country: works, day, how many, others.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=200, blank=True, default="")
    # Which mark withdrew it, and where marks keep it away: written where bans are.
    mark = models.ForeignKey(
        StayDown, null=True, blank=True, on_delete=models.SET_NULL, related_name="links", db_index=False
    )
    withheld_in = models.JSONField(default=list, blank=True, help_text="Countries for which a mark holds; else [].")
    removed_at = models.DateTimeField(null=True, blank=True)
    # The link of the same video that stands for this one too, since their works became one.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="absorbed", db_index=False
    )
    # Which ban keeps it away: written wherever what may be shown is written (allostream.links.showing).
    ban = models.ForeignKey(Ban, null=True, blank=True, on_delete=models.SET_NULL, related_name="links", db_index=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_key", "edition", "terms"],
                condition=models.Q(edition__isnull=False),
                name="one_link_per_edition",
            ),
            models.UniqueConstraint(
                fields=["content_key", "episode", "terms"],
                condition=models.Q(edition__isnull=True, episode__isnull=False),
                name="one_link_per_episode",
            ),
            models.UniqueConstraint(
                fields=["content_key", "season", "terms"],
                condition=models.Q(edition__isnull=True, episode__isnull=True, season__isnull=False),
                name="one_link_per_season",
            ),
            models.UniqueConstraint(
                fields=["content_key", "title", "terms"],
                condition=models.Q(edition__isnull=True, episode__isnull=True, season__isnull=True),
                name="one_link_per_title",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merged_into"], name="link_merged", condition=models.Q(merged_into__isnull=False)),
            # Is this video known? Matching of notices in bulk compares the 64-bit hash, then the key.
            models.Index(fields=["content_key_hash"], name="link_content_key_hash"),
            # The same for hosts where an item holds several files: most links have no such key.
            models.Index(fields=["item_hash"], name="link_item_hash", condition=models.Q(item_hash__isnull=False)),
            # The links of a season, an episode, an edition, a channel. Without the many that have none: a database
            # takes "has no episode" for the way to a few rows, and then reads a million for one list of cards.
            *(
                models.Index(fields=[part], name=f"link_{part}", condition=models.Q(**{f"{part}__isnull": False}))
                for part in ("season", "episode", "edition", "channel", "ban", "mark")
            ),
            # The links of a title that hold more than an episode. A series has a hundred others, and its page looked at
            # each of them to find the two of these: 40 µs, 7 with the index.
            models.Index(fields=["title"], name="link_whole", condition=models.Q(episode__isnull=True)),
            # What the rights desk has withdrawn of a title: its page says so.
            models.Index(fields=["title"], name="link_withdrawn", condition=models.Q(mark__isnull=False)),
            # Copies with a sign on their origin that nobody has judged: few of millions.
            models.Index(fields=["title"], name="link_suspect", condition=SUSPECT),
            # Copies that are gone, which somebody should look for anew: few of millions.
            models.Index(fields=["title"], name="link_gone", condition=GONE),
            # What else an account has put up; most links have never been judged.
            models.Index(fields=["uploader_hash"], name="link_uploader_hash", condition=~models.Q(uploader_hash="")),
        ]

    def __str__(self) -> str:
        return self.content_key


class KeptAway(models.Model):
    """That a person took a copy off a work when that was split: no import lists it there again."""

    content_key = models.CharField(max_length=500)
    content_key_hash = models.BigIntegerField()
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+", db_index=False)
    episode = models.ForeignKey(Episode, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["content_key_hash"], name="kept_away_content_key")]

    def __str__(self) -> str:
        return f"{self.content_key} not on {self.title_id}"


class ShownLink(models.Model):
    """That a link may be shown in a country (or everywhere, `*`): the read model of list pages.

    Written in the transaction of every change of what it rests on, by the rule that the title's page asks too. The
    window is kept because a clock opens and closes it without a change.
    """

    link = models.ForeignKey(WatchLink, on_delete=models.CASCADE, related_name="shown_rows")
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="shown_rows")
    country = models.CharField(max_length=2)
    offer = models.CharField(max_length=14, choices=choices(Offer))
    is_free = models.BooleanField()
    is_open_licence = models.BooleanField(default=False)
    # Copied from the link, so that lists narrowed by host or by right read one table. No index of the host alone: in
    # a country is how it is asked for.
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="shown_rows", db_index=False)
    rights_basis = models.CharField(max_length=14, choices=choices(RightsBasis))
    form = models.CharField(
        max_length=6, choices=choices(Form), default=Form.PAGE, help_text="As far as its right reaches there."
    )
    languages = models.TextField(
        blank=True, default="", help_text='In which it can be followed, as " en fr "; empty when everybody can.'
    )
    noncommercial = models.BooleanField(default=False, help_text="Only on sites without trade.")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["link", "country"], name="one_showing_per_country")]
        indexes: ClassVar = [
            # What can be watched in a country: browse, home, counts. It holds all that the switch asks of a row, so
            # that a million rows are not fetched one by one to find the few on a service or in a language.
            models.Index(
                fields=["country", "is_free", "title", "host", "languages", "opens_at", "closes_at"],
                name="shown_country_title",
            ),
            # The same narrowed by what it costs, by the right it rests on, by host.
            models.Index(fields=["country", "offer", "title"], name="shown_country_offer"),
            models.Index(fields=["country", "rights_basis", "title"], name="shown_country_basis"),
            models.Index(fields=["country", "host", "title"], name="shown_country_host"),
            # Where can this title be watched: its page, cards and "free in 14 other countries". It holds what these ask
            # of all rows of a title: a series has a hundred, and to fetch each took a third of the time.
            models.Index(fields=OF_TITLE, name="shown_of_title"),
            # When does the next window open or close, of a title's links or of all: how long a page may be kept. Few
            # links have a window.
            models.Index(fields=["title", "opens_at"], name="shown_title_opens", condition=OPENS),
            models.Index(fields=["title", "closes_at"], name="shown_title_closes", condition=CLOSES),
            models.Index(fields=["opens_at"], name="shown_opens", condition=OPENS),
            models.Index(fields=["closes_at"], name="shown_closes", condition=CLOSES),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.country}"


class Ended(models.Model):
    """That a title is shown no longer in a country (or the world, `*`), since when, and for what cause.

    Noted where rows of ShownLink go, and by the worker where a window closes. Whoever reads it asks whether the title
    is shown there now: a note may be made of a title that another link still shows.
    """

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="endings", db_index=False)
    country = models.CharField(max_length=2)
    ended_at = models.DateTimeField()
    cause = models.CharField(max_length=10, choices=choices(Cause))
    was_free = models.BooleanField(help_text="What ended is watching it free; other offers may remain.")
    noncommercial = models.BooleanField(default=False, help_text="It was shown on sites without trade alone.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["title", "country"], name="one_ending_per_country"),
        ]
        indexes: ClassVar = [
            # No longer here: the latest first.
            models.Index("country", models.F("ended_at").desc(), "title", name="ended_lately"),
            # What is too old to be kept.
            models.Index(fields=["ended_at"], name="ended_long_ago"),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} {self.country}: {self.cause}"
