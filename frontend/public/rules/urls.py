from django.urls import path

from frontend.public.rules import views

urlpatterns = [
    path("rules/", views.listing, name="rules"),
    path("rules/calendar/", views.calendar, name="calendar"),
    path("rules/calendar/<int:year>/", views.calendar, name="calendar_of"),
]
