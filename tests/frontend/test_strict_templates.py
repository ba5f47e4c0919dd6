"""The net that the tests of all pages are drawn over."""

import pytest
from django.template import Context, Engine, Origin, Template

from tests.strict_templates import HOUSE

HOLES = [
    "{{ nobody }}",
    "{{ known.nobody }}",
    "{% if nobody %}{% endif %}",
    "{% if not nobody %}{% endif %}",
    "{% if known == nobody %}{% endif %}",
    "{% for each in nobody %}{% endfor %}",
    "{% with x=nobody %}{% endwith %}",
    "{{ known|default:nobody }}",
    "{{ known|add:known.nobody }}",
    "{% load i18n %}{% translate nobody %}",
    "{% load i18n %}{% blocktranslate %}{{ nobody }}{% endblocktranslate %}",
    "{% load i18n %}{% blocktranslate with x=nobody %}{{ x }}{% endblocktranslate %}",
]


def drawn(text: str, place: str = "made-up.html", **names: object) -> str:
    return Template(text, Origin(str(HOUSE / place)), engine=Engine.get_default()).render(Context(names))


@pytest.mark.parametrize("text", HOLES)
def test_a_name_that_nobody_defines_fails_the_test(text: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="nobody defines"):
        drawn(text, known={})


@pytest.mark.parametrize("text", HOLES)
def test_templates_of_others_keep_djangos_ways(text: str) -> None:
    if "|" not in text:
        drawn(text, "/elsewhere.html", known={})


def test_what_is_none_may_be_looked_into() -> None:
    assert drawn("{{ none.name }}{% if none.name.more %}!{% endif %}", none=None) == ""


def test_a_piece_declares_what_may_be_left_out() -> None:
    piece = '{% load components %}{% optional "url" "label" %}{% if url %}{{ label }}{% endif %}'
    assert drawn(piece) == "" and drawn(piece, url="/", label="Home") == "Home"
