from django.urls import path

from frontend.desk.engagements import attachments, views

ENGAGEMENT = "decisions/engagements/<int:pk>/"

urlpatterns = [
    path("decisions/<slug:slug>/engagements/new/", views.new, name="desk_new_engagement"),
    path(ENGAGEMENT, views.engagement, name="desk_engagement"),
    path(f"{ENGAGEMENT}edit/", views.edit, name="desk_edit_engagement"),
    path(f"{ENGAGEMENT}files/", attachments.files, name="desk_engagement_files"),
    path(f"{ENGAGEMENT}files/<slug:token>/remove/", attachments.remove, name="desk_remove_engagement_file"),
    path(f"{ENGAGEMENT}do/<slug:name>/", views.act_page, name="desk_engagement_act"),
]
