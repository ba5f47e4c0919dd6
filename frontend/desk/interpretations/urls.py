from django.urls import path

from frontend.desk.interpretations import views

urlpatterns = [
    path("interpretations/", views.interpretations, name="desk_interpretations"),
    path("interpretations/new/", views.new, name="desk_new_interpretation"),
    path("interpretations/<slug:slug>/", views.interpretation, name="desk_interpretation"),
    path("interpretations/<slug:slug>/correct/", views.correct, name="desk_correct_interpretation"),
    path("interpretations/<slug:slug>/<slug:name>/", views.act_page, name="desk_interpretation_act"),
]
