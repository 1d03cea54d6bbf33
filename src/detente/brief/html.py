"""A brief as one HTML page that needs nothing else: its style, its pictures and its footnotes are inside.

Nothing in it runs or is fetched; raw HTML in the Markdown is text.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from detente.brief import markdown
from detente.brief.nouns import Brief, Picture

_IMAGE = re.compile(r'(?:<p>|<figure>)\s*<img src="figure:(?P<name>[a-z]+)"[^>]*>.*?(?:</p>|</figure>)', re.S)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def placeholder(picture: Picture) -> str:
    """A picture in the Markdown, to be put in its place by ``page``."""
    return f"![{markdown.escaped(picture.caption)}](figure:{picture.name})"


def body(text: str) -> str:
    """Markdown with footnotes as HTML."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    made = MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin)
    made.add_render_rule("link_open", _link)
    made.add_render_rule("footnote_caption", _number)
    return str(made.render(text))


def page(brief: Brief, inside: str) -> str:
    """The whole page around a brief's body."""
    style = (files("detente") / "brief" / "templates" / "page.css").read_text(encoding="utf-8")
    drawn = {picture.name: picture for picture in brief.pictures}
    shown = _IMAGE.sub(lambda found: _figure(drawn[found["name"]]) if found["name"] in drawn else "", inside)
    return (
        f'<!doctype html>\n<html lang="{escape(brief.language)}-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(brief.title)}</title>\n'
        f'<meta name="date" content="{brief.on.isoformat()}">\n<meta name="generator" content="detente">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n{shown}</main>\n</body>\n</html>\n"
    )


def _figure(picture: Picture) -> str:
    return f"<figure>{picture.svg}<figcaption>{escape(picture.caption)}</figcaption></figure>"


def _number(_: Any, tokens: Sequence[Any], at: int, *__: Any) -> str:
    """A note's mark, as books have it: a number without brackets."""
    return str(tokens[at].meta["id"] + 1)


def _link(renderer: Any, tokens: Sequence[Any], at: int, options: Any, _: MutableMapping[str, Any]) -> str:
    """Links out of the page tell nobody where the reader comes from."""
    tokens[at].attrSet("rel", "noopener noreferrer nofollow")
    return str(renderer.renderToken(tokens, at, options, {}))
