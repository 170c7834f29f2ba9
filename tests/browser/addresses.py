"""Which addresses there are, and which of them are no pages. Not here: the table of pages (`pages`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.pages import ROWS

EXEMPT = {
    "stylesheet": "no page",
    "live": "for machines",
    "ready": "for machines",
    "gallery": "has tests of its own (test_gallery)",
    "start": "only before anybody exists (test_house_pages)",
    "account_email": "leads to the settings",
    "board_complaints_file": "a file",
    "board_file": "a file",
    "cases_export": "a file",
    "file_import_failed": "a file",
    "people_export": "a file",
    "results_file": "a file",
    "pack_pdf": "a file",
    "retained_file": "a file",
    "mfa_download_recovery_codes": "a file",
    "account_signup": "leads to sign-in once somebody is there",
    "account_email_verification_sent": "the library's; e-mail is never verified here",
    "account_confirm_email": "the library's; e-mail is never verified here",
    "account_confirm_login_code": "the library's; sign-in by code is off",
    "account_set_password": "leads to changing it; everybody has one",
    "account_reset_password_from_key": "needs a mailed key; covered by tests of sign-in",
    "mfa_authenticate": "only half-way through sign-in",
    "mfa_reauthenticate": "only with a second factor switched on",
    "mfa_deactivate_totp": "only with a second factor switched on",
    "mfa_view_recovery_codes": "only with a second factor switched on",
    "mfa_generate_recovery_codes": "only with a second factor switched on",
    "api_complaints": "API",
    "api_complaint": "API",
    "api_events": "API",
    "api_invitations": "API",
    "api_bounces": "API",
    "api_cases": "API",
    "api_ledger": "API",
    "api_figures": "API",
    "api_figure": "API",
    "api_case": "API",
    "api_schema": "API",
    "api_docs": "API documentation of a library, with scripts of its own",
}


def unlisted() -> set[str]:
    """Addresses that answer GET and stand neither in the table nor among the exempt."""
    listed = {row.name for row in ROWS} | set(EXEMPT) | {"case_verb"}
    return {
        str(pattern.name or pattern.pattern)
        for pattern in _patterns(get_resolver().url_patterns)
        if pattern.name not in listed and not _only_posts(pattern)
    }


def _patterns(found: list[Any]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        else:
            yield one


def _only_posts(pattern: URLPattern) -> bool:
    """Asked with GET the view refuses the method before it looks at anything else."""
    made_up = dict.fromkeys(getattr(pattern.pattern, "converters", {}), 1)
    try:
        answer = pattern.callback(RequestFactory().get("/"), **{**pattern.default_args, **made_up})
    except Exception:
        return False
    return bool(answer.status_code == 405)
