from django.urls import path

from frontend.desk.home import views

urlpatterns = [path("", views.my_work, name="desk")]
