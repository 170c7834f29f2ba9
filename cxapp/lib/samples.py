"""Invented people and cases for the gallery of components. Nothing here is ever stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

from cxapp.lib.samples_charts import chart_samples
from cxapp.lib.widgets import FaceScale, RadioTiles, ScoreScale

NOW = datetime(2026, 3, 3, 13, 40, tzinfo=UTC)
_AT = NOW.replace(minute=0)
QR = mark_safe(
    '<svg viewBox="0 0 7 7" role="img" aria-label="QR code of the private page"><path d="M0 0h3v3H0z'
    "M4 0h1v2H4zM6 0h1v3H6zM0 4h2v1H0z"
    'M3 3h2v2H3zM5 5h2v2H5zM0 6h1v1H0zM2 6h2v1H2z" fill="#000"/></svg>'
)


class SampleForm(forms.Form):
    """One field of each kind."""

    what = forms.ChoiceField(
        label="What happened?",
        error_messages={"required": "Choose what happened"},
        choices=[
            ("spoke", "Spoke"),
            ("message", "Left a message"),
            ("none", "No answer"),
            ("wrote", "Wrote to them"),
        ],
        widget=RadioTiles(
            icons={"spoke": "phone", "message": "microphone", "none": "phone-x-mark", "wrote": "envelope"},
            hints={"spoke": "Both sides talked"},
        ),
    )
    reach = forms.CharField(
        label="How can we reach them?",
        help_text="A phone number in any form, or an e-mail address.",
        error_messages={"required": "Enter a phone number or an e-mail so Anna can reach Maria"},
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 3, "data-cx-count": True}),
    )
    place = forms.ChoiceField(
        label="Place", choices=[("n", "North Street"), ("h", "Harbour")], required=False
    )
    feeling = forms.ChoiceField(
        label="How do they feel now?",
        choices=[("better", "Better"), ("same", "The same"), ("worse", "Worse"), ("none", "Did not say")],
        widget=forms.RadioSelect,
        required=False,
    )
    score = forms.ChoiceField(
        label="How likely are you to recommend us?",
        choices=[(n, n) for n in range(11)],
        widget=ScoreScale(),
    )
    felt = forms.ChoiceField(
        label="How did it feel?",
        choices=list(enumerate(("Angry", "Let down", "Neither", "Pleased", "Delighted"), start=1)),
        widget=FaceScale(),
        required=False,
    )
    quiet = forms.BooleanField(label="They asked not to be surveyed", required=False)


def _cards() -> list[dict[str, Any]]:
    """Two cases that wait: one late, one nearly so."""
    return [
        {
            "url": "#case-1",
            "customer": "Maria Ivanova",
            "state": "late",
            "state_text": "Late by 40 min",
            "words": "The parcel came three days late and nobody told me anything.",
            "promise": "You promised Maria a call by 13:00. At 15:00 this goes to Pavel.",
            "phone": "+000000001",
            "log_url": "#log",
        },
        {
            "url": "#case-2",
            "customer": "Tomasz Example-Nowak",
            "state": "due_soon",
            "escalated_to": "Pavel",
            "words": "Third call about the same invoice.",
            "due": NOW + timedelta(minutes=40),
            "promise": "Call promised",
            "call_url": "#call",
            "log_url": "#log",
        },
    ]


def _rows() -> list[dict[str, Any]]:
    """Facts of a case, with and without a way to change them."""
    return [
        {
            "key": "Ways to reach",
            "value": "+00 000 001, after 17:00",
            "url": "#change",
            "change": "ways to reach",
        },
        {"key": "Language", "value": "English", "url": "#change", "change": "language"},
        {"key": "Value a year", "value": "1,200 EUR"},
    ]


def _ladder() -> list[dict[str, Any]]:
    """Who was told, who was passed over, who is next."""
    return [
        {
            "name": "Anna Petrova",
            "role": "Branch manager",
            "state": "late",
            "at": "told today 09:00",
            "note": "late by 40 min",
        },
        {"name": "Pavel Dimov", "role": "Regional manager", "state": "next", "at": "today 15:00"},
        {"name": "Boris Sample", "role": "", "state": "skipped", "note": "away, skipped"},
        {"name": "Olga Owner", "role": "Owner", "state": "next", "at": "tomorrow 09:00"},
    ]


def _events() -> list[dict[str, Any]]:
    """A timeline with every kind of line."""
    return [
        {"at": _AT, "who": "Anna Petrova", "title": "No answer", "kind": "us", "icon": "phone-x-mark"},
        {
            "at": _AT - timedelta(hours=3),
            "who": "Maria Ivanova",
            "title": "Wrote on her private page",
            "kind": "customer",
            "text": "Nobody has called me yet. I am home after five.",
        },
        {
            "at": _AT - timedelta(days=1),
            "who": "Anna Petrova",
            "title": "Note, corrected",
            "kind": "us",
            "text": "Called the depot",
            "struck": True,
            "icon": "pencil",
        },
        {
            "at": _AT - timedelta(days=30),
            "title": "Case opened from a survey answer",
            "kind": "system",
            "icon": "inbox",
        },
    ]


def _tree() -> list[dict[str, Any]]:
    """A line of people with what waits at each."""
    return [
        {
            "name": "Olga Owner",
            "role": "Owner",
            "children": [
                {
                    "name": "Pavel Dimov",
                    "role": "Regional manager",
                    "state": "escalated",
                    "state_text": "1 came up",
                    "children": [
                        {
                            "name": "Anna Petrova",
                            "role": "Branch manager",
                            "state": "late",
                            "state_text": "1 late",
                        },
                        {"name": "Boris Sample", "role": "Branch manager, away until 9 Mar"},
                    ],
                },
                {"name": "Chen Fictional", "role": "Head of service"},
            ],
        },
    ]


def _steps() -> list[dict[str, Any]]:
    """A list of first steps: done, in work, to do."""
    return [
        {"title": "People in a line", "state": "done", "proof": "12 people, one owner"},
        {
            "title": "A place with a leader",
            "state": "current",
            "text": "North Street has nobody yet.",
            "url": "#place",
        },
        {"title": "First call", "state": "todo"},
    ]


def _kudos() -> dict[str, Any]:
    """One thanks."""
    return {
        "giver": "Anna Petrova",
        "receiver": "Kofi Invented",
        "value": "We own it",
        "at": _AT,
        "customer": "Maria Ivanova",
        "text": "You drove to the depot after closing and brought the parcel yourself.",
    }


def samples() -> dict[str, Any]:
    """What each component of the gallery shows."""
    return {
        "now": NOW,
        "soon": NOW + timedelta(minutes=40),
        "past": NOW - timedelta(minutes=40),
        "later": NOW + timedelta(days=3),
        "far": NOW + timedelta(days=40),
        "cards": _cards(),
        "rows": _rows(),
        "ladder": _ladder(),
        "events": _events(),
        "tabs": [
            {"url": "#mine", "label": "Mine", "current": True, "count": 4},
            {"url": "#late", "label": "Late", "count": 1},
            {"url": "#all", "label": "All"},
        ],
        "chips": [
            {"label": "Place: North Street", "remove_url": "#a"},
            {"label": "Late", "remove_url": "#b"},
        ],
        "tree": _tree(),
        "steps": _steps(),
        "kudos": _kudos(),
        "menu": [
            {"url": "#edit", "label": "Edit facts", "icon": "pencil"},
            {"url": "#over", "label": "Hand over", "icon": "arrows-right-left"},
        ],
        "page": Paginator(range(60), 20).page(2),
        "lines": [
            "Anna Petrova, our manager, will call you by 14:00 tomorrow.",
            "Your private page shows what happens and who is responsible.",
        ],
        "qr": QR,
        "charts": chart_samples(),
        "form": SampleForm(),
        "refused": SampleForm({"note": "Kept as typed", "score": "3"}, auto_id="refused_%s"),
    }
