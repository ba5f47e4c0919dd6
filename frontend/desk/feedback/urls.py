from django.urls import path

from frontend.desk.feedback import views

FEEDBACK = "consultations/<slug:slug>/feedback/"

urlpatterns = [
    path(FEEDBACK, views.feedback, name="desk_feedback"),
    path(f"{FEEDBACK}<slug:name>/", views.act_page, name="desk_feedback_act"),
]
