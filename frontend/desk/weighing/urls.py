from django.urls import path

from frontend.desk.weighing import views

WEIGHING = "consultations/<slug:slug>/weighing/"

urlpatterns = [
    path(WEIGHING, views.weighing, name="desk_weighing"),
    path(f"{WEIGHING}<int:pk>/", views.weighing, name="desk_opinion"),
    path(f"{WEIGHING}<int:pk>/<slug:way>/", views.weigh, name="desk_weigh"),
]
