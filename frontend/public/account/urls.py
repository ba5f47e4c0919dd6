from django.urls import path

from frontend.public.account import views

urlpatterns = [path("accounts/", views.items, name="own")]
