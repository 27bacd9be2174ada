"""Permanent links: the address carries the whole state of a page; hostile addresses are never linked to."""

from __future__ import annotations

import pytest

from dragoman.errors import InputError
from dragoman.views.web.links import Link, outward


def test_a_link_carries_its_state_and_drops_what_is_empty():
    link = Link("/pair/RUR/GRK", {"measure": "L1", "as_of": "3"})
    assert link.with_(first="2015-01-01", last=None).url == "/pair/RUR/GRK?measure=L1&as_of=3&from=2015-01-01"
    assert link.with_(measure=None).url == "/pair/RUR/GRK?as_of=3"
    assert link.at("/events", keep=("as_of",), actor="RUR").url == "/events?as_of=3&actor=RUR"


def test_names_in_a_path_are_quoted():
    assert Link('/pair/Côte d\'Ivoire/"x"').url == "/pair/C%C3%B4te%20d%27Ivoire/%22x%22"


@pytest.mark.parametrize("text", ["2015-02-30", "yesterday", "2015", "١٢"])
def test_no_day_is_guessed(text):
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        Link("/", {"from": text}).day("from")


@pytest.mark.parametrize("text", ["-1", "x", "1.5", "٣", "99999999999999999999"])
def test_no_number_is_guessed(text):
    with pytest.raises(InputError, match="whole number"):
        Link("/", {"start": text}).number("start", 0)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
        "vbscript:x", "//evil.example/x", "http:", "http:///x", "ftp://a.example", "file:///etc/passwd", "", None,
        "https://a.example/\n", "http://[::1", "https://a.example/" + "x" * 3000,
    ],
)  # fmt: skip
def test_hostile_addresses_are_not_linked(address):
    assert outward(address) is None


@pytest.mark.parametrize("address", ["https://a.example/x?y=1#z", "HTTP://a.example"])
def test_addresses_of_pages_are(address):
    assert outward(address) == address
