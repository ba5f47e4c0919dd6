"""The pages for everyone. Their addresses are promised to others and stay."""

from django.urls import include, path

from frontend.public import (
    ask,
    comments,
    consultations,
    documents,
    downloads,
    home,
    interpretations,
    outcomes,
    own,
    questions,
    track,
)

app_name = "public"
urlpatterns = [
    path("", home.show, name="home"),
    path("consultations/", consultations.listing, name="consultations"),
    path("consultations/<slug:slug>/", consultations.show, name="consultation"),
    path("consultations/<slug:slug>/count/", consultations.count, name="count"),
    path("consultations/<slug:slug>/comments/", comments.comments, name="comments"),
    path("consultations/<slug:slug>/changes/", outcomes.changes, name="changes"),
    path("consultations/<slug:slug>/changes.docx", downloads.changes, name="changes_file"),
    path("consultations/<slug:slug>/feedback/", outcomes.feedback, name="feedback"),
    path("documents/<slug:slug>/", documents.show, name="document"),
    path("", include("frontend.public.document_urls")),
    path("documents/<slug:slug>/<int:number>.docx", downloads.text, name="document_file"),
    path("interpretations/", interpretations.listing, name="interpretations"),
    path("interpretations/<slug:slug>/", interpretations.show, name="interpretation"),
    path("questions/", questions.listing, name="questions"),
    path("questions/ask/", ask.ask, name="ask"),
    path("questions/similar/", ask.similar, name="similar"),
    path("questions/<slug:number>/", questions.show, name="question"),
    path("track/", track.look_up, name="track"),
    path("track/<slug:number>/", track.show, name="tracked"),
    path("track/<slug:number>/again/", track.send_again, name="send_again"),
    path("track/<slug:number>/withdraw/", track.withdraw, name="withdraw"),
    path("track/<slug:number>/rate/", track.rate, name="rate"),
    path("accounts/", own.items, name="own"),
    path("", include("frontend.public.law_urls")),
]
