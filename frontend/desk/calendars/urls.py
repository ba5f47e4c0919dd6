from django.urls import path

from frontend.desk.calendars import views

urlpatterns = [
    path("calendars/", views.calendars, name="desk_calendars"),
    path("calendars/change/", views.change, name="desk_change_calendar"),
]
