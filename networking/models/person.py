"""People who sign in. Participants do not need to be one."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from networking.enums import Language, Role
from networking.models.fields import LineField


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields) -> "Person":
        """A new person without a password: they sign in by e-mailed code."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_unusable_password()
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Person":
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email__iexact=email)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account, known by e-mail address (upper and lower case are the same)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    given_name = LineField(_("given name"), max_length=100, blank=True)
    family_name = LineField(_("family name"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.GERMAN
    )
    names_confidential_events = models.BooleanField(
        _("show the titles of confidential events in my calendar"),
        default=False,
        help_text=_("Otherwise your calendar shows only when they take place."),
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    key_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]
        ordering = ["family_name", "given_name", "email"]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def get_short_name(self) -> str:
        return self.given_name or self.email


class RoleGrant(models.Model):
    """A role a person holds for the whole house."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"
