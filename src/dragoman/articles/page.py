"""What does a web page publish? Its title, body, byline, publisher and day, without all that surrounds them."""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any

from dragoman.articles.compose import Draft
from dragoman.articles.days import Dated, resolve
from dragoman.articles.decode import declared_in_html, decode
from dragoman.errors import ReadProblem
from dragoman.records import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["draft_from_page", "fragment_text"]

_NO_DAY = "no day in the page; give one with --date YYYY-MM-DD"
_HORIZON = "2199-12-31"  # latest day that is believed; a constant, so that nothing depends on the day of reading
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_UNREAD = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "head", "object", "embed"))
_DAY_NAMES = ("datepublished", "parsely-pub-date", "dc.date.issued", "pubdate", "publish-date", "cxenseparse:recs:publishtime",
              "date")  # fmt: skip
_ENOUGH_WORDS = 60  # fewer words in a declared articleBody are a summary, not a body
_COVERED = 0.6  # a declared body with a smaller share of the words found is an abridgement; our choice
_HIDDEN = 1.3  # a declared body so much longer than what was found: the page's markup hides its body; our choice
_SHARED = 0.5  # of a paragraph's words in a row must stand in the declared body; best F1 on the reference pages


def draft_from_page(raw: bytes, *, origin: str, url: str | None = None, charset: str | None = None) -> Draft:
    """An article from the bytes of a page.

    Args:
        raw: the page as it was sent.
        origin: what it is called.
        url: address of the page, if known.
        charset: encoding that its carrier declared.

    Raises:
        ReadProblem: "undecodable", "no main text", or "broken page".
    """
    html = decode(raw, declared=charset or declared_in_html(raw))
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""))
    tree = _tree(html)
    facts = _declared_facts(tree)
    meta = _meta(tree)
    body, found = _main_text(html, url, str(facts.get("articleBody") or ""))
    title = _first(facts.get("headline"), meta.get("og:title"), found.get("title"), _element(tree, "title"))
    link = _first(url, meta.get("og:url"), _canonical(tree))
    if not body:
        raise ReadProblem(
            "no main text", found=f"a page of {len(html):,} characters without an article",
            expected="a page with a main text", remedy="Leave it out, or save its text by hand.",
            excerpt=title or fragment_text(html[:20_000])[:200],
        )  # fmt: skip
    return Draft(
        origin=origin,
        body=_without_heading(body, title),
        title=_without_site(title, meta.get("og:site_name")),
        byline=_first(_names(facts.get("author")), found.get("author")),
        publisher=_first(_names(facts.get("publisher")), meta.get("og:site_name")),
        url=link if link and re.match(r"https?://", link) else url,
        language=tree.get("lang") or meta.get("og:locale"),
        day=_day(html, tree, facts, meta, url),
    )


def fragment_text(html: str) -> str:
    """The words of a piece of HTML, a paragraph for each block."""
    if "<" not in html and "&" not in html:
        return html
    from lxml.etree import LxmlError
    from lxml.html import fragment_fromstring

    try:
        tree = fragment_fromstring(re.sub(r"<\?xml[^>]*\?>|\x00", "", html), create_parent="div")
    except (LxmlError, ValueError, AssertionError):
        return re.sub(r"<[^>]*>", " ", html)
    pieces: list[str] = []
    _collect(tree, pieces)
    paragraphs = (" ".join(p.split()) for p in "".join(pieces).split("\n"))
    return "\n\n".join(p for p in paragraphs if p)


def _collect(tree: Any, pieces: list[str]) -> None:
    """Words in the order of the page, a newline at each border of a block; without recursion, however deep it nests."""
    from lxml.etree import iterwalk

    unread = 0
    for event, element in iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else None
        if event in ("comment", "pi"):
            pieces.append(element.tail or "" if not unread else "")
            continue
        if tag in _UNREAD:
            unread += 1 if event == "start" else -1
        elif tag in _BLOCKS:
            pieces.append("\n")
        if event == "start" and not unread:
            pieces.append(" ".join((element.text or "").split("\n")))
        elif event == "end" and not unread and element is not tree:
            pieces.append(" ".join((element.tail or "").split("\n")))


def _tree(html: str) -> Any:
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    try:
        return document_fromstring(html, parser=HTMLParser(no_network=True, huge_tree=False))
    except (LxmlError, ValueError, AssertionError, RecursionError) as cause:
        raise ReadProblem(
            "broken page", found=f"HTML that cannot be parsed ({str(cause)[:100]})", expected="a web page",
            remedy="Save the page again, or its text by hand.", excerpt=html[:400],
        ) from cause  # fmt: skip


def _main_text(html: str, url: str | None, declared: str) -> tuple[str, Mapping[str, Any]]:
    """The main text, and what else the extraction found.

    Where the page declares its own body (schema.org articleBody), the extraction is checked against it: the reading
    that shares most words with it wins, and paragraphs at the edges that it does not know are left out.
    """
    declared = re.sub(r"\+{3}\w*|\[([^\]\n]+)\]\([^)\n]*\)", r"\1", fragment_text(unescape(declared)))
    found = _extracted(html, url)
    body = str(found.get("text") or "")
    if len(_words(declared)) < max(_ENOUGH_WORDS, _COVERED * len(_words(body))):
        return body, found
    if _overlap(body, declared) < 0.9:
        wider = str(_extracted(html, url, favor_recall=True).get("text") or "")
        body = max(body, wider, key=lambda b: _overlap(b, declared))
    if len(_words(declared)) > _HIDDEN * len(_words(body)):
        return declared, found
    return _within(body, declared), found


def _extracted(html: str, url: str | None, *, favor_recall: bool = False) -> Mapping[str, Any]:
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports pages that we put in quarantine
    try:
        found = bare_extraction(
            html, url=url, include_comments=False, with_metadata=True, favor_recall=favor_recall,
            date_extraction_params={"extensive_search": False, "max_date": _HORIZON},
        )  # fmt: skip
    except Exception as cause:  # whatever a hostile page does to the parser, the page is at fault
        raise ReadProblem(
            "broken page", found=f"HTML that cannot be read ({type(cause).__name__})", expected="a web page",
            remedy="Save the page again, or its text by hand.", excerpt=html[:400],
        ) from cause  # fmt: skip
    if found is None:
        return {}
    facts = found if isinstance(found, dict) else found.as_dict()
    author = facts.get("author")
    return {
        **facts,
        "text": _paragraphs(facts.get("text") or ""),
        "author": ", ".join(str(author).split("; ")) if author else None,
    }


def _paragraphs(text: str) -> str:
    """Paragraphs apart by a blank line; a long one that came before is markup's repetition and goes."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    seen: set[str] = set()
    kept = []
    for line in lines:
        words = " ".join(_words(line))
        if words not in seen or words.count(" ") < 7:
            kept.append(line)
        seen.add(words)
    return "\n\n".join(kept)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _overlap(one: str, other: str) -> float:
    """F1 of the words that two texts share, 0 to 1."""
    a, b = Counter(_words(one)), Counter(_words(other))
    return 2 * sum((a & b).values()) / max(1, a.total() + b.total())


def _within(body: str, declared: str) -> str:
    """The body without the paragraphs at its edges that the declared body does not know."""
    words = _words(declared)
    known = set(zip(words, words[1:], words[2:], strict=False))

    def foreign(paragraph: str) -> bool:
        own = _words(paragraph)
        triples = list(zip(own, own[1:], own[2:], strict=False))
        return not triples or sum(t in known for t in triples) < _SHARED * len(triples)

    paragraphs = body.split("\n\n")
    kept = [i for i, p in enumerate(paragraphs) if not foreign(p)]
    return "\n\n".join(paragraphs[kept[0] : kept[-1] + 1]) if kept else body


def _declared_facts(tree: Any) -> Mapping[str, Any]:
    """What the page says of its article in JSON-LD (schema.org), {} if nothing."""
    best: Mapping[str, Any] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or len(script.text or "") > 2_000_000:
            continue
        try:
            data = json.loads(re.sub(r"[\x00-\x1f]", " ", script.text or "").strip().rstrip(";"))
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            kinds = thing.get("@type")
            named = " ".join(map(str, kinds if isinstance(kinds, list) else [kinds]))
            if re.search(r"(?:Article|Posting|Report|OpinionNews)\b", named) and len(thing) > len(best):
                best = thing
    return best


def _things(data: Any) -> Iterator[Mapping[str, Any]]:
    """All objects at the top of a JSON-LD document."""
    queue = [data]
    while queue:
        item = queue.pop(0)
        if isinstance(item, list):
            queue += item[:200]
        elif isinstance(item, dict):
            yield item
            queue += [
                item[k] for k in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(item.get(k), (list, dict))
            ]


def _meta(tree: Any) -> Mapping[str, str]:
    """The page's <meta> pairs, names in lower case; the first of each name counts."""
    pairs: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = (element.get("content") or "").strip()
        if name and content:
            pairs.setdefault(name, content)
    return pairs


def _day(html: str, tree: Any, facts: Mapping[str, Any], meta: Mapping[str, str], url: str | None) -> Dated:
    """The day of publication that the page states: declared by it, or found by htmldate; never the day of reading."""
    declared = [
        ("JSON-LD datePublished", facts.get("datePublished")),
        ("article:published_time", meta.get("article:published_time")),
        ("itemprop datePublished", _published_time(tree)),
        *((name, meta.get(name)) for name in _DAY_NAMES),
    ]
    fault = ""
    for name, words in declared:
        if not isinstance(words, (str, int)) or not str(words).strip():
            continue
        try:
            found = resolve(words)
        except ReadProblem as problem:
            fault = fault or f"{problem.reason} in {name}: {problem.found}; give the day with --date YYYY-MM-DD"
        else:
            return Dated(found.day, found.precision, f"{name} {str(words).strip()!r}")
    if (words := _htmldate(html, url)) and (
        words[:4] in html or words[:4] in (url or "")
    ):  # a year that nobody wrote is invented
        try:
            return Dated(resolve(words).day, Precision.DAY, f"found in the page by htmldate: {words}")
        except ReadProblem:
            pass
    return Dated(None, Precision.UNKNOWN, fault or _NO_DAY)


def _published_time(tree: Any) -> str | None:
    for element in tree.xpath('//*[@itemprop="datePublished"]'):
        if words := element.get("datetime") or element.get("content"):
            return str(words)
    return None


def _htmldate(html: str, url: str | None) -> str | None:
    """A date by htmldate, in its careful mode: the extensive one takes any date in the page for the page's own."""
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        return find_date(
            html, extensive_search=False, original_date=True, url=url, max_date=_HORIZON, deferred_url_extractor=True
        )
    except Exception:  # noqa: BLE001 - whatever a hostile page does to the parser: no day was found
        return None


def _names(value: Any) -> str | None:
    """The names in a schema.org author or publisher: a word, an object with a name, or a list of them."""
    names = []
    for item in value if isinstance(value, list) else [value]:
        name = item.get("name") if isinstance(item, dict) else item
        name = ", ".join(map(str, name)) if isinstance(name, list) else name
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            names.append(" ".join(fragment_text(name).split()))
    return ", ".join(dict.fromkeys(names))[:300] or None


def _first(*values: Any) -> str | None:
    """The first value that is a text with words."""
    for value in values:
        if isinstance(value, str) and (words := " ".join(fragment_text(value).split())):
            return words
    return None


def _element(tree: Any, tag: str) -> str | None:
    element = next(tree.iter(tag), None)
    return " ".join("".join(element.itertext()).split()) if element is not None else None


def _canonical(tree: Any) -> str | None:
    element = tree.find('.//link[@rel="canonical"]')
    return element.get("href") if element is not None else None


def _without_site(title: str | None, site: str | None) -> str | None:
    """A title without " | Site" at its end."""
    if title and site:
        return re.sub(rf"\s+[|–—-]\s+{re.escape(site)}\s*$", "", title, flags=re.IGNORECASE) or title
    return title


def _without_heading(body: str, title: str | None) -> str:
    """A body without its title repeated among the first paragraphs, and what stands before that."""
    paragraphs = body.split("\n\n")
    for place, paragraph in enumerate(paragraphs[:3]):
        if title and len(paragraphs) > place + 1 and _overlap(paragraph, title) > 0.9:
            return "\n\n".join(paragraphs[place + 1 :])
    return body
