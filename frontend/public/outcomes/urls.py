from django.urls import path

from frontend.public.outcomes import views

CONSULTATION = "consultations/<slug:slug>/"

urlpatterns = [
    path(f"{CONSULTATION}changes/", views.changes, name="changes"),
    path("consultations/<slug:slug>/changes.docx", views.changes_file, name="changes_file"),
    path(f"{CONSULTATION}feedback/", views.feedback, name="feedback"),
]
