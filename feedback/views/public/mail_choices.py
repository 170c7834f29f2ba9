"""`/u/<link>/`: how often we may ask a customer, and in which language. A press decides, never the opening of the link.

Mail programs post here too, when somebody presses their own button for unsubscribing.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_http_methods

from accounts.rules.actor import CUSTOMER
from cxapp.lib.clock import now as clock_now
from feedback.forms.asking import MailChoicesForm
from feedback.models import Customer
from feedback.operations.survey_choices import choose_how_often, choose_language, choose_surveys
from feedback.queries.asking import asking_rules, choice_of, languages_spoken
from feedback.queries.public import open_choices
from feedback.views.public.door import private, show
from feedback.views.public.follow import lost

USUAL = "usual"
"""As the page calls the choice that is stored as none."""


@private
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, link: str) -> HttpResponse:
    now, customer = clock_now(), open_choices(link)
    if customer is None:
        return lost(request, now)
    if request.method == "POST" and "choice" not in request.POST:
        wanted = request.POST.get("wanted") == "yes"
        choose_surveys(customer=customer, wanted=wanted, by=CUSTOMER, now=now)
        if "List-Unsubscribe" in request.POST:
            return HttpResponse(status=200)  # mail programs do not follow a redirect
        return redirect("mail_choices", link)
    with translation.override(customer.language or "en"):
        return _page(request, link, customer, now)


def _page(request: HttpRequest, link: str, customer: Customer, now: datetime) -> HttpResponse:
    first = {"choice": choice_of(customer) or USUAL, "language": customer.language}
    data = request.POST if request.method == "POST" else None
    form, status = MailChoicesForm(data, initial=first, languages=languages_spoken()), 200
    if data is not None:
        if form.is_valid():
            return _chosen(link, customer, form.cleaned_data, now)
        status = 400
    was = {name: request.GET[name] for name in ("choice", "language") if request.GET.get(name)}
    context = {
        "form": form,
        "choice": first["choice"],
        "saved": "saved" in request.GET,
        "was": was,
        "quiet_days": asking_rules().quiet_days,
    }
    return show(request, "feedback/public/mail_choices.html", context, status=status)


def _chosen(link: str, customer: Customer, given: dict[str, str], now: datetime) -> HttpResponse:
    """Keep it, and offer what was before."""
    choice = "" if given["choice"] == USUAL else given["choice"]
    was = QueryDict(mutable=True)
    was["saved"] = "1"
    was["choice"] = choose_how_often(customer=customer, choice=choice, by=CUSTOMER, now=now) or USUAL
    if given.get("language"):
        was["language"] = choose_language(customer=customer, language=given["language"], by=CUSTOMER, now=now)
    answer = redirect("mail_choices", link)
    answer["Location"] += f"?{was.urlencode()}"
    return answer
