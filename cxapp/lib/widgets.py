"""Form widgets with a look of their own: big tiles, a 0-10 scale, faces. Markup in `templates/django/forms/widgets`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RadioTiles(forms.RadioSelect):
    """Radios as big tiles for thumbs; each may have an icon and a line of explanation."""

    template_name = "django/forms/widgets/radio_tiles.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        icons: Mapping[str, str] | None = None,
        hints: Mapping[str, Any] | None = None,
        columns: int = 2,
    ) -> None:
        super().__init__(attrs)
        self.icons, self.hints, self.columns = dict(icons or {}), dict(hints or {}), columns

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "columns": self.columns}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        key = str(option["value"])
        return {**option, "icon": self.icons.get(key, ""), "hint": self.hints.get(key, "")}


class ScoreScale(forms.RadioSelect):
    """The numbers of a scale in one row with both ends named; wraps on a phone. No colours: they bias."""

    template_name = "django/forms/widgets/score_scale.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        low: Any = None,
        high: Any = None,
        low_at: int | None = None,
    ) -> None:
        super().__init__(attrs)
        self.low = low or _("Not at all likely")
        self.high = high or _("Extremely likely")
        self.low_at = low_at

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return {**context, "low": self.low, "high": self.high, "many": len(list(self.choices))}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return marked(super().create_option(*args, **kwargs), self.low_at)


class FaceScale(forms.RadioSelect):
    """Five faces, each with its word; the word is what is chosen, the face only helps to find it."""

    template_name = "django/forms/widgets/face_scale.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, low_at: int | None = None) -> None:
        super().__init__(attrs)
        self.low_at = low_at

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = marked(super().create_option(*args, **kwargs), self.low_at)
        return {**option, "face": f"face-{option['value']}"}


def marked(option: dict[str, Any], low_at: int | None) -> dict[str, Any]:
    """Numbers up to this one are marked, so that a page can ask more of whoever chooses one."""
    value = str(option["value"])
    if low_at is None or not value.isdecimal() or int(value) > low_at:
        return option
    return {**option, "attrs": {**option["attrs"], "data-low": True}}
