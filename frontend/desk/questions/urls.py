from django.urls import path

from frontend.desk.questions import views

QUESTION = "questions/<str:number>/"

urlpatterns = [
    path("questions/", views.questions, name="desk_questions"),
    path(QUESTION, views.question, name="desk_question"),
    path(f"{QUESTION}contact/", views.contact, name="desk_contact"),
    path(f"{QUESTION}check/", views.check, name="desk_check"),
    path(f"{QUESTION}do/<slug:name>/", views.act_page, name="desk_question_act"),
]
