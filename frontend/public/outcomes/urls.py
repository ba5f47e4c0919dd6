from django.urls import path

from frontend.public.outcomes import views
from frontend.public.outcomes.behind import behind

CONSULTATION = "consultations/<slug:slug>/"

urlpatterns = [
    path(f"{CONSULTATION}changes/", views.changes, name="changes"),
    path(f"{CONSULTATION}changes/<slug:uid>/", behind, name="behind"),
    path("consultations/<slug:slug>/changes.docx", views.changes_file, name="changes_file"),
    path(f"{CONSULTATION}feedback/", views.feedback, name="feedback"),
]
