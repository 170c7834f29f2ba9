"""Answering a miss, and deciding about an answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cxapp.insights.enums import Ground
from cxapp.insights.rules.replies import LONGEST
from feedback.forms.public import box

DECISIONS = [("set_aside", _("Set it aside")), ("stands", _("Let it stand"))]


class MissForm(forms.Form):
    """One sentence; asking to have it set aside is a choice of its own."""

    words = box(
        _("What happened?"),
        _("Say in one sentence what happened."),
        help_text=_(
            "One sentence, at most %(most)s characters. It stands beside the miss and cannot be changed."
        )
        % {"most": LONGEST},
        rows=2,
    )
    ground = forms.ChoiceField(
        label=_("Should it be set aside?"),
        choices=[("", _("No, my sentence is enough")), *Ground.choices],
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Whoever stands above you decides within five working days. It is counted and shown either way."
        ),
        error_messages={"invalid_choice": _("Choose why it should be set aside.")},
    )


class GroundForm(forms.Form):
    """Asking later, for a miss that was answered before."""

    ground = forms.ChoiceField(
        label=_("Why should it be set aside?"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose why it should be set aside."),
            "invalid_choice": _("Choose why it should be set aside."),
        },
    )


class DecisionForm(forms.Form):
    """Set aside, or it stands, with the reason the leader reads."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the two."),
            "invalid_choice": _("Choose one of the two."),
        },
    )
    reason = box(
        _("Why?"),
        _("Say why, in a sentence the leader can read."),
        help_text=_("The leader reads it with your name."),
        rows=2,
    )
