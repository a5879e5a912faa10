"""Tables of what sources found, and of the walks through them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from allostream.catalogue.models import Source, Title
from allostream.discovery.rules import State
from allostream.lib.collation import bytewise
from allostream.lib.ids import new_id
from allostream.links.models import WatchLink

STATES = [(state.value, state.value) for state in State]


class Candidate(models.Model):
    """One offer as a source told of it, how it stands and why. Seen by moderators alone."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="candidates", db_index=False)
    item = models.CharField(max_length=500, db_collation=bytewise(), help_text="What the source calls the offer.")
    content_key = models.CharField(max_length=500, blank=True, default="")
    host_slug = models.CharField(max_length=60, blank=True, default="")
    told = models.JSONField(help_text="The candidate as allostream.connectors.candidates writes it.")
    digest = models.CharField(max_length=32, help_text="Of what was told: the same is not judged again.")
    state = models.CharField(max_length=10, choices=STATES)
    reason = models.CharField(max_length=40)
    detail = models.CharField(max_length=300, blank=True, default="")
    title = models.ForeignKey(Title, null=True, on_delete=models.SET_NULL, related_name="candidates")
    link = models.ForeignKey(WatchLink, null=True, on_delete=models.SET_NULL, related_name="candidates")
    chosen_by = models.CharField(max_length=100, blank=True, default="", help_text="Who said which work it is.")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When state or reason changed.")
    # The last walk that met it, and how many whole walks have missed it since.
    walk = models.ForeignKey("Walk", null=True, on_delete=models.SET_NULL, related_name="candidates")
    missed = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_again_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="When its host last told of the copy; none for a bare address.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "item"], name="one_candidate_per_source_and_item"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="candidate_state"),
        ]
        indexes: ClassVar = [
            # queries.table, and the list of one state and reason
            models.Index(fields=["source", "state", "reason", "id"], name="candidate_stands"),
            # actions.take: what is to be looked at again, the longest due first
            models.Index(fields=["try_again_at"], name="candidate_due", condition=Q(try_again_at__isnull=False)),
            # keeping: what may be kept for some time alone, the oldest first
            models.Index(fields=["host_slug", "told_at"], name="candidate_told", condition=Q(told_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.state}"


class Walk(models.Model):
    """A walk through a source, or through what it has of one query, channel or title, again and again.

    `due_at` is also the claim: who takes a step moves it on, and if that worker dies, the step is due again then. Each
    step is written together with its cursor, so that a walk goes on exactly where it was.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    source_slug = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, help_text="Of a wish: all, query, channel, work.")
    what = models.CharField(max_length=400, blank=True, default="", help_text="Of a title its permanent id.")
    title = models.ForeignKey(Title, null=True, on_delete=models.CASCADE, related_name="walks")
    every_hours = models.PositiveIntegerField(default=0, help_text="Hours between two walks; 0 for once.")
    due_at = models.DateTimeField(null=True, help_text="When the next step is due; none for never.")
    claimed_by = models.CharField(max_length=100, blank=True, default="")
    round = models.PositiveIntegerField(default=1, help_text="The how manieth walk it is.")
    cursor = models.TextField(blank=True, default="")
    modified = models.CharField(max_length=40, blank=True, default="", help_text="When its source was last written.")
    passed = models.JSONField(default=list, help_text="Digests of its cursors: one that comes again ends the walk.")
    started_at = models.DateTimeField(null=True)
    steps = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0, help_text="Items of this walk.")
    total = models.PositiveIntegerField(null=True, help_text="How many there are, as the source tells.")
    ended_at = models.DateTimeField(null=True, help_text="When the last whole walk ended.")
    found_last = models.PositiveIntegerField(null=True, help_text="Items of the last whole walk.")
    is_held = models.BooleanField(default=False, help_text="It lost too much: an operator has to say what is right.")
    lost_before = models.DateTimeField(null=True, help_text="What was not met since then was missing when it was held.")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source_slug", "kind", "what"], name="one_walk_per_wish"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], name="walk_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.source_slug} {self.kind} {self.what}".strip()


class Spent(models.Model):
    """How many requests a source has cost on a day of UTC."""

    source_slug = models.CharField(max_length=40)
    day = models.DateField()
    requests = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source_slug", "day"], name="one_account_per_source_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.source_slug} {self.day}: {self.requests}"


class FoundText(models.Model):
    """A file of subtitles that a host lists beside a copy: a work of its own, led to on a basis of its own."""

    link = models.ForeignKey(WatchLink, on_delete=models.CASCADE, related_name="found_texts", db_index=False)
    address = models.CharField(max_length=1000, db_collation=bytewise())
    language = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=10, help_text="subtitles or captions.")
    format = models.CharField(max_length=4, help_text="vtt (WebVTT) or srt.")
    by_machine = models.BooleanField(default=False)
    basis = models.CharField(max_length=20, help_text="On what we lead to it.")
    statement = models.CharField(max_length=500, blank=True, default="", help_text="What is said of its rights.")
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["link", "address"], name="one_text_per_link_and_address"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.language} {self.format}"


class KeptReply(models.Model):
    """What a host told of a candidate, as it told it: packed, without what could name a person by e-mail."""

    candidate = models.OneToOneField(Candidate, primary_key=True, on_delete=models.CASCADE, related_name="reply")
    address = models.CharField(max_length=1000, blank=True, default="", help_text="Where it was read, without keys.")
    sha256 = models.CharField(max_length=64, blank=True, default="", help_text="Of the bytes as they came.")
    told_at = models.DateTimeField()
    size = models.PositiveIntegerField(help_text="Bytes before packing.")
    packed = models.BinaryField(help_text="JSON packed by zlib; empty for a reply that is too long to be kept.")

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.size} bytes"


class TmdbListing(models.Model):
    """Where TMDB, by JustWatch, lists a title, by country. Never a checked offer, never in what we hand on."""

    title = models.OneToOneField(Title, primary_key=True, on_delete=models.CASCADE, related_name="tmdb_listing")
    told = models.JSONField(help_text="By country: the page at TMDB, and the names of services by kind of offer.")
    asked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # What is asked for again, and what has to go: the oldest first.
            models.Index(fields=["asked_at"], name="tmdb_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.title_id}: {len(self.told)} countries"
