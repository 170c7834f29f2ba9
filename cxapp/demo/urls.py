"""Addresses of the demonstration, there only while it runs."""

from __future__ import annotations

from django.urls import URLPattern, path

from cxapp.demo import views

urlpatterns: list[URLPattern] = [
    path("", views.page, name="demo"),
    path("be/<slug:name>/", views.be, name="demo_be"),
    path("sign-in/<slug:name>/", views.sign_in, name="demo_sign_in"),
    path("walk/", views.walk, name="demo_walk"),
    path("mail/", views.mail, name="demo_mail"),
]
