from django.urls import path

from frontend.desk.comments import bulk, views

urlpatterns = [
    path("moderation/", views.moderation, name="desk_moderation"),
    path("moderation/list/", bulk.waiting, name="desk_moderation_list"),
    path("moderation/list/accept/", bulk.accept, name="desk_accept_ticked"),
    path("moderation/list/undo/", bulk.undo, name="desk_undo_accepted"),
    path("moderation/<str:number>/", views.comment, name="desk_comment"),
    path("moderation/<str:number>/preview/", views.preview, name="desk_preview"),
    path("moderation/<str:number>/contact/", views.contact, name="desk_comment_contact"),
    path("moderation/<str:number>/<slug:way>/", views.decide, name="desk_decide"),
]
