"""Tables of comments, of flags on them, and of who does not want to read whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from allostream.catalogue.models import Episode, Season, Title
from allostream.community.commenting_rules import Flag, Spoils, State
from allostream.lib.ids import new_id
from allostream.links.models import WatchLink
from allostream.sites.models import Site

FLAGGED = Q(flags__gt=0, state=State.SHOWN)


class Comment(models.Model):
    """What somebody says of a title, a season, an episode or a link, or in answer to another comment."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="comments", db_index=False)
    season = models.ForeignKey(Season, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    episode = models.ForeignKey(Episode, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    link = models.ForeignKey(WatchLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Whoever leaves takes their words along, not the answers of others.
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comments")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=12)
    text = models.TextField(blank=True, help_text="Markdown, as it was written.")
    html = models.TextField(blank=True, help_text="The same, made safe.")
    spoils = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Spoils], default=Spoils.NOTHING.value
    )
    spoils_season = models.PositiveSmallIntegerField(null=True, blank=True)
    spoils_episode = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in State], default=State.SHOWN)
    hidden_why = models.CharField(max_length=300, blank=True, default="", help_text="Everybody may read it.")
    flags = models.PositiveIntegerField(default=0, help_text="Those that nobody has answered.")
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            # The comments on a title, the latest first; answers come with what they answer.
            models.Index(fields=["title", "-made_at"], name="comments_of_title", condition=Q(parent__isnull=True)),
            # What waits for a moderator.
            models.Index(fields=["-flags", "made_at"], name="comments_flagged", condition=FLAGGED),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} on {self.title_id}"


class CommentFlag(models.Model):
    """That somebody thinks that a comment should not stand there."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="flag_rows", db_index=False)
    reason = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Flag])
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "person"], name="one_flag_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"


class Mute(models.Model):
    """That somebody does not want to read another. The other is not told."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mutes", db_index=False)
    muted = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "muted"], name="muted_once"),
            models.CheckConstraint(condition=~Q(person=models.F("muted")), name="nobody_mutes_themself"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} not {self.muted_id}"
