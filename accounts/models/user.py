"""People: who they are, whom they report to, what they may do. Not here: units and absences."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role, Theme
from accounts.models.subject import Subject
from cxapp.lib.kept import Given, Kept


class UserManager(BaseUserManager["User"]):
    def create_user(self, sign_in_name: str, name: str, password: str | None = None, **fields: Any) -> User:
        """A person who can sign in. Used by tests and the demo; pages go through `operations.people`."""
        fields["email"] = self.normalize_email(fields.get("email") or "") or None
        user = self.model(sign_in_name=sign_in_name, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Subject):
    """A person, or a post nobody holds (`held` false and inactive) that keeps its place in the line."""

    subject_kind: ClassVar[str] = "person"

    sign_in_name = models.CharField(_("employee number or sign-in name"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("job title"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    reports_to = models.ForeignKey(
        "self",
        verbose_name=_("reports to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    unit = models.ForeignKey(
        "accounts.Unit",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    theme = models.CharField(_("theme"), max_length=10, choices=Theme, default=Theme.SYSTEM)
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    quiet_from = models.PositiveSmallIntegerField(_("quiet from (minute of the day)"), null=True, blank=True)
    quiet_until = models.PositiveSmallIntegerField(
        _("quiet until (minute of the day)"), null=True, blank=True
    )
    is_active = models.BooleanField(_("active"), default=True)
    held = models.BooleanField(_("post is held"), default=True)
    is_owner = models.BooleanField(_("owner"), default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_owner"], condition=Q(is_owner=True, is_active=True), name="one_active_owner"
            ),
            models.CheckConstraint(
                condition=Q(is_owner=False) | Q(reports_to=None), name="owner_reports_to_nobody"
            ),
            models.CheckConstraint(condition=~Q(reports_to=F("id")), name="nobody_reports_to_themselves"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles granted to this person; read once a request."""
        return frozenset(role for (role,) in _ROLES(user=self.pk))

    def has_role(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))

    @property
    def is_cx_manager(self) -> bool:
        return Role.CX_MANAGER in self.roles

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    @property
    def leads(self) -> bool:
        """Whether home is Today for this person."""
        return self.is_owner or Role.LEADER in self.roles


class RoleGrant(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


_ROLES = Kept(
    lambda: RoleGrant.objects.filter(user=Given("user", models.BigIntegerField())).values_list("role")
)


class Witness(models.Model):
    """Somebody the owner named to see what the owner keeps waiting. Changes nothing, except where a case is about the owner."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="witnessing")
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(until=None), name="witness_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} (witness)"
