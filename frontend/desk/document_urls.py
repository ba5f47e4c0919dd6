"""The desk's pages about texts and what is laid out with them."""

from django.urls import path

from frontend.desk import laid_out

CONSULTATION = "consultations/<slug:slug>/"

urlpatterns = [
    path(f"{CONSULTATION}files/", laid_out.files, name="desk_files"),
    path(f"{CONSULTATION}files/<slug:token>/remove/", laid_out.remove, name="desk_remove_file"),
]
