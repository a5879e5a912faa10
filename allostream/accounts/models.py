"""People who sign in: by e-mail address, known to others by an opaque id and the name they choose."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from allostream.accounts.permission_rules import Held, Role
from allostream.accounts.trust_rules import Level
from allostream.lib import clock
from allostream.lib.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Makes people; the address is kept as typed, and compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person; raises ValueError when the address is empty."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new person with every right: an operator of all sites, as `manage.py createsuperuser` makes one."""
        person = self.create_user(email, password, **fields)
        RoleGrant.objects.create(
            account=person, role=Role.OPERATOR, given_at=clock.now(), why="manage.py createsuperuser"
        )
        return person

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One person. What they may do is in the roles that they have (RoleGrant)."""

    class Visibility(models.TextChoices):
        """Who sees the page about somebody."""

        PUBLIC = "public", "Everybody; search engines may list it"
        UNLISTED = "unlisted", "Whoever has its address"
        PRIVATE = "private", "Nobody else"

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=12, blank=True, default="")
    is_active = models.BooleanField(default=True)
    wants_letters = models.BooleanField(default=True, help_text="About what became of contributions.")
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.UNLISTED)
    is_credited = models.BooleanField(default=True, help_text="Named beside what they brought, and in dumps.")
    about = models.TextField(blank=True, default="", help_text="What they say of themself.")
    renamed_at = models.DateTimeField(null=True)
    exported_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"), name="one_account_per_address", violation_error_message="This address has an account."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Interest(models.Model):
    """What somebody told of themself: for whom they work, whose rights they hold, with whom they compete.

    Who has one in a host or holder does not decide on its links.
    """

    class Kind(models.TextChoices):
        WORKS_FOR = "works_for", "Works for it"
        HOLDS = "holds", "Holds rights for it"
        COMPETES = "competes", "Competes with it"

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=10, choices=Kind)
    host = models.SlugField(max_length=60, blank=True, default="", help_text="Slug of a host.")
    holder = models.CharField(max_length=200, blank=True, default="", help_text="Name of one, as channels have it.")
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind", "host", "holder"], name="one_interest_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(host="") ^ models.Q(holder=""), name="interest_in_a_host_or_a_holder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.host or self.holder}"


class RoleGrant(models.Model):
    """A role that somebody was given or has earned, and where and until when it counts."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=12, help_text="One of permission_rules.Role.")
    site = models.CharField(max_length=30, blank=True, default="", help_text="Slug of a site; empty for all.")
    language = models.CharField(max_length=12, blank=True, default="", help_text="Empty for all.")
    about = models.CharField(max_length=200, blank=True, default="", help_text="For whom a hat speaks.")
    proof = models.TextField(blank=True, default="", help_text="On what a hat rests, for moderators.")
    is_earned = models.BooleanField(default=False, help_text="By the published thresholds; goes as it came.")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=100, blank=True, default="", help_text="Public id, or name of a command.")
    why = models.TextField(blank=True, default="")
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "role", "site", "language", "about"], name="one_grant_of_a_role_and_reach"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.site} {self.language}"

    @property
    def held(self) -> Held:
        """The grant as the rules know it."""
        return Held(Role(self.role), self.site, self.language, self.until)


class Bar(models.Model):
    """A right that was taken from somebody for a time or for good, by a moderator's decision; no `right`: all but what
    everybody may do, and to take their data with them."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bars")
    right = models.CharField(max_length=24, blank=True, default="", help_text="One of permission_rules.Right.")
    site = models.CharField(max_length=30, blank=True, default="", help_text="Slug of a site; empty for all.")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    why = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "right", "site"], name="one_bar_of_a_right_and_site"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.right or 'all'} {self.site}"


class Outcome(models.Model):
    """What became of one thing that somebody brought: it was upheld or refused. Trust is counted from these."""

    account = models.ForeignKey(User, on_delete=models.CASCADE, related_name="outcomes")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=100)
    is_upheld = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "subject_kind", "subject_id"], name="one_outcome_of_a_thing"),
        ]
        indexes: ClassVar = [
            # queries.trust_record: one account's outcomes of the time that counts
            models.Index(fields=["account", "at"], name="outcomes_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.subject_kind}:{self.subject_id} {self.is_upheld}"


class Standing(models.Model):
    """How far an account is trusted, reckoned at its last outcome. No row: nothing was decided yet."""

    account = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    level = models.PositiveSmallIntegerField(
        default=Level.NEW.value, choices=[(level.value, level.name.lower()) for level in Level]
    )
    until = models.DateTimeField(null=True, help_text="When it falls asleep, if nothing more comes.")
    woke_at = models.DateTimeField(null=True, help_text="End of the last pause so long that trust began anew.")
    last_fault_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.level}"


class Invitation(models.Model):
    """An address by which so many people may make an account until a moment."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    code_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the code, which is not kept.")
    uses = models.PositiveSmallIntegerField()
    left = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(left__lte=models.F("uses")), name="invitation_left_of_uses"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.left} of {self.uses}"


class Retained(models.Model):
    """What identifies somebody who has left, kept because a law asks for it, for as long as it says and no longer.

    No page shows it; it is for the authorities that the law names.
    """

    public_id = models.CharField(max_length=12, unique=True)
    address = models.CharField(max_length=254)
    name = models.CharField(max_length=60, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField()
    law = models.CharField(max_length=200)
    address_until = models.DateTimeField(db_index=True)
    name_until = models.DateTimeField()

    def __str__(self) -> str:
        return self.public_id


class Kept(models.Model):
    """What Django's cache keeps in the database, for all processes and machines: its own columns, not ours to read."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_kept"

    def __str__(self) -> str:
        return self.cache_key
