"""The pages for everyone, noun by noun. Their addresses are promised to others and stay."""

from django.urls import include, path

NOUNS = (
    "home",
    "consultations",
    "outcomes",
    "documents",
    "interpretations",
    "questions",
    "receipts",
    "account",
    "mails",
    "invitation",
    "decisions",
    "rules",
    "privacy",
    "ledger",
)
app_name = "public"
urlpatterns = [path("", include(f"frontend.public.{noun}.urls")) for noun in NOUNS]
