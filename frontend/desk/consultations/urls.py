from django.urls import path

from frontend.desk.consultations import attachments, views

CONSULTATION = "consultations/<slug:slug>/"

urlpatterns = [
    path("consultations/", views.consultations, name="desk_consultations"),
    path("consultations/new/<slug:slug>/", views.new_notice, name="desk_new_notice"),
    path(CONSULTATION, views.consultation, name="desk_consultation"),
    path(f"{CONSULTATION}edit/", views.edit, name="desk_edit_notice"),
    path(f"{CONSULTATION}enter/", views.enter, name="desk_enter"),
    path(f"{CONSULTATION}do/<slug:name>/", views.act_page, name="desk_consultation_act"),
    path(f"{CONSULTATION}files/", attachments.files, name="desk_files"),
    path(f"{CONSULTATION}files/<slug:token>/remove/", attachments.remove, name="desk_remove_file"),
]
