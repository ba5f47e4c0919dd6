from django.urls import path

from frontend.desk.lists import saved

urlpatterns = [
    path("views/of/<slug:code>/", saved.keep, name="desk_keep_view"),
    path("views/<int:pk>/delete/", saved.drop, name="desk_drop_view"),
]
