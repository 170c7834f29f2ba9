"""The door: sign-in itself is the library's; an empty installation is led to its first questions instead."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.forms.sign_in import SignInForm
from accounts.models import User

_library = LoginView.as_view(form_class=SignInForm)


def sign_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if not User.objects.exists():
        return redirect("start")
    answer: HttpResponse = _library(request, *args, **kwargs)
    return answer
