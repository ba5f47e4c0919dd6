from django.urls import path

from frontend.preferences import views

urlpatterns = [
    path("preferences/", views.set_preferences, name="set_preferences"),
    path("preferences/language/", views.set_language, name="set_language"),
]
