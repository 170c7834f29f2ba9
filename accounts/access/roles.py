"""Who may open which page: one decorator. Not here: which rows somebody may see (`visible_to` of each noun)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries.practices import is_on

View = Callable[..., HttpResponseBase]

OWNER = "owner"
"""Stands beside the roles in `needs`: the owner is a flag on one person, not a role."""


PRACTICE = "practice"
"""The attribute of a view that says to which practice its page belongs."""


def may(user: User, *roles: str) -> bool:
    """Whether a person has one of these roles; without any role named, everybody signed in."""
    return not roles or (OWNER in roles and user.is_owner) or user.has_role(*roles)


def needs(*roles: str, practice: str = "") -> Callable[[View], View]:
    """A page for signed-in people with one of these roles (`needs()`: for everybody signed in).

    Strangers go to sign-in and come back; a signed-in person without the right gets 403 with a sentence. A page of a
    `practice` is not there while that practice is off, also for who typed its address.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            if practice and not is_on(practice):
                raise Http404
            if not may(request.user, *roles):
                raise PermissionDenied(
                    _("Your role does not include this page. An administrator can give you the right.")
                )
            return view(request, *args, **kwargs)

        setattr(guarded, PRACTICE, practice)
        return guarded

    return wrap


def reader(request: HttpRequest) -> User:
    """The signed-in person of a page behind `needs`."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
