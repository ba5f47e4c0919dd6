"""Decisions, yearly lists, calendars, rules, supervision."""

from django.urls import path

from frontend.desk import bulletins, calendars, decisions, lists, pushes, rules, supervision

DECISION = "decisions/<slug:slug>/"

urlpatterns = [
    path("decisions/", decisions.decisions, name="desk_decisions"),
    path("decisions/new/", decisions.new, name="desk_new_decision"),
    path("decisions/lists/", lists.lists, name="desk_lists"),
    path("decisions/lists/<int:pk>/", lists.show, name="desk_list"),
    path("decisions/lists/<int:pk>/publish/", lists.publish, name="desk_publish_list"),
    path("decisions/lists/<slug:department>/<int:year>/", lists.write, name="desk_write_list"),
    path(DECISION, decisions.decision, name="desk_decision"),
    path(f"{DECISION}edit/", decisions.edit, name="desk_edit_decision"),
    path(f"{DECISION}attach/", decisions.attach_to, name="desk_attach"),
    path(f"{DECISION}stages/<slug:stage>/", decisions.stage, name="desk_stage"),
    path(f"{DECISION}do/<slug:name>/", decisions.deed, name="desk_decision_deed"),
    path("calendars/", calendars.calendars, name="desk_calendars"),
    path("calendars/change/", calendars.change, name="desk_change_calendar"),
    path("rules/", rules.rulebook, name="desk_rules"),
    path("rules/<slug:rule_id>/", rules.one, name="desk_rule"),
    path("rules/<slug:rule_id>/confirm/", rules.confirm, name="desk_confirm_rule"),
    path("rules/<slug:rule_id>/withdraw/<int:pk>/", rules.withdraw, name="desk_withdraw_rule"),
    path("supervision/", supervision.board, name="desk_supervision"),
    path("supervision/figures.xlsx", supervision.download, name="desk_figures_xlsx"),
    path("supervision/clocks/", supervision.clocks, name="desk_clocks"),
    path("supervision/clocks/<int:pk>/", supervision.clock, name="desk_clock"),
    path("supervision/pushes/", pushes.all_pushes, name="desk_pushes"),
    path("supervision/bulletins/", bulletins.bulletins, name="desk_bulletins"),
    path("supervision/bulletins/new/", bulletins.new, name="desk_new_bulletin"),
    path("supervision/bulletins/<int:pk>/", bulletins.show, name="desk_bulletin"),
    path("supervision/bulletins/<int:pk>.xlsx", bulletins.download, name="desk_bulletin_xlsx"),
    path("orders/", pushes.own, name="desk_orders"),
    path("orders/<int:pk>/", pushes.answer, name="desk_order"),
]
