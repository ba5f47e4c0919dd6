from django.urls import path

from frontend.desk.people import importing, views
from frontend.desk.people.rights import rights

urlpatterns = [
    path("people/", views.people, name="desk_people"),
    path("people/new/", views.new, name="desk_new_person"),
    path("people/import/", importing.upload, name="desk_import"),
    path("people/import/confirm/", importing.confirm, name="desk_import_confirm"),
    path("people/import/template/", importing.template, name="desk_import_template"),
    path("people/rights/", rights, name="desk_rights"),
    path("people/role/<int:pk>/", views.role_days, name="desk_role_days"),
    path("people/role/<int:pk>/end/", views.role_end, name="desk_end_role"),
    path("people/of/<str:username>/", views.person, name="desk_person"),
    path("people/of/<str:username>/edit/", views.edit, name="desk_edit_person"),
    path("people/of/<str:username>/role/", views.role, name="desk_give_role"),
    path("people/of/<str:username>/link/", views.send_link, name="desk_send_link"),
    path("people/of/<str:username>/<slug:name>/", views.act, name="desk_person_act"),
]
