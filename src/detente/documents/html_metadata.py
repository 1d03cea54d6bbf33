"""What a page declares of itself: JSON-LD, meta elements, times, titles.

Works on an lxml tree. Nothing is fetched or run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from detente.documents.draft import Draft
from detente.documents.metadata import written_date

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MAX_JSON = 500_000  # characters of one JSON-LD script
_ARTICLE_TYPES = (
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BlogPosting ScholarlyArticle "
    "Report WebPage TechArticle PublicationIssue CreativeWork"
)
_ARTICLES = frozenset(_ARTICLE_TYPES.split())
_META = {
    "title": ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title"),
    "author": (
        "citation_author",
        "dc.creator",
        "dcterms.creator",
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
    ),
    "publisher": (
        "citation_journal_title",
        "dc.publisher",
        "dcterms.publisher",
        "og:site_name",
        "publisher",
        "application-name",
    ),
    "date": (
        "article:published_time",
        "citation_publication_date",
        "citation_date",
        "datepublished",
        "dc.date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.date",
        "og:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publish-date",
        "publication_date",
        "date",
    ),
    "address": ("og:url", "citation_public_url"),
}


def read_metadata(root: HtmlElement, draft: Draft) -> None:
    """Fills title, author, publisher, date, address and language of a draft; what is not declared stays None."""
    declared = _json_ld(root)
    metas = _metas(root)
    for name, keys in _META.items():
        value = declared.get(name) or next((metas[key] for key in keys if metas.get(key)), None)
        setattr(draft, name, value)
    draft.date = written_date((draft.date or "").replace("/", "-"), year=True) or _time(root)
    draft.title = _without_site(draft.title or _words(root, "title"), draft.publisher)
    draft.author = None if (draft.author or "").startswith("http") else draft.author
    draft.address = draft.address or _canonical(root)
    language = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "en").lower()
    draft.language = language[:2] if re.match(r"[a-z]{2}", language) else "en"


def _metas(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        value = " ".join((meta.get("content") or "").split())
        if key == "citation_author" and key in found:
            found[key] += f" and {value}"
        elif key and value:
            found.setdefault(key, value)
    return found


def _words(root: HtmlElement, tag: str) -> str | None:
    element = next(root.iter(tag), None)
    return " ".join(element.text_content().split()) or None if element is not None else None


def _without_site(title: str | None, site: str | None) -> str | None:
    """A page's title without the name of the site that many put after it."""
    if title is None or site is None:
        return title
    return re.sub(rf"\s*[|–—·:-]\s*{re.escape(site)}\s*$", "", title) or title


def _canonical(root: HtmlElement) -> str | None:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and (link.get("href") or "").startswith("http"):
            return str(link.get("href"))
    return None


def _time(root: HtmlElement) -> str | None:
    """The day of the first time element that says it is that of publication, else of the first with a day."""
    times = [
        time for time in root.iter("time") if written_date(time.get("datetime") or time.text_content(), year=False)
    ]
    said = [
        time
        for time in times
        if time.get("pubdate") is not None or "publish" in (time.get("class") or "") + (time.get("itemprop") or "")
    ]
    for time in (*said, *times[:1]):
        return written_date(time.get("datetime") or time.text_content(), year=False)
    return None


def _json_ld(root: HtmlElement) -> dict[str, str]:
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or len(script.text or "") > _MAX_JSON:
            continue
        try:
            thing = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _things(thing):
            return _of_article(item)
    return {}


def _things(thing: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The articles among JSON-LD things, at most a few levels down."""
    if isinstance(thing, list) and depth < 4:
        for item in thing[:50]:
            yield from _things(item, depth + 1)
    elif isinstance(thing, dict):
        kinds = thing.get("@type")
        if _ARTICLES & {str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])} and thing.get(
            "headline"
        ):
            yield thing
        yield from _things(thing.get("@graph", []), depth + 1)


def _of_article(item: dict[str, Any]) -> dict[str, str]:
    found = {
        "title": _name(item.get("headline")),
        "author": _name(item.get("author")),
        "publisher": _name(item.get("publisher")),
        "date": _name(item.get("datePublished")),
        "address": _name(item.get("url")) or _name(item.get("mainEntityOfPage")),
    }
    return {key: value for key, value in found.items() if value}


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return " and ".join(filter(None, (_name(item) for item in value[:10]))) or None
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id")
    return " ".join(value.split())[:500] or None if isinstance(value, str) else None
