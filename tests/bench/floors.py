"""The floors and references: the least a Django project does for such work. They run behind Django's stock middleware,

without our frame, roles, time zones or banners, on the same tables. Not here: measuring.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Avg, Count, F, Q
from django.db.models.functions import TruncWeek
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from accounts.models import Clock, User
from feedback.models import OPEN, Case

STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


class Row(models.Model):
    """One row as a form would store it."""

    name = models.CharField(max_length=200)
    reach = models.CharField(max_length=200, db_index=True)
    words = models.TextField()
    place = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="new", db_index=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return self.name


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    row = Row._base_manager.create(
        name=request.POST["name"],
        reach=request.POST["reach"],
        words=request.POST["words"],
        place_id=request.POST["place"],
        at=timezone.now(),
    )
    return HttpResponse(str(row.pk), status=201)


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="/static/base.css"></head><body><nav><a href="/">Home</a> <a href="/cases/">Cases</a>
<span>{{ user.name }}</span></nav><main><h1>{{ title }}</h1>%s</main></body></html>"""
ROWS = """<table><thead><tr><th>Number</th><th>Customer</th><th>Words</th><th>Place</th><th>Leader</th><th>State</th>
<th>Received</th><th>Due</th></tr></thead><tbody>{% for case in cases %}<tr class="{% cycle 'odd' 'even' %}">
<td><a href="{% url 'case' case.pk %}">{{ case.pk }}</a></td><td>{{ case.customer.name }}</td>
<td>{{ case.words.body|truncatechars:60 }}</td><td>{{ case.place.name }}</td><td>{{ case.leader.name }}</td>
<td>{{ case.get_state_display }}</td><td>{{ case.received_at|date:"j M Y H:i" }}</td>
<td>{% if case.due_at < now %}
<b>{{ case.due_at|date:"j M Y H:i" }}</b>{% else %}{{ case.due_at|date:"j M Y H:i" }}{% endif %}</td>
</tr>{% endfor %}</tbody></table>"""
PAGES = "<p>{{ page.paginator.count }}, page {{ page.number }} of {{ page.paginator.num_pages }}</p>"
COUNTS = """<ul>{% for name, n in counts.items %}<li>{{ name }}: {{ n|default:0 }}</li>{% endfor %}</ul>
<table>{% for week in weeks %}<tr><td>{{ week.week|date:"j M" }}</td><td>{{ week.n }}</td><td>{{ week.met }}</td></tr>{% endfor %}
</table><table>{% for row in people %}<tr><td><a href="{% url 'cases' %}?leader={{ row.holder }}">{{ row.holder__name }}</a></td>
<td>{{ row.due }}</td><td>{{ row.met }}</td><td>{{ row.late }}</td></tr>{% endfor %}</table>"""


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    if template not in _made:
        _made[template] = engines["django"].from_string(template)
    # Rendered without the request: our own context processors stay outside.
    return HttpResponse(_made[template].render({"user": request.user, "now": timezone.now(), **context}))


_made: dict[str, Any] = {}


@login_required
def work_list(request: HttpRequest) -> HttpResponse:
    """The signed-in work list: 25 open rows of one leader, the next promise first."""
    mine = Case.objects.filter(OPEN, leader=request.user.pk)
    rows = mine.select_related("customer", "words", "place", "leader").order_by("due_at", "pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return _render(
        request, PAGE % (ROWS + PAGES), {"title": "Work", "cases": list(page.object_list), "page": page}
    )


@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """One leader's dashboard: counts, promises a week, each person below, and the cases that are late."""
    now = timezone.now()
    people = list(
        User.objects.filter(Q(pk=request.user.pk) | Q(reports_to=request.user.pk)).values_list(
            "pk", flat=True
        )
    )
    cases = Case.objects.filter(OPEN, leader__in=people)
    clocks = Clock.objects.filter(holder__in=people, kind="contact", subject_kind="case")
    met = Q(met_at__lte=F("due_at"))
    weeks = clocks.filter(due_at__gte=now - timedelta(weeks=12), due_at__lt=now)
    late = cases.filter(due_at__lt=now).select_related("customer", "words", "place", "leader")
    context = {
        "title": "Leader",
        "counts": {
            **cases.aggregate(
                open=Count("pk"),
                late=Count("pk", filter=Q(due_at__lt=now)),
                high=Count("pk", filter=Q(severity="high")),
            ),
            **clocks.aggregate(took=Avg(F("met_at") - F("started_at"))),
        },
        "weeks": weeks.annotate(week=TruncWeek("due_at"))
        .values("week")
        .annotate(n=Count("pk"), met=Count("pk", filter=met))
        .order_by("week"),
        "people": clocks.values("holder", "holder__name")
        .annotate(
            due=Count("pk"),
            met=Count("pk", filter=met),
            late=Count("pk", filter=Q(met_at=None, due_at__lt=now)),
        )
        .order_by("holder__name"),
        "cases": list(late.order_by("due_at")[:25]),
    }
    return _render(request, PAGE % (COUNTS + ROWS), context)


def hello(request: HttpRequest) -> HttpResponse:
    """A template page without the database."""
    return _render_plain(request)


def _render_plain(request: HttpRequest) -> HttpResponse:
    if "hello" not in _made:
        _made["hello"] = engines["django"].from_string(PAGE % "<p>Hello {{ name }}</p>")
    return HttpResponse(_made["hello"].render({"title": "Hello", "name": request.GET.get("name", "you")}))
