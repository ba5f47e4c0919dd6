from django.urls import path

from frontend.public.home import views

urlpatterns = [path("", views.show, name="home")]
