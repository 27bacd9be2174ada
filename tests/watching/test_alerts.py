"""What becomes an alert, how it is sent, and how it is listed."""

from __future__ import annotations

import socketserver
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from lxml import etree

import standins
from dragoman.records import Alert, Sending, Told
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.watching import Feed, Plan, Watcher, alone, channel_of, feed_of, parse_rule, standing_of
from dragoman.watching.atom import as_atom
from dragoman.watching.channels import send
from dragoman.watching.outbox import ATTEMPTS, Journal, pending
from watching.loopback import feed, item

SETTINGS = Settings({"fetch_private": True, "watch_host_seconds": 0, "watch_back_off_seconds": 0.1, "workers": 1})
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
RULE = parse_rule("TUR->RUS material conflict >= 2 in 7 days")
ONE, TWO = "TUR does ASSAULT to RUS on 2015-11-24.", "TUR does SANCTION to RUS on 2015-11-26."


def news(*texts: str, day: str = "Thu, 26 Nov 2015 10:00:00 GMT") -> bytes:
    return feed("Post", *(item(f"n{n}", day, text) for n, text in enumerate(texts)))


def alert(**columns) -> Alert:
    told = Told(
        event="E1", report="R1", article="A1", day=date(2015, 11, 24), act="ASSAULT", source="TUR", target="RUS",
        text="A <b>sentence</b> & more\x07.", publisher="Post", published=None, url="https://example.org/?a=1&b=2",
    )  # fmt: skip
    usual = {
        "id": "W1", "kind": "rule", "subject": RULE.words, "first": date(2015, 11, 24), "last": date(2015, 11, 26), "raised": NOW, "silent": None,
        "title": "Turkey → Russia: 2 events", "text": "Your rule", "chance": None, "events": ("E1", "E2"), "sentences": (told,),
    }  # fmt: skip
    return Alert(**{**usual, **columns})


@pytest.fixture
def watch(web, store, _stand_in_steps):
    """A round of a watch: `watch(rules=...)`."""

    def one(**columns):
        usual = {
            "feeds": (Feed(f"{web.url}/feed"),),
            "rules": (RULE,),
            "channels": (channel_of(f"{web.url}/hook", name="desk"),),
        }
        with alone(store):
            return Watcher(Plan(**{**usual, **columns}), SETTINGS, None, standins.LineCoder()).round(store)

    return one


def test_alert_explains_itself(web, watch, store):
    web.pages["/feed"] = news(ONE, TWO)
    (made,) = watch().alerts
    assert made.title == "Turkey → Russia: 2 events of material conflict in 7 days up to 26 November 2015"
    assert RULE.words in made.text
    assert {t.text for t in made.sentences} == {ONE, TWO}
    ((headers, told),) = web.posts
    assert headers["Idempotency-Key"] == f"{made.id}/desk"
    assert (told["id"], told["events"], len(told["sentences"])) == (made.id, list(made.events), 2)
    from dragoman.views.explain import explain

    for event in made.events:
        assert explain(store.refresh(), event, settings=Settings()).row["id"] == event


def test_nothing_new_tells_nothing(web, watch):
    web.pages["/feed"] = news(ONE)
    assert watch().alerts == ()
    web.pages["/feed"] = news(ONE, TWO)
    assert len(watch().alerts) == 1
    web.pages["/feed"] = news(ONE, TWO, "TUR does ASSAULT to RUS on 2015-11-29.")  # it goes on
    assert watch().alerts == ()
    web.pages["/feed"] = news(
        "TUR does ASSAULT to RUS on 2016-03-01. TUR does ASSAULT to RUS on 2016-03-03.",
        day="Fri, 04 Mar 2016 10:00:00 GMT",
    )
    assert len(watch().alerts) == 1
    assert set(web.taken.values()) == {1}
    assert len(web.posts) == 2


def test_idle_rounds_write_nothing(web, watch, store):
    web.pages["/feed"] = news(ONE)
    watch()
    batches = len(store.refresh().batches)
    for _ in range(3):
        assert watch().asked == 1
    assert len(store.refresh().batches) == batches
    assert web.asked[-1][2].get("If-None-Match")


def test_denied_and_judged_acts_raise_nothing(web, watch):
    web.pages["/feed"] = news(
        "TUR does ASSAULT to RUS on 2015-11-24, negated.", "TUR does SANCTION to RUS on 2015-11-26 (opinion).", ONE
    )
    assert watch().alerts == ()


def test_what_was_over_before_the_watch_is_noted_in_silence(web, watch, store):
    old = standins.article(
        "TUR does ASSAULT to RUS on 2015-01-02. TUR does ASSAULT to RUS on 2015-01-03.", day=date(2015, 1, 4)
    )
    with store.writing(standins.run()) as writer:
        writer.commit(*standins.derived(old, standins.article("TUR does AGREE to RUS on 2015-11-20.")))
    web.pages["/feed"] = news(ONE)
    assert watch().alerts == ()
    opened = store.refresh()
    assert standing_of(opened) == []
    assert [s.words for s in standing_of(opened, silent=True)] == ["not sent: it stood before the watch began"]


def test_turn_and_realignment_are_told(web, watch, store):
    """A year and a half of good relations with Russia and bad ones with Ukraine, then the other way round."""

    def month(n: int, russia: str, ukraine: str) -> str:
        return " ".join(
            f"TUR does {act} to {state} on {2014 + n // 12}-{n % 12 + 1:02}-{day:02}."
            for act, state in ((russia, "RUS"), (ukraine, "UKR")) for day in (3, 9, 15, 21)
        )  # fmt: skip

    before = [
        standins.article(month(n, "AGREE", "ASSAULT"), day=date(2014 + n // 12, n % 12 + 1, 25)) for n in range(18)
    ]
    with store.writing(standins.run()) as writer:
        writer.commit(*standins.derived(*before))
    web.pages["/feed"] = feed("Post")
    assert watch(rules=()).alerts == ()
    web.pages["/feed"] = feed("Post", *(
        item(f"m{n}", f"{n % 12 + 1:02}/25/{2014 + n // 12}", month(n, "ASSAULT", "AGREE")) for n in range(18, 26)
    ))  # fmt: skip
    told = {a.subject: a for a in watch(rules=()).alerts}
    assert {"RUS-TUR worse", "TUR-UKR better", "TUR leaves RUS for UKR"} <= told.keys()
    turn = told["RUS-TUR worse"]
    assert turn.first <= date(2015, 7, 9)
    assert turn.last >= date(2015, 7, 3)
    assert turn.chance > 0.8
    assert {t.act for t in told["TUR leaves RUS for UKR"].sentences} == {"ASSAULT", "AGREE"}
    assert watch(rules=()).alerts == ()
    assert set(web.taken.values()) == {1}
    assert watch(rules=(), turns=(frozenset({"GEO"}),)).alerts == ()


def test_refused_alert_is_sent_again_and_a_new_channel_gets_no_old_one(web, watch, store):
    web.pages["/feed"] = news(ONE, TWO)
    web.statuses = [500]
    assert [s.outcome for s in watch().sendings] == ["refused"]
    time.sleep(0.15)
    assert [(s.outcome, s.attempt) for s in watch().sendings] == [("sent", 2)]
    assert watch().sendings == ()
    assert watch(channels=(channel_of(f"{web.url}/other", name="late"),)).sendings == ()


@pytest.mark.parametrize("outcomes, doubt, number", [
    ([], "hold", 1), (["sent"], "hold", None), (["refused"], "hold", 2), (["given up"], "hold", None), (["in doubt"], "hold", None),
    (["in doubt"], "repeat", 2), (["refused", "sent"], "repeat", None), (["refused", "in doubt"], "hold", None),
])  # fmt: skip
def test_what_is_pending(outcomes, doubt, number):
    channel = replace(channel_of("https://desk.example/", name="desk"), on_doubt=doubt)
    before = [
        Sending(alert="W1", channel="desk", attempt=n, outcome=o, tried=NOW, found="")
        for n, o in enumerate(outcomes, 1)
    ]
    found = pending([alert()], before, [channel], {"desk": NOW}, NOW + timedelta(days=2), seconds=60)
    assert [n for _, _, n in found] == ([] if number is None else [number])


def test_pending_waits_leaves_out_kinds_and_silent_ones():
    channel = channel_of("https://desk.example/", name="desk")
    refused = [Sending(alert="W1", channel="desk", attempt=1, outcome="refused", tried=NOW, found="")]
    assert pending([alert()], refused, [channel], {"desk": NOW}, NOW + timedelta(seconds=59), seconds=60) == []
    assert pending([alert(silent="x")], [], [channel], {"desk": NOW}, NOW, seconds=60) == []
    assert pending([alert()], [], [replace(channel, kinds=("turn",))], {"desk": NOW}, NOW, seconds=60) == []
    assert pending([alert()], [], [channel], {"desk": NOW + timedelta(seconds=1)}, NOW, seconds=60) == []


def test_journal_tells_what_a_kill_left(tmp_path, monkeypatch):
    journal = Journal(tmp_path)
    assert journal.outcomes() == []
    journal.begun("W1", "desk", 1, NOW)
    assert journal.outcomes() == []  # nothing had left
    journal.leaving("W1", "desk", 1)
    assert [(s.outcome, s.tried) for s in journal.outcomes()] == [("in doubt", NOW)]
    with journal.path.open("ab") as file:
        file.write(b'\n{"alert": "W1", "chan')  # torn
    assert [s.outcome for s in journal.outcomes()] == ["in doubt"]
    sent = Sending(alert="W1", channel="desk", attempt=1, outcome="sent", tried=NOW, found="status 200")
    journal.answered(sent)
    assert journal.outcomes() == [sent]
    journal.begun("W2", "desk", 1, NOW)
    monkeypatch.setattr("dragoman.watching.outbox._boot", lambda: "another start of the machine")
    assert [(s.alert, s.outcome) for s in journal.outcomes()] == [("W1", "sent"), ("W2", "in doubt")]


def test_kill_after_the_answer_was_noted_sends_nothing_again(web, watch, store):
    web.pages["/feed"] = news(ONE, TWO)
    (made,) = watch(channels=()).alerts
    channel = f"{web.url}/hook"
    watch(channels=(channel_of(channel, name="desk"),))
    late = parse_rule("TUR->RUS ASSAULT >= 1 in 7 days")
    journal = Journal(store.path)
    journal.begun(made.id, "desk", 1, NOW)
    journal.answered(Sending(alert=made.id, channel="desk", attempt=1, outcome="sent", tried=NOW, found="status 200"))
    watch(rules=(RULE, late))
    assert made.id not in web.taken
    assert len(web.posts) == 1  # of the rule that came later
    assert not journal.path.exists()
    assert {s.alert.id: s.words for s in standing_of(store.refresh())}[made.id] == "desk: sent"


def test_refused_too_often_is_given_up(web, tmp_path):
    from dragoman.watching.outbox import send_all

    web.statuses = [500]
    (made,) = send_all(
        [(alert(), channel_of(f"{web.url}/hook"), ATTEMPTS)],
        Journal(tmp_path),
        seconds=2,
        clock=lambda: NOW,
    )
    assert (made.outcome, made.found) == ("given up", "status 500")


@pytest.mark.parametrize(
    "status, outcome", [(200, "sent"), (204, "sent"), (302, "refused"), (404, "refused"), (503, "refused")]
)
def test_webhook_outcomes(web, status, outcome):
    web.statuses = [status]
    marks = []
    assert send(channel_of(f"{web.url}/hook"), alert(), seconds=2, mark=lambda: marks.append(1)).outcome == outcome
    assert marks == [1]


def test_webhook_that_nobody_listens_to_and_one_that_is_silent(web):
    marks = []
    refused = send(channel_of("http://127.0.0.1:9/"), alert(), seconds=1, mark=lambda: marks.append(1))
    assert (refused.outcome, marks) == ("refused", [])
    web.on_post = lambda: time.sleep(1)
    assert send(channel_of(f"{web.url}/hook"), alert(), seconds=0.2, mark=lambda: marks.append(1)).outcome == "in doubt"
    assert marks == [1]


class Post(socketserver.StreamRequestHandler):
    """A server of mail that takes one letter a connection."""

    def handle(self):
        self.wfile.write(b"220 post\r\n")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b""
                while (more := self.rfile.readline()) != b".\r\n":
                    letter += more
                self.server.letters.append(letter)
                self.wfile.write(b"250 taken\r\n")
            elif line == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 post\r\n")


def test_mail_through_apprise():
    import email
    from email import policy

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Post)
    server.daemon_threads, server.letters = True, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = (
        f"mailto://127.0.0.1:{server.server_address[1]}?from=watch@post.example&to=desk@post.example&mode=insecure"
    )
    answer = send(channel_of(address), alert(), seconds=5, mark=lambda: None)
    server.shutdown()
    server.server_close()
    assert answer.outcome == "sent"
    (raw,) = server.letters
    letter = email.message_from_bytes(raw, policy=policy.default)
    assert letter["Subject"] == "Turkey → Russia: 2 events"
    assert "A <b>sentence</b> & more" in letter.get_body(("plain", "html")).get_content()


def test_chat_through_apprise(web):
    port = web.url.rsplit(":", 1)[1]
    answer = send(
        channel_of(f"mmost://127.0.0.1:{port}/abcdefghijklmnopqrstuvwxyz"), alert(), seconds=5, mark=lambda: None
    )
    assert answer.outcome == "sent"
    assert "dragoman explain E1" in web.posts[0][1]["text"]
    web.statuses = [500]
    assert (
        send(
            channel_of(f"mmost://127.0.0.1:{port}/abcdefghijklmnopqrstuvwxyz"), alert(), seconds=5, mark=lambda: None
        ).outcome
        == "refused"
    )


def test_atom_feed():
    import feedparser

    page = as_atom(
        [alert(), alert(id="W2", raised=NOW + timedelta(hours=1), title="<script>alert(1)</script>")],
        name="my store",
        address="http://127.0.0.1/alerts.atom",
    )
    root = etree.fromstring(page)
    assert root.findtext("{*}updated") == "2026-01-01T13:00:00Z"
    read = feedparser.parse(page)
    assert not read.bozo
    assert [e.id for e in read.entries] == ["urn:dragoman:alert:W2", "urn:dragoman:alert:W1"]
    assert "A <b>sentence</b> & more\ufffd." in root.findall("{*}entry")[1].findtext("{*}content")
    assert b"<script" not in page
    assert etree.fromstring(as_atom([], name="x")).findall("{*}entry") == []


def test_command_lists_and_writes(web, watch, store, tmp_path, monkeypatch, capsys):
    import json

    from dragoman.cli import main

    def dragoman(*words):
        monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, words), "--store", str(store.path)])
        with pytest.raises(SystemExit) as end:
            main()
        assert not end.value.code
        return capsys.readouterr().out

    assert "No alert" in dragoman("alerts")
    assert json.loads(dragoman("alerts", "--json")) == []
    web.pages["/feed"] = news(ONE, TWO)
    (made,) = watch().alerts
    assert json.loads(dragoman("alerts", "--count")) == {"count": 1}
    (row,) = json.loads(dragoman("alerts", "--json"))
    assert (row["id"], row["sendings"][0]["outcome"]) == (made.id, "sent")
    assert made.id in dragoman("alerts")
    dragoman("alerts", "--atom", tmp_path / "a.xml", "--quiet")
    assert (tmp_path / "a.xml").read_bytes() == feed_of(Store.open(store.path))


def test_dashboard_serves_the_feed(web, watch, store):
    from starlette.testclient import TestClient

    from dragoman.views.web.app import application
    from dragoman.views.web.desk import Desks
    from dragoman.views.web.guard import Access

    web.pages["/feed"] = news(ONE, TWO)
    (made,) = watch().alerts
    seen = TestClient(application(Desks(store.path, Settings()), Access()), base_url="http://127.0.0.1:8620")
    answer = seen.get("/alerts.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.content == feed_of(store.refresh(), address="http://127.0.0.1:8620/alerts.atom")
    assert made.id in answer.text


def test_two_watches_on_one_store_are_refused(store):
    from dragoman.errors import StoreBusy

    with alone(store), pytest.raises(StoreBusy, match="Another watch"), alone(store):
        pass


def test_pages_behind_entries_are_fetched_once_and_failed_ones_again(web, watch, store):
    entry = item("p", "Thu, 26 Nov 2015 10:00:00 GMT", "short").replace("https://example.org/p", f"{web.url}/page")
    web.pages["/feed"] = feed("Post", entry)
    assert watch(follow=True).counts.quarantined == 1  # the page is not there yet
    web.pages["/page"] = (
        f"<html><body><article><h1>A</h1><p>{ONE} {TWO} And some more words for a page.</p></article></body></html>".encode()
    )
    assert len(watch(follow=True).alerts) == 1
    web.pages["/feed"] += b" "
    watch(follow=True)
    assert sum(path == "/page" for _, path, _ in web.asked) == 2
