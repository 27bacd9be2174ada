"""Alerts as an Atom feed (RFC 4287): each entry has the id of its alert, so that a reader shows each once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dragoman import __version__
from dragoman.watching.channels import as_words
from dragoman.watching.listing import standing_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.records import Alert
    from dragoman.store import Store

__all__ = ["as_atom", "feed_of"]

SPACE: Final = "http://www.w3.org/2005/Atom"
MOST: Final = 200  # entries, the latest raised
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters that XML 1.0 lacks


def feed_of(store: Store, *, address: str | None = None) -> bytes:
    """All alerts of a store that are told, as an Atom feed.

    Args:
        store: open.
        address: where the feed is served, if it is.
    """
    return as_atom([s.alert for s in standing_of(store)], name=store.path.name, address=address)


def as_atom(alerts: Iterable[Alert], *, name: str, address: str | None = None) -> bytes:
    """Alerts as an Atom feed, the latest raised first, at most 200.

    Args:
        alerts: in any order.
        name: of the store; the feed's id is made of it where there is no address.
        address: where the feed is served, if it is.
    """
    from lxml import etree

    latest = sorted(alerts, key=lambda a: (a.raised, a.id), reverse=True)[:MOST]
    feed = etree.Element(f"{{{SPACE}}}feed", nsmap={None: SPACE})

    def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
        made = etree.SubElement(parent, f"{{{SPACE}}}{tag}", attributes)
        made.text = None if text is None else _FORBIDDEN.sub("\ufffd", text)
        return made

    add(feed, "id", address or f"urn:dragoman:alerts:{re.sub('[^A-Za-z0-9._-]', '-', name)}")
    add(feed, "title", "Dragoman alerts")
    add(feed, "updated", _moment(latest[0].raised if latest else datetime(1970, 1, 1, tzinfo=UTC)))
    add(add(feed, "author"), "name", "Dragoman")
    add(feed, "generator", "Dragoman", version=__version__)
    if address:
        add(feed, "link", rel="self", href=address, type="application/atom+xml")
    for alert in latest:
        entry = add(feed, "entry")
        add(entry, "id", f"urn:dragoman:alert:{alert.id}")
        add(entry, "title", alert.title)
        add(entry, "updated", _moment(alert.raised))
        add(entry, "published", _moment(alert.raised))
        add(entry, "category", term=alert.kind)
        for told in alert.sentences:
            if told.url:
                add(entry, "link", rel="related", href=_FORBIDDEN.sub("", told.url))
        add(entry, "content", as_words(alert), type="text")
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
