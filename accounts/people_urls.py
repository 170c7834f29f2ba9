"""Addresses of people, the line and rules."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from accounts.views import (
    absences,
    calendars,
    organisation,
    people,
    people_import,
    policies,
    units,
    witnesses,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", people.page, name="people"),
    path("people/export/", people.export, name="people_export"),
    path("people/add/", people.add, name="add_person"),
    path("people/witnesses/", witnesses.page, name="witnesses"),
    path("people/witnesses/<int:pk>/release/", witnesses.release, name="release_witness"),
    path("people/import/", people_import.page, name="people_import"),
    path("people/import/<int:pk>/", people_import.run, name="people_import_run"),
    path("people/import/<int:pk>/columns/", people_import.match, name="people_import_columns"),
    path("people/import/<int:pk>/apply/", people_import.apply_run, name="people_import_apply"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/edit/", people.edit, name="edit_person"),
    path("people/<int:pk>/move/", people.move, name="move_person"),
    path("people/<int:pk>/roles/", people.roles, name="person_roles"),
    path("people/<int:pk>/password/", people.password, name="person_password"),
    path("people/<int:pk>/invite/", people.invite, name="invite_person"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="deactivate_person"),
    path("people/<int:pk>/fill/", people.fill, name="fill_post"),
    path("people/<int:pk>/owner/", people.owner, name="make_owner"),
    path("units/", units.page, name="units"),
    path("units/add/", units.add, name="add_unit"),
    path("units/<int:pk>/", units.edit, name="edit_unit"),
    path("units/<int:pk>/head/", units.head, name="unit_head"),
    path("absences/", absences.page, name="absences"),
    path("absences/<int:pk>/end/", absences.end, name="end_absence"),
    path("organisation/", organisation.page, name="organisation"),
    path("organisation/critical/", organisation.critical, name="critical"),
    path("organisation/on-call/", organisation.on_call, name="on_call"),
    path("organisation/on-call/<int:pk>/end/", organisation.end, name="end_on_call"),
    path("calendars/", calendars.page, name="calendars"),
    path("calendars/add/", calendars.add, name="add_calendar"),
    path("calendars/<int:pk>/", calendars.edit, name="edit_calendar"),
    path("calendars/<int:pk>/default/", calendars.default, name="default_calendar"),
    path("policies/", policies.page, name="policies"),
    path("policies/<slug:slug>/", policies.edit, name="edit_policy"),
    path("policies/<slug:slug>/choose/", policies.choose, name="choose_policy"),
]
