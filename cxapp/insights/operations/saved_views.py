"""Keeping, sharing and dropping views. Not here: what their addresses mean (`rules.exploring`)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cxapp.insights.models import SavedView
from cxapp.lib.errors import Refused

MOST = 30
LONGEST_NAME, LONGEST_QUERY = 80, 1000


class CannotKeep(Refused):
    code = "cannot_keep"


def keep_view(*, by: User, name: str, page: str, query: str, shared: bool, now: datetime) -> SavedView:
    """An address under a name of one's own choice; the name is free again once the view is dropped."""
    said = " ".join(name.split())
    if not said:
        raise CannotKeep(_("Give the view a name."), field="name")
    if len(said) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise CannotKeep(_("A name has at most %(most)s characters.") % {"most": LONGEST_NAME}, field="name")
    if SavedView.objects.filter(person=by, page=page).count() >= MOST:
        raise CannotKeep(
            _("You keep %(most)s views already. Drop one you no longer use.") % {"most": MOST}, field="name"
        )
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                person=by, name=said, page=page, query=query, shared=shared, made_at=now
            )
    except IntegrityError:
        raise CannotKeep(
            _("You keep a view called “%(name)s” already. Choose another name.") % {"name": said},
            field="name",
        ) from None


def share_view(*, view: SavedView, shared: bool) -> None:
    view.shared = shared
    view.save(update_fields=["shared"])


def drop_view(*, view: SavedView) -> None:
    view.delete()
