from django.urls import include, path

from frontend.desk import (
    consultations,
    feedback,
    home,
    interpretations,
    moderation,
    questions,
    texts,
    weighing,
)

CONSULTATION = "consultations/<slug:slug>/"
QUESTION = "questions/<str:number>/"

urlpatterns = [
    path("", home.my_work, name="desk"),
    path("moderation/", moderation.moderation, name="desk_moderation"),
    path("moderation/<str:number>/", moderation.comment, name="desk_comment"),
    path("moderation/<str:number>/preview/", moderation.preview, name="desk_preview"),
    path("moderation/<str:number>/<slug:way>/", moderation.decide, name="desk_decide"),
    path("consultations/", consultations.consultations, name="desk_consultations"),
    path("consultations/new/", texts.new, name="desk_new_text"),
    path("consultations/new/<slug:slug>/", texts.new_notice, name="desk_new_notice"),
    path(CONSULTATION, consultations.consultation, name="desk_consultation"),
    path(f"{CONSULTATION}edit/", consultations.edit, name="desk_edit_notice"),
    path(f"{CONSULTATION}text/", texts.next_text, name="desk_next_text"),
    path(f"{CONSULTATION}enter/", consultations.enter, name="desk_enter"),
    path(f"{CONSULTATION}feedback/", feedback.feedback, name="desk_feedback"),
    path(f"{CONSULTATION}feedback/publish/", feedback.publish, name="desk_publish_feedback"),
    path(f"{CONSULTATION}weighing/", weighing.weighing, name="desk_weighing"),
    path(f"{CONSULTATION}weighing/<int:pk>/", weighing.weighing, name="desk_opinion"),
    path(f"{CONSULTATION}weighing/<int:pk>/<slug:way>/", weighing.weigh, name="desk_weigh"),
    path(f"{CONSULTATION}do/<slug:name>/", consultations.deed, name="desk_consultation_deed"),
    path("", include("frontend.desk.document_urls")),
    path("questions/", questions.questions, name="desk_questions"),
    path(QUESTION, questions.question, name="desk_question"),
    path(f"{QUESTION}contact/", questions.contact, name="desk_contact"),
    path(f"{QUESTION}check/", questions.check, name="desk_check"),
    path(f"{QUESTION}do/<slug:name>/", questions.deed, name="desk_question_deed"),
    path("interpretations/", interpretations.interpretations, name="desk_interpretations"),
    path("interpretations/new/", interpretations.new, name="desk_new_interpretation"),
    path("interpretations/<slug:slug>/", interpretations.interpretation, name="desk_interpretation"),
    path("interpretations/<slug:slug>/publish/", interpretations.deed, name="desk_publish_interpretation"),
    path("", include("frontend.desk.law_urls")),
]
