from django.urls import path

from frontend.desk.standing_in import views

urlpatterns = [
    path("standing-in/", views.standing_in, name="desk_standing_in"),
    path("standing-in/<int:pk>/take-up/", views.take_up, name="desk_take_up"),
    path("standing-in/lay-down/", views.lay_down, name="desk_lay_down"),
    path("standing-in/<int:pk>/end/", views.end, name="desk_end_stand_in"),
    path("people/of/<str:username>/stand-in/", views.of_person, name="desk_stand_in_of"),
]
