"""The one way in which the desk shows a list: filters in the address, chips, orders, sizes, pages and files."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from frontend.desk.access import DeskRequest, page
from frontend.desk.lists.address import OWN, SIZES, Link, address, chips_of, order_of, size_of, tabs_of
from frontend.desk.lists.declared import DeskList
from frontend.desk.lists.files import MOST, as_file
from frontend.desk.lists.saved import saved_in
from frontend.shared.paging import page_of
from participation.claims.queries import claimed

MOST_COUNTED = 1000


def show_list(
    request: DeskRequest, declared: DeskList[Any], rows: QuerySet[Any], form: forms.Form, template: str,
    *, counts: Mapping[str, Mapping[str, int]] | None = None, more: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """The list as a page or, with `file` in the address, as a file. `rows` is what the person may see and the form
    let through; `counts` stand beside tabs, `more` is what the page says beside the list. Two queries more
    than the page itself: how many there are, and the views that the person keeps; a third where rows are claimed.
    """
    order = order_of(request, declared)
    if ending := request.GET.get("file"):
        asked = [
            _("%(what)s: %(note)s") % {"what": chip.label, "note": chip.value}
            for chip in chips_of(request, form)
        ]
        return as_file(
            ending, declared, rows.order_by(*order.fields), request.user, asked=_("; ").join(asked)
        )
    size = size_of(request)
    listed = page_of(request, rows, *order.fields, size=size)
    counted = rows.order_by()[: MOST_COUNTED + 1].count()
    chips = chips_of(request, form, declared.tabs)
    tabs = [tabs_of(request, form, name, (counts or {}).get(name, {})) for name in declared.tabs]
    context = {
        "list": declared,
        "filters": form,
        "listed": listed,
        "rows": declared.dress(listed.rows),
        "on_it": claimed(declared.claims, (row.pk for row in listed.rows)) if declared.claims else {},
        "tabs": tabs,
        "chips": chips,
        "found": min(counted, MOST_COUNTED),
        "is_more": counted > MOST_COUNTED,
        "clear": address(request, without=set(form.fields) - set(declared.tabs)) if chips else "",
        "keeps": [(name, request.GET[name]) for name in OWN if name in request.GET],
        "orders": [
            Link(each.label, address(request, sort=code), each == order)
            for code, each in declared.orders.items()
        ],
        "sizes": [Link(each, address(request, per=each), each == size) for each in SIZES],
        "files": {ending: address(request, file=ending) for ending in MOST},
        "most": MOST,
    }
    return page(request, template, context | saved_in(request) | dict(more or {}))
