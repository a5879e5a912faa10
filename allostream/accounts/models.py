"""People who sign in: by e-mail address, known to others by an opaque id and the name they choose."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

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
        """A new person with every right."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """One person."""

    public_id = models.CharField(max_length=12, unique=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=12, blank=True, default="")
    is_staff = models.BooleanField(default=False)
    is_trusted = models.BooleanField(
        default=False, help_text="May settle a suggestion alone, and change what is protected."
    )
    is_active = models.BooleanField(default=True)
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
