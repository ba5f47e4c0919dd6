from django.urls import path

from frontend.desk.security import views

urlpatterns = [
    path("security/", views.log, name="desk_security"),
    path("security/people/", views.people, name="desk_security_people"),
]
