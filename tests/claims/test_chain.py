"""Frozen claims: what is frozen, in what order, and that no change goes unseen."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from claims.cases import MOMENT, claim, rule
from dragoman.claiming import add_claim, chain_of, edit_rule, freeze, held, held_one, verify_chain
from dragoman.claims.chain import body_of, frozen_claim, link, retold, verify
from dragoman.cli import app
from dragoman.errors import InputError, StoreError, UnknownId
from dragoman.records import Frozen
from dragoman.settings import Settings

DAY = date(2016, 6, 30)


def forecast(store, statement="Graustark will be sanctioned.", **parts):
    asked = {
        "source": "FRA",
        "target": "ITA",
        "act": "SANCTION",
        "made": DAY,
        "chance": 0.7,
        "holder": "A. Reader",
    } | parts
    return add_claim(store, statement, settings=Settings(), **asked)


@pytest.fixture
def frozen(store):
    for n in range(4):
        forecast(store, f"Case {n}.", deadline=DAY + timedelta(days=100 + n) if n % 2 else None)
    freeze(store.refresh(), None, author="A. Reader", settings=Settings(), moment=datetime(2016, 7, 1, tzinfo=UTC))
    return store.refresh()


def test_an_own_forecast_lives_by_a_rule(store):
    claim = forecast(store)
    one = held_one(store.refresh(), claim.id)
    assert one.claim == claim
    assert one.claim.rule.first == date(2016, 7, 1)
    assert one.claim.rule.reviews == (date(2016, 12, 30), date(2017, 6, 30), date(2018, 6, 30))
    assert one.open(date(2018, 6, 30))
    assert not one.open(date(2018, 7, 1))


@pytest.mark.parametrize(
    "parts",
    [
        {"chance": 1.2},
        {"act": None},
        {"act": "SANCTION", "direction": "worse"},
        {"act": "FROWN"},
        {"deadline": DAY - timedelta(1)},
    ],
)
def test_what_is_no_claim_is_refused(store, parts):
    with pytest.raises(InputError):
        forecast(store, **parts)


def test_the_chain_holds_and_comes_back(frozen):
    chain = chain_of(frozen)
    assert [c.number for c in chain] == [1, 2, 3, 4]
    assert verify_chain(frozen) == (4, [])
    assert {c.claim for c in chain} == {h.claim.id for h in held(frozen)}
    for one in chain:
        assert frozen_claim(one) == held_one(frozen, one.claim).claim


def test_freezing_again_adds_nothing(frozen):
    links, refused = freeze(frozen, None, author="A. Reader", settings=Settings())
    assert (links, refused) == ([], [])


def test_a_frozen_rule_stands(frozen):
    with pytest.raises(InputError, match="was frozen"):
        edit_rule(frozen, chain_of(frozen)[0].claim, {"least_events": 1}, author="A", note="", settings=Settings())


def test_a_rule_can_be_changed_before(store):
    claim = forecast(store)
    rule = edit_rule(
        store.refresh(),
        claim.id,
        {"last": date(2016, 12, 31), "acts": ("COERCE",)},
        author="A",
        note="meant",
        settings=Settings(),
    )
    assert rule.reviews == ()
    one = held_one(store.refresh(), claim.id)
    assert one.edited
    assert one.claim.rule == rule
    freeze(store.refresh(), [claim.id], author="A", settings=Settings())
    assert held_one(store.refresh(), claim.id).claim.rule == rule


def test_a_window_never_begins_before_the_claim(store):
    claim = forecast(store)
    with pytest.raises(InputError, match="not after the claim"):
        edit_rule(store.refresh(), claim.id, {"first": DAY}, author="A", note="", settings=Settings())


def test_an_unknown_claim_is_refused(store):
    with pytest.raises(UnknownId):
        freeze(store, ["P0000000000000000"], author="A", settings=Settings())


CHANGES = st.sampled_from(["body", "author", "frozen", "claim", "before", "hash", "drop", "swap", "number"])


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    from dragoman.store import Store

    store = Store.create(tmp_path_factory.mktemp("chain") / "store")
    for n in range(4):
        forecast(store, f"Case {n}.")
    freeze(store.refresh(), None, author="A. Reader", settings=Settings())
    return chain_of(store.refresh())


@given(change=CHANGES, at=st.integers(0, 2), letter=st.sampled_from("0123456789abcdef"))
def test_every_change_is_found(chain, change, at, letter):
    links, one = list(chain), chain[at]
    if change == "drop":
        del links[at]
    elif change == "swap":
        links[at], links[at + 1] = links[at + 1], links[at]
    elif change == "frozen":
        links[at] = replace(one, frozen=one.frozen + timedelta(seconds=1))
    elif change == "number":
        links[at] = replace(one, number=one.number + 1)
    elif change == "body":
        links[at] = replace(one, body=one.body.replace('"chance":0.7', '"chance":0.9'))
    else:
        links[at] = replace(one, **{change: getattr(one, change)[:-1] + ("g" if change == "author" else letter)})
    assert bool(verify(links)) == (links != list(chain))


@pytest.mark.parametrize("field", [f.name for f in fields(Frozen)])
def test_a_change_in_any_field_of_a_link_is_found(chain, field):
    one = chain[1]
    value = getattr(one, field)
    if isinstance(value, datetime):
        other = value + timedelta(microseconds=1)
    else:
        other = value + 1 if isinstance(value, int) else f"{value} "
    assert verify([chain[0], replace(one, **{field: other}), *chain[2:]])


def leaves(held, path=()):
    """Each place of a frozen body where a value stands."""
    if isinstance(held, dict):
        return [leaf for key, value in held.items() for leaf in leaves(value, (*path, key))]
    return [path]


def test_a_change_in_any_field_of_a_body_is_found_even_where_its_hash_is_made_anew(chain):
    body = json.loads(chain[1].body)
    assert {("claim", "holder"), ("claim", "rule", "acts"), ("versions", "coder"), ("text",)} <= set(leaves(body))
    for path in leaves(body):
        changed = json.loads(chain[1].body)
        inner = changed
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = "forged"
        told = json.dumps(changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        forged = replace(chain[1], body=told)
        assert verify([chain[0], forged, *chain[2:]]), path
        again = link(chain[0], forged.claim, told, author=forged.author, frozen=forged.frozen)
        assert verify([chain[0], again, *chain[2:]]), path  # the next link holds the old hash


def test_an_article_that_reads_otherwise_than_when_frozen_is_told():
    one = link(None, "P1", body_of(claim(), rule(), text="As printed.", versions={}), author="A", frozen=MOMENT)
    assert verify([one]) == []
    assert retold([one], {"A0": "As printed."}) == []
    assert retold([one], {}) == []
    assert "A0 now reads otherwise" in retold([one], {"A0": "As printed!"})[0]


def test_tampering_in_the_store_is_found_by_the_command(frozen):
    from deltalake import DeltaTable

    place = str(frozen.path)
    assert CliRunner().invoke(app, ["claims", "verify", "--store", place]).exit_code == 0
    body = chain_of(frozen)[1].body.replace('"chance":0.7', '"chance":0.1').replace("'", "''")
    DeltaTable(f"{place}/frozen").update(predicate="number = 2", updates={"body": f"'{body}'"})
    told = CliRunner().invoke(app, ["claims", "verify", "--json", "--store", place])
    assert told.exit_code == 1
    assert "Link 2" in json.loads(told.stdout)["faults"][0]


def test_the_commands_go_together(tmp_path, store):
    place = ["--store", str(store.path)]
    run = CliRunner()
    words = [
        "claims",
        "add",
        "The two will meet.",
        "--source",
        "FRA",
        "--target",
        "ITA",
        "--act",
        "consult",
        "--made",
        "2016-06-30",
    ]
    made = run.invoke(app, [*words, "--chance", "0.8", "--author", "me", "--json", *place])
    assert made.exit_code == 0, made.output
    claim = json.loads(made.stdout)["id"]
    assert json.loads(run.invoke(app, ["claims", "--json", *place]).stdout)[0]["id"] == claim
    assert json.loads(run.invoke(app, ["claims", "--open", "--on", "2019-01-01", "--count", *place]).stdout) == {
        "count": 0
    }
    assert json.loads(run.invoke(app, ["claims", "--about", "DEU", "--count", *place]).stdout) == {"count": 0}
    edited = run.invoke(
        app, ["claims", "edit", claim, "--by", "2016-12-31", "--author", "me", "--note", "sooner", *place]
    )
    assert "to 2016-12-31" in edited.output
    fixed = json.loads(run.invoke(app, ["claims", "freeze", "--all", "--author", "me", "--json", *place]).stdout)
    assert (fixed["frozen"], fixed["refused"]) == (1, [])
    shown = run.invoke(app, ["claims", "show", claim, *place]).output
    assert "link 1" in shown
    assert "0.8 [0.8, 0.8]" in shown
    out = tmp_path / "claims.jsonl"
    assert run.invoke(app, ["export", "claims", "--out", str(out), *place]).exit_code == 0
    assert json.loads(out.read_text().splitlines()[0])["id"] == claim


def test_a_link_without_a_claim_says_so():
    broken = Frozen(
        number=3, claim="P1", frozen=datetime(2020, 1, 1, tzinfo=UTC), author="me", body="{}", before="", hash=""
    )
    with pytest.raises(StoreError, match=r"Link 3 \(P1\).*changed after it was frozen"):
        frozen_claim(broken)
