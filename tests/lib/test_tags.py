"""What the template tags write into a page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, Template

from cxapp.lib.widgets import RadioTiles, ScoreScale

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context({"now": NOW, **context})).strip()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_a_moment_carries_its_machine_time() -> None:
    html = render("{% when moment %}", moment=NOW + timedelta(hours=4, minutes=30))

    assert html == '<time datetime="2026-03-03T14:00+00:00">today 14:00</time>'


def test_a_moment_nobody_knows_is_said_to_be_not_known() -> None:
    assert render("{% when moment %}", moment=None) == "not known"


def test_a_promise_ahead_says_the_clock_time_before_what_is_left() -> None:
    html = render("{% due moment %}", moment=NOW + timedelta(minutes=40))

    assert words(html) == "by today 10:10, in 40 min"
    assert "due--late" not in html


def test_a_promise_passed_says_when_it_was_due_and_how_late_it_is() -> None:
    html = render("{% due moment %}", moment=NOW - timedelta(hours=3))

    assert words(html) == "was due today 06:30, late by 3 h"
    assert "due--late" in html


def test_the_moment_of_the_promise_itself_is_already_late() -> None:
    assert words(render("{% due moment %}", moment=NOW)) == "was due today 09:30, just now"


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+441134960380", "+44\u00a0113\u00a0496\u00a00380"),
        ("1 Example Square", "1 Example Square"),
        ("maria@example.test", "maria@example.test"),
    ],
)
def test_a_number_stays_on_one_line_and_everything_else_as_it_is(kept: str, shown: str) -> None:
    assert render("{{ kept|reach }}", kept=kept) == shown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('{% status_tag "late" %}', "Late"),
        ('{% status_tag "late" "Late by 40 min" %}', "Late by 40 min"),
        ('{% status_tag "escalated" name="Pavel" %}', "Escalated to Pavel"),
        ('{% status_tag "trying" n=2 %}', "Trying to reach (2)"),
        ('{% severity_tag "high" %}', "High"),
        ('{% note_tag "DEMO" %}', "DEMO"),
    ],
)
def test_a_tag_says_its_state_in_the_fixed_words(source: str, text: str) -> None:
    assert words(render(source)) == text


def test_text_in_a_tag_is_escaped() -> None:
    assert "&lt;b&gt;" in render('{% status_tag "late" text %}', text="<b>")


def test_an_icon_is_silent_unless_it_is_given_words() -> None:
    assert 'aria-hidden="true"' in render('{% icon "phone" %}')
    assert words(render('{% icon "phone" "Call" %}')) == "Call"


def test_a_share_below_thirty_is_shown_small_and_a_larger_one_loud() -> None:
    assert "figure--small" in render("{% figure 26 29 %}")
    assert "figure--small" not in render("{% figure 27 30 %}")


def test_two_forms_never_share_their_one_time_id() -> None:
    one, other = (re.findall(r'name="once" value="(\w{32})"', render("{% once %}")) for _ in range(2))

    assert len(one) == len(other) == 1
    assert one != other


class CallForm(forms.Form):
    """One field of each kind that is laid out differently."""

    reach = forms.CharField(label="How to reach them", help_text="Any <form>")
    note = forms.CharField(label="Note", required=False)
    what = forms.ChoiceField(
        label="What happened",
        choices=[("spoke", "Spoke")],
        widget=RadioTiles(icons={"spoke": "phone"}, hints={"spoke": "Both talked"}),
    )
    score = forms.ChoiceField(label="Score", choices=[(n, n) for n in range(11)], widget=ScoreScale())
    quiet = forms.BooleanField(label="Leave them alone", required=False)


def test_a_refused_field_is_tied_to_its_hint_and_its_error() -> None:
    html = render("{{ form }}", form=CallForm({}))

    assert 'aria-describedby="id_reach_helptext id_reach_error"' in html
    assert 'id="id_reach_helptext"' in html
    assert 'id="id_reach_error"' in html


def test_a_hint_is_escaped() -> None:
    assert "Any &lt;form&gt;" in render("{{ form }}", form=CallForm())


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    html = render("{{ form.note.as_field_group }}{{ form.reach.as_field_group }}", form=CallForm())

    assert html.count("(optional)") == 1


def test_tiles_are_real_radios_in_a_named_group() -> None:
    html = render("{{ form.what.as_field_group }}", form=CallForm())

    assert "<legend>What happened</legend>" in html
    assert 'type="radio" name="what" value="spoke"' in html
    assert "Both talked" in html


def test_the_ends_of_a_scale_are_read_with_the_first_and_the_last_number() -> None:
    html = render("{{ form.score.as_field_group }}", form=CallForm())
    names = [words(label) for label in re.findall(r"<label.*?</label>", html, flags=re.S)]

    assert (names[0], names[5], names[10]) == ("0 Not at all likely", "5", "10 Extremely likely")


def test_a_box_to_tick_has_its_label_behind_it() -> None:
    html = render("{{ form.quiet.as_field_group }}", form=CallForm())

    assert html.index("<input") < html.index("<label")


def test_the_error_summary_links_to_the_control_or_to_the_first_of_a_group() -> None:
    html = render('{% include "components/error_summary.html" %}', form=CallForm({}))

    assert re.findall(r'href="(#\w+)"', html) == ["#id_reach", "#id_what_0", "#id_score_0"]


def test_a_form_without_errors_has_no_summary() -> None:
    assert render('{% include "components/error_summary.html" %}', form=CallForm()) == ""
