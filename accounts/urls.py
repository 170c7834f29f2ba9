"""Addresses of accounts. People, line and rules have theirs in `people_urls`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView, TemplateView

from accounts.views import health, inbox, practices, probes, settings, setup, sign_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("live/", probes.live, name="live"),
    path("ready/", probes.ready, name="ready"),
    path("start/", setup.start, name="start"),
    path("first-steps/", setup.first_steps, name="first_steps"),
    path("units/<int:pk>/go-live/", setup.unit_goes_live, name="unit_goes_live"),
    path("practices/", practices.page, name="practices"),
    path("practices/<slug:name>/", practices.switch_practice, name="switch_practice"),
    path("settings/", settings.page, name="settings"),
    path("settings/tokens/", settings.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revoke/", settings.revoke, name="revoke_token"),
    path("inbox/", inbox.page, name="inbox"),
    path("inbox/done/", inbox.done, name="inbox_done"),
    path("admin/health/", health.page, name="health"),
    path("admin/health/send-again/", health.send_letters_again, name="send_again"),
    path("admin/health/release/", health.release_outbox, name="release_outbox"),
    path("accounts/login/", sign_in.sign_in, name="account_login"),
    # E-mail addresses are kept by administrators, so the library's page for them is not offered.
    path("accounts/email/", RedirectView.as_view(pattern_name="settings"), name="account_email"),
    path("gallery/", TemplateView.as_view(template_name="gallery/page.html"), name="gallery"),
    path("", include("accounts.people_urls")),
]
