"""The application: which pages there are, and how a request becomes one.

A page is gathered as a dataclass (`views.pages`), then printed: as HTML by its template, or as JSON with
`format=json`. A new page is one line in `PAGES`.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from dragoman import __version__
from dragoman.errors import DragomanError, InputError, StoreError, UnknownActor, UnknownId
from dragoman.relations.periods import checked, next_period
from dragoman.views.web.guard import Access, Guard
from dragoman.views.web.links import Link, outward

if TYPE_CHECKING:
    from collections.abc import Callable

    import jinja2
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from dragoman.records import Relation
    from dragoman.views.web.desk import Desk, Desks

__all__ = ["PAGES", "Page", "application", "make_app"]

READERS: Final = 2  # requests gathered at once; each has readers of the store of its own, and DuckDB its own threads
KEPT_ANSWERS: Final = 400  # printed pages that are kept for the same batch of the store
LARGEST_FORM: Final = 20_000  # bytes of a correction; our choice
LARGEST_KEPT: Final = 200_000  # bytes of one of them: some 80 MB at most


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of page.

    Attributes:
        path: its route; names in braces go to `Link.parts`.
        gather: module and name of the function (desk, link) -> dataclass.
        template: that prints it as HTML; it sees the dataclass as `page`.
        menu: its word in the menu; None: not there.
        under: word of the menu to which it belongs, if it has none of its own.
        newest: it shows the last batch of the store, whether or not that is prepared.
    """

    path: str
    gather: str
    template: str
    menu: str | None = None
    under: str | None = None
    newest: bool = False


PAGES: Final[tuple[Page, ...]] = (
    Page("/world", "dragoman.views.pages.world:world_page", "world.html", "World"),
    Page("/pairs", "dragoman.views.pages.pairs:pairs_page", "pairs.html", "Pairs"),
    Page("/pair/{a}/{b}", "dragoman.views.pages.pair:pair_page", "pair.html", under="Pairs"),
    Page("/compare/{a}/{b}", "dragoman.views.pages.comparison:compare_page", "compare.html", under="Pairs"),
    Page("/state/{a}", "dragoman.views.pages.states:state_page", "state.html", under="Pairs"),
    Page("/triangle/{a}/{b}/{c}", "dragoman.views.pages.states:triangle_page", "triangle.html", under="Pairs"),
    Page("/network", "dragoman.views.pages.network:network_page", "network.html", "Network"),
    Page("/events", "dragoman.views.pages.events:events_page", "events.html", "Events"),
    Page("/event/{id}", "dragoman.views.pages.events:event_page", "event.html", under="Events"),
    Page("/article/{id}", "dragoman.views.pages.articles:article_page", "article.html", under="Events"),
    Page("/claims", "dragoman.views.pages.claims:claims_page", "claims.html", "Claims"),
    Page("/claim/{id}", "dragoman.views.pages.claims:claim_page", "one_claim.html", under="Claims"),
    Page("/scores", "dragoman.views.pages.scores:scores_page", "scores.html", under="Claims"),
    Page("/quotes", "dragoman.views.pages.articles:quotes_page", "quotes.html", "Quotes"),
    Page("/correct", "dragoman.views.pages.corrections:correct_page", "correct.html", under="Data", newest=True),
    Page("/data", "dragoman.views.pages.data:data_page", "data.html", "Data"),
)
"""Every page, in the order of the menu."""

TYPES: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def application(desks: Desks, access: Access) -> ASGIApp:
    """The application behind its guard.

    Args:
        desks: the open store.
        access: who may ask.
    """
    return Guard(make_app(desks, access), access)


def make_app(desks: Desks, access: Access) -> Starlette:
    """The application alone. Every request is checked by `guard.Guard` before it comes here."""
    from starlette.applications import Starlette
    from starlette.responses import RedirectResponse, Response
    from starlette.routing import Route

    from dragoman.views.web.desk import Kept

    pool = ThreadPoolExecutor(READERS, thread_name_prefix="page")
    answers = Kept(KEPT_ANSWERS)

    def route(page: Page) -> Route:
        async def answer(request: Request) -> Response:
            link = Link(request.url.path, dict(request.query_params), dict(request.path_params))
            return await asyncio.get_running_loop().run_in_executor(pool, _answered, page, link, desks, access, answers)

        return Route(page.path, answer)

    async def three_chosen(request: Request) -> Response:
        """From the form that names three actors to their page."""
        words = [request.query_params.get(n, "").strip().replace("/", " ") for n in ("a", "b", "c")]
        where = Link("/triangle/" + "/".join(words) if all(words) else "/pairs").url
        return RedirectResponse(where, status_code=303)

    async def pair_chosen(request: Request) -> Response:
        """From the form that names two actors to their page."""
        words = [request.query_params.get(n, "").strip().replace("/", " ") for n in ("a", "b")]
        where = Link("/pair/" + "/".join(words) if all(words) else "/pairs").url
        return RedirectResponse(where, status_code=303)

    async def alerts(request: Request) -> Response:
        """What was told while feeds were watched, as an Atom feed."""
        from starlette.responses import Response

        from dragoman.watching import feed_of

        address = f"{request.url.scheme}://{request.url.netloc}/alerts.atom"
        made = partial(_feed, feed_of, desks, address)
        body, status = await asyncio.get_running_loop().run_in_executor(pool, made)
        return Response(body, status, media_type="application/atom+xml" if status == 200 else "text/plain")

    async def correct(request: Request) -> Response:
        """A correction from the page; the guard has asked for `--write`, the token and a page of this server before."""
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_FORM:
                return Response(f"A correction has {LARGEST_FORM} bytes at most.", 413, media_type="text/plain")
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        return await asyncio.get_running_loop().run_in_executor(pool, _corrected, fields, desks, access)

    async def first(request: Request) -> Response:
        """The first page has one permanent address, the map's."""
        return RedirectResponse(Link("/world", dict(request.query_params)).url, status_code=307)

    return Starlette(
        routes=[
            Route("/", first),
            Route("/correct", correct, methods=["POST"]),
            *(route(page) for page in PAGES),
            Route("/pair", pair_chosen),
            Route("/triangle", three_chosen),
            Route("/alerts.atom", alerts),
            Route("/static/{name}", _static),
        ],
    )


def _feed(feed_of: Callable[..., bytes], desks: Desks, address: str) -> tuple[bytes, int]:
    """The feed and its status; a store that cannot be read says so."""
    try:
        return feed_of(desks.at().whole, address=address), 200
    except StoreError as error:
        return str(error).encode(), 503


def _answered(page: Page, link: Link, desks: Desks, access: Access, answers: Any) -> Response:
    """Gather a page and print it; what goes wrong is a page too."""
    from starlette.responses import Response

    form = link.word("format") or "html"
    state = Link(link.path, {n: v for n, v in link.query.items() if n != "format"}, link.parts)
    desk = None
    try:
        if form not in {"html", "json"}:
            raise InputError(f"format={form[:20]!r}; expected html or json.")
        desk = desks.at(link.word("as_of"), newest=page.newest)
        key = (desk.batch, state.url, form, desk.newest, desk.slow)
        body = answers.get(key, lambda: _printed(page, state, desk, access, form))
        status = 200
    except DragomanError as error:
        status = 404 if isinstance(error, UnknownActor | UnknownId) else 400 if isinstance(error, InputError) else 503
        words = {"error": str(error), "status": status}
        if form == "json":
            body = _as_json(words)
        else:
            shown = None if isinstance(error, StoreError) else desk
            body = _as_html("error.html", words, state, shown, access, page)
    kind = "application/json" if form == "json" else "text/html; charset=utf-8"
    return Response(body, status, media_type=kind)


def _corrected(fields: dict[str, str], desks: Desks, access: Access) -> Response:
    """Make a correction and go on to the list of them, so that reloading makes no second one."""
    from starlette.responses import RedirectResponse, Response

    from dragoman.store import Store
    from dragoman.views.pages.corrections import corrected

    page = next(p for p in PAGES if p.path == "/correct")
    try:
        made = corrected(Store.open(desks.at().path), fields, settings=desks.settings)
    except DragomanError as error:
        status = 404 if isinstance(error, UnknownActor | UnknownId) else 400 if isinstance(error, InputError) else 503
        words = {"error": str(error), "status": status}
        return Response(
            _as_html("error.html", words, Link("/correct"), None, access, page), status, media_type="text/html"
        )
    desks.changed()
    return RedirectResponse(Link("/correct", {"done": made.id}).url, status_code=303)


def _printed(page: Page, link: Link, desk: Desk, access: Access, form: str) -> bytes:
    made = _gatherer(page.gather)(desk, link)
    if form == "json":
        return _as_json(made)
    return _as_html(page.template, made, link, desk, access, page)


@cache
def _gatherer(name: str) -> Callable[[Desk, Link], Any]:
    module, _, function = name.partition(":")
    found: Callable[[Desk, Link], Any] = getattr(import_module(module), function)
    return found


def _as_json(made: Any) -> bytes:
    return json.dumps(made, default=_plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def _plain(value: Any) -> Any:
    """What JSON has no form for: records by their fields, without those that are drawn for HTML alone."""
    from dragoman.views.export import jsonable

    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _told(type(value))}
    if isinstance(value, Mapping):
        return dict(value)
    plain = jsonable(value)
    if plain is value:
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    return plain


@cache
def _told(kind: type) -> tuple[str, ...]:
    """Fields of a record that JSON tells."""
    return tuple(f.name for f in dataclasses.fields(kind) if f.metadata.get("json", True))


def _as_html(template: str, made: Any, link: Link, desk: Desk | None, access: Access, page: Page) -> bytes:
    text: str = (
        templates()
        .get_template(template)
        .render(page=made, link=link, desk=desk, access=access, menu=_menu(page), version=__version__)
    )
    return text.encode("utf-8")


def _menu(here: Page) -> list[tuple[str, str, str | None]]:
    """Word and address of each entry; "page" if it is this page's own, "true" if this page belongs to it."""
    return [
        (p.menu, p.path, "page" if p.template == here.template else "true" if p.menu == here.under else None)
        for p in PAGES
        if p.menu
    ]


@cache
def templates() -> jinja2.Environment:
    """The templates; everything that they print is escaped."""
    import jinja2

    from dragoman.mentions.codes import name_of
    from dragoman.reports.ontology import QUADS
    from dragoman.views import words

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("dragoman.views.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "outward": outward,
        "counted": words.counted,
        "signed": words.signed,
        "name": name_of,
        "quad": lambda n: QUADS.get(n, "no class"),
        "tone": lambda n: "coop" if n in {1, 2} else "conf" if n in {3, 4} else "none",
        "period_end": _period_end,
        "lean": lambda level: "" if level is None else "coop" if level > 0 else "conf",
        "lean_of": words.lean_of,
        "one_line": lambda text: " ".join(str(text).split()),
    }
    made.globals |= {"day_in_words": words.day_in_words, "level_in_words": words.level_in_words}
    return made


def _period_end(level: Relation) -> str:
    """Last day of a level's period, as links carry it."""
    return (next_period(level.period, checked(level.granularity)) - timedelta(days=1)).isoformat()


@cache
def _served() -> dict[str, bytes]:
    """Style sheets and scripts, by name."""
    found = {}
    for file in (files("dragoman.views.web") / "static").iterdir():
        if any(file.name.endswith(end) for end in TYPES):
            found[file.name] = file.read_bytes()
    return found


async def _static(request: Request) -> Response:
    from starlette.responses import Response

    name = request.path_params["name"]
    if name not in _served():
        return Response("No such file.", 404, media_type="text/plain")
    kind = TYPES[name[name.rindex(".") :]]
    return Response(_served()[name], media_type=kind, headers={"cache-control": "max-age=3600"})
