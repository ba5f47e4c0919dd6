from django.urls import path

from frontend.desk.units import views

urlpatterns = [
    path("units/", views.units, name="desk_units"),
    path("units/<slug:duty>/", views.unit, name="desk_unit"),
]
