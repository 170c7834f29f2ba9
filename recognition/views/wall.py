"""The wall, one thanks with its replies, and the presses under it. Not here: writing new thanks (`thank`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access.roles import needs, reader
from accounts.models import User
from accounts.views.once import once_in_form
from cxapp.lib.clock import now as clock_now
from cxapp.lib.errors import Refused
from recognition.access.kudos import get_kudos_for, get_reply_for, is_moderator, may_confirm, may_hide
from recognition.enums import From, WallView
from recognition.forms.thanks import ConfirmForm, HideForm, ReplyForm
from recognition.models import CompanyValue, Kudos
from recognition.operations import kudos as thanking
from recognition.operations import wall as operations
from recognition.queries.people import colleagues_near, people_at
from recognition.queries.wall import Filters, post_of, replies_to, waiting
from recognition.queries.wall import wall as wall_page
from recognition.rules.lines import lines_now
from recognition.views.thank import on_the_wall


@require_safe
@needs()
def wall(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    now = clock_now()
    values = list(CompanyValue.objects.filter(is_active=True))
    filters = filters_of(request, values)
    shown = wall_page(reader=user, filters=filters, number=request.GET.get("page", "1"), now=now)
    context = {
        "now": now,
        "wall": shown,
        "filters": filters,
        "tabs": _tabs(request, filters),
        "value_chips": _chips(
            request,
            "value",
            [(one.slug, one.name) for one in values],
            filters.value.slug if filters.value else None,
        ),
        "source_chips": _chips(request, "from", From.choices, filters.source),
        "waiting": waiting(user) if shown.page.number == 1 else [],
        "near": colleagues_near(user),
        "lines": lines_now(now) if shown.page.number == 1 else [],
    }
    return render(request, "recognition/wall.html", context)


def filters_of(request: HttpRequest, values: list[CompanyValue]) -> Filters:
    """What the address asks for; anything unknown is passed over."""
    view, source = request.GET.get("view", ""), request.GET.get("from", "")
    return Filters(
        view=WallView(view) if view in WallView.values else WallView.NEAR,
        value=next((one for one in values if one.slug == request.GET.get("value")), None),
        source=From(source) if source in From.values else None,
    )


def _address(request: HttpRequest, **changes: str | None) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"{reverse('wall')}?{query.urlencode()}" if query else reverse("wall")


def _tabs(request: HttpRequest, filters: Filters) -> list[dict[str, Any]]:
    return [
        {"url": _address(request, view=view.value), "label": view.label, "current": view == filters.view}
        for view in WallView
    ]


def _chips(request: HttpRequest, name: str, options: Any, chosen: str | None) -> list[dict[str, Any]]:
    """Each choice as a link; the one in use takes itself away."""
    return [
        {
            "url": _address(request, **{name: None if key == chosen else key}),
            "label": label,
            "on": key == chosen,
        }
        for key, label in options
    ]


@require_safe
@needs()
def kudos(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return kudos_page(request, get_kudos_for(reader(request), uuid))


def kudos_page(request: HttpRequest, row: Kudos, **forms: Any) -> HttpResponse:
    """One thanks with everything that can be done about it; `forms` are those that came back with a problem."""
    user = reader(request)
    now = clock_now()
    confirms = may_confirm(user, row)
    context = {
        "now": now,
        "post": post_of(row, reader=user, now=now),
        "replies": replies_to(row, reader=user),
        "moderates": is_moderator(user),
        "reply_form": ReplyForm(auto_id="reply_%s") if row.confirmed_at and not row.hidden_at else None,
        "hide_form": HideForm(auto_id="hide_%s") if may_hide(user, row) and not row.hidden_at else None,
        "confirm_form": confirm_form(request, row) if confirms else None,
        "has_errors": bool(forms),
        **forms,
    }
    return render(request, "recognition/kudos.html", context)


def confirm_form(request: HttpRequest, row: Kudos, data: Any = None) -> ConfirmForm:
    suggested = User.objects.filter(kudos_received__kudos=row, is_active=True).order_by("name", "pk")
    return ConfirmForm(data, reader=reader(request), suggested=suggested, place=row.place)


def _not_done(request: HttpRequest, row: Kudos, error: Refused, **forms: Any) -> HttpResponse:
    """A refusal: beside the box it is about, with everything typed; else as a sentence on the wall."""
    if error.status == 403:
        raise PermissionDenied(error.sentence) from error
    for form in forms.values():
        if error.field in form.fields:
            form.add_error(error.field, error.sentence)
            return kudos_page(request, row, **forms)
    messages.error(request, error.sentence)
    return redirect("wall")


def _back(request: HttpRequest, row: Kudos) -> HttpResponse:
    """To the page the press came from, at this post."""
    came_from = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return redirect(f"{came_from}#kudos-{row.uuid}" if safe else reverse("kudos", args=[row.uuid]))


@require_POST
@needs()
def react(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user = reader(request)
    row = get_kudos_for(user, uuid)
    kind = request.POST.get("kind", "")
    try:
        if request.POST.get("on") == "0":
            operations.unreact(by=user, kudos=row, kind=kind)
        else:
            operations.react(by=user, kudos=row, kind=kind, now=clock_now())
    except Refused as error:
        messages.error(request, error.sentence)
    return _back(request, row)


@require_POST
@needs()
def reply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user = reader(request)
    row = get_kudos_for(user, uuid)
    form = ReplyForm(request.POST, auto_id="reply_%s")
    if form.is_valid():
        now = clock_now()
        try:
            with once_in_form(request, now=now) as attempt:
                if not attempt.repeated:
                    operations.reply(by=user, kudos=row, text=form.cleaned_data["text"], now=now)
        except Refused as error:
            return _not_done(request, row, error, reply_form=form)
        return redirect("kudos", row.uuid)
    return kudos_page(request, row, reply_form=form)


@require_POST
@needs()
def hide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user = reader(request)
    row = get_kudos_for(user, uuid)
    if not may_hide(user, row):
        raise PermissionDenied(_("Only who was thanked and the moderators can take this down."))
    form = HideForm(request.POST, auto_id="hide_%s")
    if form.is_valid():
        try:
            operations.hide(by=user, kudos=row, why=form.cleaned_data["why"], now=clock_now())
        except Refused as error:
            return _not_done(request, row, error, hide_form=form)
        messages.success(request, _("Taken down. The reason and your name stay with it."))
        return redirect("wall")
    return kudos_page(request, row, hide_form=form)


@require_POST
@needs()
def put_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user = reader(request)
    row = get_kudos_for(user, uuid)
    try:
        operations.put_back(by=user, kudos=row, now=clock_now())
    except Refused as error:
        return _not_done(request, row, error)
    return redirect("kudos", row.uuid)


@require_POST
@needs()
def hide_reply(request: HttpRequest, uuid: UUID, pk: int) -> HttpResponse:
    user = reader(request)
    row = get_reply_for(user, uuid, pk)
    try:
        operations.hide_reply(by=user, reply=row, why=request.POST.get("why", ""), now=clock_now())
    except Refused as error:
        return _not_done(request, row.kudos, error)
    return redirect("kudos", row.kudos.uuid)


@require_POST
@needs()
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    user = reader(request)
    row = get_kudos_for(user, uuid)
    if row.confirmed_at:
        messages.error(request, _("Somebody has already said whom this is for."))
        return redirect("kudos", row.uuid)
    form = confirm_form(request, row, request.POST)
    if form.is_valid():
        people = [*form.chosen(), *_whole_place(user, row, form)]
        try:
            thanking.confirm_compliment(by=user, kudos=row, receivers=people, now=clock_now())
        except Refused as error:
            return _not_done(request, row, error, confirm_form=form)
        messages.success(request, _("Done. It stands on the wall, and they are told."))
        return on_the_wall(row, "all")
    return kudos_page(request, row, confirm_form=form)


def _whole_place(user: User, row: Kudos, form: ConfirmForm) -> list[User]:
    if not form.cleaned_data.get("everybody"):
        return []
    return list(User.objects.filter(pk__in=[one.id for one in people_at(row.place)]).exclude(pk=user.pk))
