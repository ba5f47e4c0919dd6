from django.urls import include, path

from frontend.api import unknown
from frontend.api.changes import ChangesView, OpinionsBehindView
from frontend.api.comments import Comments
from frontend.api.consultations import Consultations, FeedbackView, OneConsultationView
from frontend.api.decisions import Decisions, OneDecisionView
from frontend.api.docs import Schema, docs
from frontend.api.interpretations import Interpretations, OneInterpretationView
from frontend.api.questions import OneQuestionView, Questions
from frontend.api.receipts import Receipts

v1 = [
    path("consultations/", Consultations.as_view()),
    path("consultations/<slug:slug>/", OneConsultationView.as_view()),
    path("consultations/<slug:slug>/comments/", Comments.as_view()),
    path("consultations/<slug:slug>/changes/", ChangesView.as_view()),
    path(
        "consultations/<slug:slug>/changes/<slug:uid>/opinions/",
        OpinionsBehindView.as_view(),
        name="api_opinions_behind",
    ),
    path("consultations/<slug:slug>/feedback/", FeedbackView.as_view()),
    path("questions/", Questions.as_view()),
    path("questions/<slug:number>/", OneQuestionView.as_view()),
    path("receipts/<slug:number>/", Receipts.as_view()),
    path("interpretations/", Interpretations.as_view()),
    path("interpretations/<slug:slug>/", OneInterpretationView.as_view()),
    path("decisions/", Decisions.as_view()),
    path("decisions/<slug:slug>/", OneDecisionView.as_view()),
    path("schema/", Schema.as_view()),
    path("docs/", docs, name="api_docs"),
]
urlpatterns = [
    path("v1/", include(v1)),
    path("", unknown.nothing_here),
    path("<path:rest>", unknown.nothing_here),
]
