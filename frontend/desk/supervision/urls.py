from django.urls import path

from frontend.desk.supervision import chasers, circulars, deadlines, duties, pauses, views

urlpatterns = [
    path("supervision/", views.board, name="desk_supervision"),
    path("supervision/figures.xlsx", views.download, name="desk_figures_xlsx"),
    path("supervision/deadlines/", deadlines.deadlines, name="desk_deadlines"),
    path("supervision/deadlines/<int:pk>/", deadlines.one, name="desk_deadline"),
    path("supervision/duties/", duties.duties, name="desk_duties"),
    path("supervision/duties/<int:pk>/", duties.one, name="desk_duty"),
    path("supervision/duties/<int:pk>/do/<slug:name>/", duties.do, name="desk_duty_act"),
    path("supervision/pauses/", pauses.pauses, name="desk_pauses"),
    path("supervision/chasers/", chasers.all_chasers, name="desk_chasers"),
    path("supervision/circulars/", circulars.circulars, name="desk_circulars"),
    path("supervision/circulars/new/", circulars.new, name="desk_new_circular"),
    path("supervision/circulars/<int:pk>/", circulars.show, name="desk_circular"),
    path("supervision/circulars/<int:pk>.xlsx", circulars.download, name="desk_circular_xlsx"),
    path("orders/", chasers.own, name="desk_orders"),
    path("orders/<int:pk>/", chasers.answer, name="desk_order"),
]
