"""Where a walk through surveys leads: a survey nobody has answered yet, a poster, a tablet, results, the draft."""

from __future__ import annotations

from django.urls import reverse

from cxapp.demo.models import Watched
from cxapp.demo.story import surveys
from cxapp.demo.story.company import WATCHED_PLACE
from cxapp.lib.clock import now as clock_now
from feedback.enums import OpenLinkKind
from feedback.models import Invitation, OpenLink, Survey
from feedback.notices.surveys import survey_path

NEAR = "harbour-street"
"""The poster of another shop, so that the watched place keeps its burst."""


def invitation(found: Watched) -> str:
    """The private link of the newest invitation nobody has answered."""
    rows = Invitation.objects.filter(
        version__survey__slug=surveys.VISIT,
        response=None,
        bounced_at=None,
        expires_at__gt=clock_now(),
        is_test=False,
        language="en",
    )
    newest = rows.order_by("-sent_at", "-pk").first()
    return survey_path(newest) if newest is not None else reverse("demo")


def poster(found: Watched) -> str:
    return _link("open_survey", OpenLinkKind.QR, NEAR)


def kiosk(found: Watched) -> str:
    return _link("kiosk", OpenLinkKind.KIOSK, WATCHED_PLACE)


def _link(name: str, kind: OpenLinkKind, place: str) -> str:
    rows = OpenLink.objects.filter(kind=kind, place__slug=place, is_active=True)
    code = rows.order_by("pk").values_list("code", flat=True).first()
    return reverse(name, args=[code]) if code else reverse("demo")


def results(found: Watched) -> str:
    return reverse("survey_results", args=[surveys.VISIT])


def draft(found: Watched) -> str:
    """A survey nobody has published yet, else the list of all."""
    rows = Survey.objects.filter(is_active=True).exclude(versions__published_at__isnull=False)
    slug = rows.order_by("-pk").values_list("slug", flat=True).first()
    return reverse("survey_questions", args=[slug]) if slug else reverse("surveys")
