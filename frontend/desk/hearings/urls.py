from django.urls import path

from frontend.desk.hearings import attachments, views

HEARING = "decisions/hearings/<int:pk>/"

urlpatterns = [
    path("decisions/<slug:slug>/hearings/new/", views.new, name="desk_new_hearing"),
    path(HEARING, views.hearing, name="desk_hearing"),
    path(f"{HEARING}edit/", views.edit, name="desk_edit_hearing"),
    path(f"{HEARING}files/", attachments.files, name="desk_hearing_files"),
    path(f"{HEARING}files/<slug:token>/remove/", attachments.remove, name="desk_remove_hearing_file"),
    path(f"{HEARING}list/", views.participants, name="desk_hearing_list"),
    path(f"{HEARING}record/", views.record, name="desk_hearing_record"),
    path(f"{HEARING}do/<slug:name>/", views.act_page, name="desk_hearing_act"),
]
