"""Feeds are watched, and what appears is told once: a loop around `flow`.

watcher = Watcher(read_plan(Path("feeds.toml")), settings, actors, coder)
with alone(store):
    watcher.round(store)
page = feed_of(store)     # all alerts as an Atom feed
"""

from dragoman.watching.atom import feed_of
from dragoman.watching.listing import Standing, standing_of
from dragoman.watching.plan import Channel, Feed, Plan, channel_of, read_plan
from dragoman.watching.rounds import Round, Watcher, alone
from dragoman.watching.rules import Rule, parse_rule

__all__ = [
    "Channel",
    "Feed",
    "Plan",
    "Round",
    "Rule",
    "Standing",
    "Watcher",
    "alone",
    "channel_of",
    "feed_of",
    "parse_rule",
    "read_plan",
    "standing_of",
]
