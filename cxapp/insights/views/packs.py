"""Board packs: the list, freezing one, the page to print, and the same as a tagged PDF."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.dateformat import format as format_date
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access.roles import needs, reader
from accounts.models import User
from accounts.queries.house import house
from accounts.views.once import once_in_form
from cxapp.insights.access.board import check_reads_board
from cxapp.insights.access.packs import get_pack, may_freeze
from cxapp.insights.forms.packs import FreezeForm
from cxapp.insights.models import Pack
from cxapp.insights.operations.packs import freeze_pack
from cxapp.insights.queries.packs import editions, later_corrections, packs, seal_holds
from cxapp.insights.rules.packs import Paper, past_spans
from cxapp.insights.views.sections import board_tabs
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from cxapp.lib.pdf import NoPdf, make_pdf

log = logging.getLogger(__name__)

SOURCE = Path(__file__).resolve().parents[1] / "prints" / "pack.typ"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs()
def packs_page(request: HttpRequest) -> HttpResponse:
    """Every edition; the owner and the CX manager freeze the next one here."""
    user, now = reader(request), clock_now()
    check_reads_board(user)
    form = _form(request, now) if may_freeze(user) else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied(_("The owner and the CX manager freeze packs."))
        made = _freeze(request, form, user, now)
        if made is not None:
            messages.success(request, _("Frozen. From now on it says the same."))
            return redirect("pack", made)
    context = {"form": form, "packs": packs(), "board_tabs": board_tabs(user, "packs"), "now": now}
    return render(request, "insights/packs/list.html", context)


def _form(request: HttpRequest, now: datetime) -> FreezeForm:
    spans = past_spans(now, house().organisation.zone)
    return FreezeForm(request.POST if request.method == "POST" else None, spans=spans)


def _freeze(request: HttpRequest, form: FreezeForm, by: User, now: datetime) -> UUID | None:
    """The pack that was frozen, by this press or by the same one before; None where the form says why not."""
    if not form.is_valid():
        return None
    try:
        with once_in_form(request, now=now) as attempt:
            if attempt.repeated:
                return Pack.objects.values_list("uuid", flat=True).get(pk=attempt.result_id or 0)
            pack = freeze_pack(span=form.chosen(), by=by, now=now)
            attempt.keep("pack", pack.pk)
            return pack.uuid
    except Refused as refused:
        form.add_error(refused.field, refused.sentence)
        return None


@never_cache
@require_safe
@needs()
def pack_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The pack as it was frozen, to read and to print; and what would be said otherwise today."""
    user, now = reader(request), clock_now()
    check_reads_board(user)
    pack = get_pack(uuid)
    context = {
        "pack": pack,
        "content": pack.content,
        "words": _words(pack),
        "holds": seal_holds(pack),
        "corrections": later_corrections(pack, now),
        "editions": editions(pack),
        "paper": _paper(request),
        "papers": [(paper.value, paper.name) for paper in Paper],
        "board_tabs": board_tabs(user, "packs"),
        "now": now,
    }
    return render(request, "insights/packs/pack.html", context)


@never_cache
@require_safe
@needs()
def pack_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same as a tagged PDF. It is made when asked for: the same pack gives the same file."""
    check_reads_board(reader(request))
    pack = get_pack(uuid)
    data = {**pack.content, "paper": _paper(request), "sha256": pack.sha256, "words": _words(pack)}
    try:
        made = make_pdf(source=SOURCE, data=data, at=pack.as_of)
    except NoPdf:
        log.exception("The PDF of pack %s could not be made.", pack.uuid)
        messages.error(
            request, _("The PDF could not be made. Print this page, or save it as a PDF from there.")
        )
        return redirect("pack", uuid)
    answer = HttpResponse(made, content_type="application/pdf")
    name = f"{slugify(pack.content['title'])}-{pack.edition}.pdf"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _paper(request: HttpRequest) -> str:
    asked = request.GET.get("paper", "")
    return asked if asked in set(Paper) else Paper.A4.value


def _words(pack: Pack) -> dict[str, str]:
    """What the foot of each page says, in the pack's language and the organisation's zone."""
    with translation.override(pack.content["language"]):
        moment = pack.as_of.astimezone(ZoneInfo(house().organisation.zone))
        return {
            "source": _("Source:"),
            "as_of": _("As of %(when)s") % {"when": format_date(moment, "j F Y H:i T")},
            "edition": _("Edition %(n)s") % {"n": pack.edition},
            "hash": _("SHA-256"),
        }
