"""The desk, noun by noun."""

from django.urls import include, path

NOUNS = (
    "home",
    "search",
    "claims",
    "notifications",
    "comments",
    "documents",
    "consultations",
    "weighing",
    "feedback",
    "questions",
    "interpretations",
    "decisions",
    "hearings",
    "engagements",
    "corrections",
    "supervision",
    "rules",
    "calendars",
    "jobs",
    "units",
    "security",
    "audit",
    "standing_in",
    "people",
    "departments",
    "lists",
)
urlpatterns = [path("", include(f"frontend.desk.{noun}.urls")) for noun in NOUNS]
