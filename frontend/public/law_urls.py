"""Decisions and the law: dossiers, yearly lists, rules in force, the calendar."""

from django.urls import path

from frontend.public import decisions, lists, rules

urlpatterns = [
    path("decisions/", decisions.listing, name="decisions"),
    path("decisions/lists/", lists.listing, name="lists"),
    path("decisions/lists/<int:year>/<slug:department>/", lists.show, name="list"),
    path("decisions/lists/<int:year>/<slug:department>/<int:edition>.xlsx", lists.download, name="list_xlsx"),
    path("decisions/<slug:slug>/", decisions.show, name="decision"),
    path("rules/", rules.listing, name="rules"),
    path("rules/calendar/", rules.calendar, name="calendar"),
    path("rules/calendar/<int:year>/", rules.calendar, name="calendar_of"),
]
