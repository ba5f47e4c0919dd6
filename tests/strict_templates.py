"""In tests, a template's name that nobody defines is an error.

Django draws an unknown name as nothing, in `{% if %}` and `{% for %}` too, so a misspelt name hides what it should
show. Here every name that a template of the house asks for must be found. To look further than an object that is
`None` is no error, since an empty optional field looks like that; as a filter's argument it is one in Django itself.
What a piece may be given and what it may go without it declares with `{% optional "name" %}`. The templates of others,
and those drawn with what others give (`allauth/`), keep Django's ways.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.base import FilterExpression, Origin, Parser, TokenType, Variable, VariableDoesNotExist
from django.templatetags.i18n import BlockTranslateNode

from tests.services import ROOT

HOUSE = ROOT / "frontend" / "templates"


def in_house(origin: Origin | None) -> str:
    """The template's name when it is one of ours, else nothing."""
    path = Path(str(origin))
    name = str(path.relative_to(HOUSE)) if path.is_relative_to(HOUSE) else ""
    return "" if name.startswith("allauth/") else name


class Defined(Variable):
    """A name in a template of the house."""

    __slots__ = ("template",)

    def __init__(self, name: str, template: str) -> None:
        super().__init__(name)
        self.template = template

    def resolve(self, context: Any) -> Any:
        try:
            return super().resolve(context)
        except VariableDoesNotExist as unknown:
            bit, looked_in = unknown.params
            if looked_in is None:
                raise
        # no Exception: operators in `{% if %}` catch those
        pytest.fail(f"{self.template}: nobody defines “{bit}” of {{{{ {self.var} }}}}")


@pytest.fixture(scope="session", autouse=True)
def names_must_be_defined() -> Iterator[None]:
    """Templates are read once in a process, so this holds for all tests."""
    as_read, as_translated = FilterExpression.__init__, BlockTranslateNode.render

    def read(expression: FilterExpression, token: str, parser: Parser) -> None:
        as_read(expression, token, parser)
        template = in_house(parser.origin)
        if template and expression.is_var:
            expression.var = Defined(expression.var.var, template)
        for _do, args in expression.filters if template else ():
            args[:] = [(is_name, Defined(arg.var, template) if is_name else arg) for is_name, arg in args]

    def translate(node: BlockTranslateNode, context: Any, nested: bool = False) -> Any:
        if template := in_house(node.origin):
            given = {*node.extra_context, node.countervar}
            for token in (*node.singular, *(node.plural or ())):
                if token.token_type == TokenType.VAR and token.contents not in given:
                    Defined(token.contents, template).resolve(context)
        return as_translated(node, context, nested)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FilterExpression, "__init__", read)
        patch.setattr(BlockTranslateNode, "render", translate)
        yield
