"""Who may ask the dashboard, and what a browser may do with its answers."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from dragoman.errors import InputError
from dragoman.settings import Settings
from dragoman.views.web.app import application
from dragoman.views.web.desk import Desks
from dragoman.views.web.guard import Access

TOKEN = "a-token-of-24-characters"
HERE = "http://127.0.0.1:8620"


def client(ledger, base=HERE, **access):
    return TestClient(
        application(Desks(ledger.path, Settings()), Access(**access)), base_url=base, follow_redirects=False
    )


@pytest.mark.parametrize("host", ["127.0.0.1:8620", "localhost:8620", "LOCALHOST:8620", "[::1]:8620", "127.0.0.1"])
def test_this_machine_is_answered(ledger, host):
    assert client(ledger).get("/pairs", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8620", "127.0.0.1:9", "127.0.0.1.evil.example", "", "10.0.0.7:8620"]
)
def test_other_names_are_refused(ledger, host):
    assert client(ledger).get("/pairs", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("path", ["/", "/pair/RUR/GRK", "/static/atlas.css", "/nothing", "/pair/RUR/GRK?from=x"])
def test_every_answer_forbids_scripts_from_elsewhere(ledger, path):
    headers = client(ledger).get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_only_reads(ledger, method):
    assert getattr(client(ledger), method)("/pairs").status_code == 405


@pytest.mark.parametrize(
    "access", [{"host": "0.0.0.0"}, {"writing": True}, {"token": "short"}, {"host": "192.168.1.5"}]
)
def test_what_others_could_reach_needs_a_token(access):
    with pytest.raises(InputError, match=r"token|characters"):
        Access(**access)


def test_a_token_goes_from_the_address_into_a_cookie(ledger):
    reader = client(ledger, token=TOKEN)
    assert reader.get("/pairs").status_code == 401
    assert reader.get("/pairs?token=another-of-24-characters").status_code == 403
    sent = reader.get(f"/pairs?token={TOKEN}&dataset=dragoman")
    assert (sent.status_code, sent.headers["location"]) == (303, "/pairs?dataset=dragoman")
    assert "HttpOnly" in sent.headers["set-cookie"]
    assert "SameSite=Strict" in sent.headers["set-cookie"]
    assert reader.get("/pairs").status_code == 200
    assert client(ledger, token=TOKEN).get("/pairs", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_redirect_leads_nowhere_else(ledger):
    for path in ("//evil.example", "/\\evil.example", "/%2f%2fevil.example"):
        sent = client(ledger, token=TOKEN).get(f"{HERE}{path}?token={TOKEN}")
        assert sent.headers.get("location", "/").startswith("/")
        assert not sent.headers.get("location", "/").startswith("//")


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "app.py", "atlas.css/", "nothing.js"])
def test_only_listed_files_are_served(ledger, name):
    assert client(ledger).get(f"/static/{name}").status_code in {404, 307}
