"""The door's form: the library's, with our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label = _("E-mail or employee number")
        name.error_messages["required"] = _("Enter your e-mail address or employee number.")
        name.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        password.help_text = ""
        password.error_messages["required"] = _("Enter your password.")
        password.widget.attrs.pop("placeholder", None)
