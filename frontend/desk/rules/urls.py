from django.urls import path

from frontend.desk.rules import confirmations, views

urlpatterns = [
    path("rules/", views.rulebook, name="desk_rules"),
    path("rules/confirm/", confirmations.board, name="desk_confirmations"),
    path("rules/<slug:rule_id>/", views.one, name="desk_rule"),
    path("rules/<slug:rule_id>/confirm/", views.confirm, name="desk_confirm_rule"),
    path("rules/<slug:rule_id>/withdraw/<int:pk>/", views.withdraw, name="desk_withdraw_rule"),
]
