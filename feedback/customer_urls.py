"""Addresses of the pages staff open about one customer or one account."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from feedback.views import customer_accounts, customer_changes, customers

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", customer_accounts.page, name="customer_accounts"),
    path("accounts/add/", customer_accounts.add, name="add_customer_account"),
    path("accounts/<int:pk>/", customer_accounts.account, name="customer_account"),
    path("accounts/<int:pk>/change/", customer_accounts.change, name="change_customer_account"),
    path("<int:pk>/", customers.page, name="customer"),
    path("<int:pk>/change/", customer_changes.change, name="change_customer"),
    path("<int:pk>/reach/", customer_changes.add_reach, name="add_reach"),
    path("<int:pk>/reach/<int:point>/", customer_changes.correct_reach, name="correct_reach"),
    path("<int:pk>/reach/<int:point>/remove/", customer_changes.remove_reach, name="remove_reach"),
    path("<int:pk>/merge/", customer_changes.merge, name="merge_customer"),
]
