from django.urls import path

from frontend.desk.comments import views

urlpatterns = [
    path("moderation/", views.moderation, name="desk_moderation"),
    path("moderation/<str:number>/", views.comment, name="desk_comment"),
    path("moderation/<str:number>/preview/", views.preview, name="desk_preview"),
    path("moderation/<str:number>/contact/", views.contact, name="desk_comment_contact"),
    path("moderation/<str:number>/<slug:way>/", views.decide, name="desk_decide"),
]
