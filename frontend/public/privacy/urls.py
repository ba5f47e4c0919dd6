from django.urls import path

from frontend.public.privacy import views

urlpatterns = [path("privacy/", views.show, name="privacy")]
