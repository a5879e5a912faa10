"""Hosts that films are watched on, and the channels at them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from allostream.lib.collation import bytewise
from allostream.lib.ids import new_id


class Standing(models.TextChoices):
    """Whether links may lead there."""

    UNKNOWN = "unknown", "Not judged"
    PROPOSED = "proposed", "Proposed"
    LISTED = "listed", "Listed"
    REFUSED = "refused", "Refused"


class Host(models.Model):
    """A video host or provider: what it is, where it serves, and what of it may be shown in our pages."""

    class Kind(models.TextChoices):
        PUBLIC_BROADCASTER = "public_broadcaster", "Public broadcaster"
        ARCHIVE = "archive", "Archive"
        REPOSITORY = "repository", "Repository"
        VIDEO_PLATFORM = "video_platform", "Video platform"
        FEDERATED = "federated", "Federated network"
        AVOD = "avod", "Free with advertising"
        SVOD = "svod", "Subscription"
        TVOD = "tvod", "Rent or buy"
        LIBRARY_CARD = "library_card", "Library card"
        GOVERNMENT = "government", "Government"
        HERITAGE = "heritage", "Heritage institution"

    class Embed(models.TextChoices):
        """Whether the host lets others show its player."""

        NEVER = "never", "Never"
        PER_ITEM = "per_item", "Where the item allows it"
        ALLOWED = "allowed", "Always"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    monogram = models.CharField(max_length=4)
    kind = models.CharField(max_length=20, choices=Kind)
    countries = models.JSONField(default=list)
    embed = models.CharField(max_length=10, choices=Embed, default=Embed.NEVER)
    embed_origins = models.JSONField(default=list, blank=True)
    direct_files = models.BooleanField(default=False)
    item_level = models.BooleanField(default=True, help_text="Anybody may upload there: each item is judged by itself.")
    official_page = models.URLField(max_length=300)
    url_rules = models.JSONField(default=list, blank=True, help_text="Address rules beside the built-in ones.")
    stands = models.CharField(max_length=10, choices=Standing, default=Standing.PROPOSED)
    note = models.TextField(blank=True, default="", help_text="A remark for readers, in English.")
    note_fr = models.TextField(blank=True, default="", help_text="The same in French.")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """An account, collection or instance at a host: who holds it, how we know, and how it stands."""

    class Kind(models.TextChoices):
        ACCOUNT = "account", "Account"
        COLLECTION = "collection", "Collection"
        INSTANCE = "instance", "Instance"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="channels")
    key = models.CharField(max_length=200, help_text="The host's own id of the channel, never its display name.")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    address = models.URLField(max_length=500, blank=True, default="")
    holder = models.CharField(max_length=200, blank=True, default="")
    proof = models.TextField(blank=True, default="")
    named_on = models.DateField(null=True, blank=True, help_text="Since when it has this name, if it had another.")
    stands = models.CharField(max_length=10, choices=Standing, default=Standing.UNKNOWN)
    carries = models.BooleanField(
        default=False, help_text="Listed, and its proofs are complete and not a year old: its copies need no look."
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["host", "key"], name="one_channel_per_host_and_key")]

    def __str__(self) -> str:
        return self.name


class ChannelKey(models.Model):
    """What a source of data calls a channel: several sources may name the one channel that has a host's id."""

    key = models.CharField(max_length=100, unique=True, db_collation=bytewise())
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="keys")

    def __str__(self) -> str:
        return self.key


class Proposal(models.Model):
    """That a host or channel shall carry links: public while anybody may object, then decided.

    Rows stay when they are decided: they are the history of how a host or channel came to stand as it does.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        LISTED = "listed", "Listed"
        REFUSED = "refused", "Refused"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="proposals")
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")
    why = models.TextField()
    proposed_by = models.CharField(max_length=100, help_text="Kind and id of who did it, as the audit writes them.")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(help_text="Until when anybody may object.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decided_why = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=models.Q(state="open", channel__isnull=False),
                name="one_open_proposal_per_channel",
            ),
            models.UniqueConstraint(
                fields=["host"],
                condition=models.Q(state="open", channel__isnull=True),
                name="one_open_proposal_per_host",
            ),
        ]
        indexes: ClassVar = [
            # What is proposed now, the one that ends first at the top.
            models.Index(fields=["closes_at"], name="proposal_open", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.channel or self.host}: {self.state}"


class Proof(models.Model):
    """Something seen that shows who holds a host or channel, or that its holder holds a title."""

    host = models.ForeignKey(Host, on_delete=models.PROTECT, related_name="proofs")
    channel = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=30, help_text="A kind of allostream.hosts.proof_rules.")
    seen_on = models.DateField()
    address = models.URLField(max_length=500, blank=True, default="")
    capture = models.CharField(max_length=100, blank=True, default="", help_text="Hash of what was seen, as kept.")
    said = models.TextField(blank=True, default="", help_text="What stands there, quoted.")
    added_by = models.CharField(max_length=100)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel or self.host}: {self.kind}"


class Objection(models.Model):
    """What somebody says against a proposal. The text and the address are for moderators alone."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="objections")
    text = models.TextField()
    email = models.EmailField(max_length=254, blank=True, default="")
    made_at = models.DateTimeField()
    upheld = models.BooleanField(null=True, help_text="Null while nobody has answered it.")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            # How many came lately, over all proposals.
            models.Index(fields=["made_at"], name="objection_made"),
            # Whose e-mail address is to be deleted, and when.
            models.Index(fields=["answered_at"], name="proposal_objector", condition=~models.Q(email="")),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.made_at:%Y-%m-%d}"
