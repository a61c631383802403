"""People who sign in. No side may read this table; colleagues see organizations.Person."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from wholesale.tenancy.models import uuid_key


class UserManager(BaseUserManager["User"]):
    """Make people by their email address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Write a person down; without a password they sign in by emailed code."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Write a member of the platform's staff down."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by email in any letter case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person; what they may do follows from their memberships."""

    id = uuid_key()
    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    session_version = models.PositiveIntegerField(default=0, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name, for packages that ask Django's way."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name, for packages that ask Django's way."""
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what every session of this person carries; a new version ends them all at once."""
        carried = f"{self.password}:{self.session_version}"
        return salted_hmac("accounts.User", carried, secret=secret, algorithm="sha256").hexdigest()
