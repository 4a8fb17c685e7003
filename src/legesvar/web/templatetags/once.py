"""Tags with nothing but literals in them, worked out once: half of a page's time went into them (docs/speed.md).

`{% translate %}` and `{% static %}` mean what Django's own mean; whatever has a variable, a filter or a context in it
is left to Django's. `{% icon %}` is ours.
"""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.base import FilterExpression, Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import StaticNode, do_static
from django.utils.translation import get_language

from legesvar.web.icons import drawn_icon

register = template.Library()


def _situation(context: Context) -> Hashable:
    """Return what a literal's words depend on: language, and where static files are named. Asked once a page."""
    page = context.render_context.dicts[0]
    found = page.get("once")
    if found is None:
        found = page["once"] = (get_language(), id(staticfiles_storage._wrapped))
    return found


class OnceNode(Node):
    """A node with nothing in it that differs from page to page."""

    def __init__(self, node: Node | NodeList) -> None:
        self.node = node
        self.known: dict[Hashable, str] = {}

    def render(self, context: Context) -> str:
        """Return the words, working them out the first time, where nothing of the page is known."""
        situation = _situation(context)
        words = self.known.get(situation)
        if words is None:
            words = self.known[situation] = self.node.render(context.new({}))
        return words


class IconNode(Node):
    """An icon whose name the page knows."""

    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> str:
        """Return the drawing."""
        return drawn_icon(self.name.resolve(context))


def _is_literal(expression: FilterExpression | None) -> bool:
    if expression is None or not isinstance(expression, FilterExpression) or expression.filters:
        return False
    variable = expression.var
    return isinstance(variable, str) or getattr(variable, "literal", None) is not None


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Translate a text, each in each language once."""
    node = do_translate(parser, token)
    alone = isinstance(node, TranslateNode) and not (node.asvar or node.noop or node.message_context)
    return OnceNode(node) if alone and _is_literal(node.filter_expression) else node


@register.tag
def static(parser: Parser, token: Token) -> Node:
    """Name a static file by its hashed address."""
    node = do_static(parser, token)
    plain = type(node) is StaticNode and not node.varname and _is_literal(node.path)
    return OnceNode(node) if plain else node


@register.tag
def once(parser: Parser, token: Token) -> Node:
    """Work out all up to `{% endonce %}` once for each language. Inside, nothing of a page or its reader is known."""
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(inside)


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """Inline an icon: `{% icon "name" %}` becomes text when the template is read."""
    _, given = token.split_contents()
    name = parser.compile_filter(given)
    return TextNode(drawn_icon(name.resolve(Context()))) if _is_literal(name) else IconNode(name)
