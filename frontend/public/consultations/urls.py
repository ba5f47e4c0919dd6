from django.urls import path

from frontend.public.consultations import comments, views

CONSULTATION = "consultations/<slug:slug>/"

urlpatterns = [
    path("consultations/", views.listing, name="consultations"),
    path(CONSULTATION, views.show, name="consultation"),
    path(f"{CONSULTATION}count/", views.count, name="count"),
    path(f"{CONSULTATION}comments/", comments.comments, name="comments"),
]
