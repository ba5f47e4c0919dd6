from django.urls import path

from frontend.desk.departments import views

urlpatterns = [
    path("departments/", views.departments, name="desk_departments"),
    path("departments/new/", views.new, name="desk_new_department"),
    path("departments/of/<slug:department>/", views.department, name="desk_department"),
    path("departments/of/<slug:department>/edit/", views.edit, name="desk_edit_department"),
    path("departments/of/<slug:department>/<slug:name>/", views.act, name="desk_department_act"),
]
