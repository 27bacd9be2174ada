"""What a file of feeds says, and how it is refused."""

from __future__ import annotations

import pytest

from dragoman.errors import InputError, UnknownActor
from dragoman.watching.plan import Feed, channel_of, read_plan

TOML = """
rules = ["TUR->RUS conflict >= 3 in 7 days"]
turns = ["TUR-RUS", "Ukraine"]
realignments = false
follow = true
feeds = ["https://one.example/feed"]
[[feed]]
url = "http://two.example/feed"
minutes = 60
[[channel]]
name = "desk"
url = "env:DESK"
kinds = ["rule"]
on_doubt = "repeat"
"""


def written(tmp_path, text: str, name: str = "feeds.toml"):
    place = tmp_path / name
    place.write_text(text)
    return place


def test_toml(tmp_path):
    plan = read_plan(written(tmp_path, TOML), environment={"DESK": "https://user:word@desk.example/hook"})
    assert plan.feeds == (Feed("https://one.example/feed"), Feed("http://two.example/feed", 60.0))
    assert plan.turns == (frozenset({"TUR", "RUS"}), frozenset({"UKR"}))
    assert plan.realignments is None
    (channel,) = plan.channels
    assert (channel.name, channel.kinds, channel.on_doubt, channel.webhook) == ("desk", ("rule",), "repeat", True)
    assert plan.follow


def test_opml(tmp_path):
    text = """<?xml version="1.0"?><opml version="2.0"><body><outline text="World">
    <outline type="rss" xmlUrl="https://one.example/feed"/><outline xmlurl="https://two.example/feed"/>
    <outline xmlUrl="https://one.example/feed"/></outline></body></opml>"""
    plan = read_plan(written(tmp_path, text, "feeds.opml"))
    assert [f.url for f in plan.feeds] == ["https://one.example/feed", "https://two.example/feed"]
    assert plan.turns == plan.realignments == ()


@pytest.mark.parametrize("text, name, said", [
    ("rules = [", "a.toml", "is no TOML"), ("feed = 3", "a.toml", "expected list"), ("ruls = []", "a.toml", "'ruls'"),
    ("[[feed]]\nminutes = 3", "a.toml", "lacks url"), ("feeds = ['ftp://x']", "a.toml", "'ftp://x'"), ("feeds = [3]", "a.toml", "holds 3"),
    ("feeds = ['http://a.b/']\n[[feed]]\nurl = 'http://a.b/'", "a.toml", "twice"), ("follow = 1", "a.toml", "expected bool"),
    ("[[channel]]\nname = 'x'\nurl = 'https://a.b/'\nkinds = ['all']", "a.toml", "'all'"),
    ("[[channel]]\nname = 'x'\nurl = 'https://a.b/'\non_doubt = 'perhaps'", "a.toml", "'perhaps'"),
    ("[[channel]]\nname = 'x'\nurl = 'env:NOBODY_SET_THIS'", "a.toml", "NOBODY_SET_THIS"),
    ("[[channel]]\nname = 'x'\nurl = 'https://a.b/'\n[[channel]]\nname = 'x'\nurl = 'https://a.c/'", "a.toml", "named 'x'"),
    ("turns = ['A-B-C']", "a.toml", "A"), ("<opml>", "a.opml", "is no XML"), ("<opml/>", "a.opml", "lists no feed"),
    ("<!DOCTYPE o [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><opml><outline xmlUrl='&e;'/></opml>", "a.opml", "a.opml"),
])  # fmt: skip
def test_refused(tmp_path, text, name, said):
    with pytest.raises((InputError, UnknownActor)) as refused:
        read_plan(written(tmp_path, text, name), environment={})
    assert said in str(refused.value)


def test_missing_file(tmp_path):
    with pytest.raises(InputError, match="Cannot read"):
        read_plan(tmp_path / "none.toml")


@pytest.mark.parametrize("url, name", [
    ("https://user:word@desk.example/hook?token=1", "https desk.example"), ("mailto://u:secret@post.example", "mailto post.example"),
])  # fmt: skip
def test_channels_are_named_without_their_secrets(url, name):
    assert channel_of(url).name == name


@pytest.mark.parametrize("url", ["nonsense", "squirrel://user:secret@host", "mailto://"])
def test_unknown_channels_are_refused_without_showing_them(url):
    with pytest.raises(InputError) as refused:
        channel_of(url)
    assert "secret" not in str(refused.value)
