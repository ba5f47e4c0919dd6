from django.urls import path

from frontend.public.mails import views

urlpatterns = [
    path("mails/stop/<str:token>/", views.stop_steps, name="stop_steps"),
    path("mails/end/<str:token>/", views.end_mails, name="end_mails"),
]
