"""Addresses of recognition."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from recognition.views import thank, values, wall

urlpatterns: list[URLPattern | URLResolver] = [
    path("thanks/", wall.wall, name="wall"),
    path("thanks/new/", thank.thank, name="thank"),
    path("thanks/compliment/", thank.compliment, name="compliment"),
    path("thanks/values/", values.company_values, name="company_values"),
    path("thanks/watch/", values.watch, name="thanks_watch"),
    path("thanks/<uuid:uuid>/", wall.kudos, name="kudos"),
    path("thanks/<uuid:uuid>/react/", wall.react, name="kudos_react"),
    path("thanks/<uuid:uuid>/reply/", wall.reply, name="kudos_reply"),
    path("thanks/<uuid:uuid>/hide/", wall.hide, name="kudos_hide"),
    path("thanks/<uuid:uuid>/back/", wall.put_back, name="kudos_put_back"),
    path("thanks/<uuid:uuid>/confirm/", wall.confirm, name="kudos_confirm"),
    path("thanks/<uuid:uuid>/replies/<int:pk>/hide/", wall.hide_reply, name="kudos_reply_hide"),
]
