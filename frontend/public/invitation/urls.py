from django.urls import path

from frontend.public.invitation import views

urlpatterns = [path("accounts/invitation/<str:token>/", views.invitation, name="invitation")]
