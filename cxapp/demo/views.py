"""The pages of the demonstration: whom to be, the walk, and the mail it would have sent. Signing in needs no password here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from cxapp.demo.models import DemoMail, Watched
from cxapp.demo.story.company import PASSWORD, SIGN_INS
from cxapp.demo.story.watched import watched
from cxapp.demo.walk import KEY, ROLES, Role, address_of, names
from cxapp.lib.clock import now as clock_now
from feedback.models import ContactPoint

MOST = 60


def _watched() -> Watched:
    found = watched()
    if found is None:
        raise Http404
    return found


def _role(name: str) -> Role:
    if name not in ROLES:
        raise Http404
    return ROLES[name]


@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The three to be, and everybody to sign in as."""
    found = _watched()
    cards = [
        {
            "role": role.name,
            "title": role.title,
            "what": role.what % names(found),
            "icon": role.icon,
            "steps": len(role.steps),
        }
        for role in ROLES.values()
    ]
    context = {
        "cards": cards,
        "case": found.case,
        "people": SIGN_INS,
        "password": PASSWORD,
        "now": clock_now(),
    }
    return render(request, "demo/page.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def be(request: HttpRequest, name: str) -> HttpResponse:
    """One button; pressing it signs in and lands on the watched case."""
    role, found = _role(name), _watched()
    if request.method == "POST":
        if role.sign_in:
            _sign_in(request, role.sign_in)
        request.session[KEY] = {"role": role.name, "step": 0}
        return redirect(address_of(role, 0, found))
    steps = [step.sentence % names(found) for step in role.steps]
    context = {
        "role": role,
        "what": role.what % names(found),
        "steps": steps,
        "case": found.case,
        "now": clock_now(),
    }
    return render(request, "demo/be.html", context)


@csrf_exempt
@require_POST
def walk(request: HttpRequest) -> HttpResponse:
    """One step on or back, or out of the walk. Customers' pages send no origin, so no form token can be asked for."""
    place, found = request.session.get(KEY), _watched()
    wanted = request.POST.get("step", "")
    if not isinstance(place, dict) or not wanted.isdigit():
        request.session.pop(KEY, None)
        return redirect("demo")
    role = _role(place["role"])
    step = min(int(wanted), len(role.steps) - 1)
    request.session[KEY] = {"role": role.name, "step": step}
    return redirect(address_of(role, step, found))


@require_POST
def sign_in(request: HttpRequest, name: str) -> HttpResponse:
    """As anybody on the list, without the walk."""
    if name not in {one.sign_in for one in SIGN_INS}:
        raise Http404
    _sign_in(request, name)
    request.session.pop(KEY, None)
    return redirect("today")


def _sign_in(request: HttpRequest, name: str) -> None:
    login(request, get_object_or_404(User, sign_in_name=name, is_active=True))


@never_cache
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Every mail that would have gone out, newest first, of everybody or of one."""
    now, to = clock_now(), request.GET.get("to", "")
    boxes = _boxes()
    rows = DemoMail.objects.filter(to=to) if to else DemoMail.objects.all()
    known = {box["to"]: box["name"] for box in boxes}
    mails = [{"mail": row, "name": known.get(row.to, row.to)} for row in rows.order_by("-at", "-pk")[:MOST]]
    return render(request, "demo/mail.html", {"boxes": boxes, "mails": mails, "to": to, "now": now})


def _boxes() -> list[dict[str, Any]]:
    """Who got mail, whoever got some last first."""
    rows = DemoMail.objects.values("to").annotate(count=Count("pk"), newest=Max("at")).order_by("-newest")
    addresses = [row["to"] for row in rows]
    known = {
        str(email): name
        for email, name in User.objects.filter(email__in=addresses).values_list("email", "name")
    }
    points = ContactPoint.objects.filter(kind="email", value__in=addresses)
    known |= dict(points.values_list("value", "customer__name"))
    return [{**row, "name": known.get(row["to"]) or row["to"]} for row in rows]
