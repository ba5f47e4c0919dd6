from django.urls import path

from frontend.files import views

urlpatterns = [path("files/<slug:token>/<str:name>", views.fetch, name="file")]
