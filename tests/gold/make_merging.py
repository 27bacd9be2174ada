"""Write tests/gold/merging.jsonl: 150 invented events, each told in 2 to 8 short articles, with traps.

    python tests/gold/make_merging.py

Every choice comes from one fixed seed. Which day, act and status a report has follows from what its sentence says.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

from merging_words import ANNOUNCED, MAIN, MORE, OUTLETS, PERSONS, PLACES, RECALLED, ROLES, STATES, TOPICS, VARIANTS

OUT = Path(__file__).parent / "merging.jsonl"
QUAD = {"CONSULT": 1, "SUPPORT": 1, "AGREE": 1, "COOPERATE": 2, "AID": 2, "REQUEST": 3, "ACCUSE": 3, "THREATEN": 3, "SANCTION": 4, "ASSAULT": 4}  # fmt: skip
NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "eleven", "twelve", "fourteen", "nineteen"]
DISASTERS = TOPICS[-7:]


class Maker:
    """Makes scenarios one after the other; holds the rows, the random source and the words that are used up."""

    def __init__(self) -> None:
        self.random = random.Random(20261125)  # noqa: S311
        self.rows: list[dict] = []
        self.scenarios = self.events = 0
        self.first = date(2015, 1, 1)

    def scenario(self) -> dict:
        """A directed pair, a month, an envoy, a place and a topic."""
        pick = self.random
        group = 4 * pick.randrange(len(STATES) // 4)
        one, other = pick.sample(range(group, group + 4), 2)
        a, b = STATES[one], STATES[other]
        self.scenarios += 1
        month = pick.randrange(18)  # few months, so that several scenarios meet in a block
        day = date(2015 + month // 12, month % 12 + 1, pick.randint(4, 11))
        return {"name": f"s{self.scenarios}", "a": a, "b": b, "day": day, **self.details("")}

    def details(self, act: str) -> dict:
        pick = self.random
        topic = pick.choice(DISASTERS if act == "AID" else TOPICS[:-7])
        return {"topic": topic, "person": pick.choice(PERSONS), "role": pick.choice(ROLES), "place": pick.choice(PLACES), "n": pick.choice(NUMBERS)}  # fmt: skip

    def event(
        self,
        s: dict,
        act: str,
        *,
        n: int | None = None,
        status: str = "actual",
        recalled: float = 0.25,
        sure: bool = False,
    ) -> None:
        """One event and its articles."""
        self.events += 1
        outlets = self.random.sample(OUTLETS, n or self.random.choice([2, 2, 3, 3, 4, 4, 5, 6, 7, 8]))
        for number, outlet in enumerate(outlets):
            late = number > 0 and status == "actual" and self.random.random() < recalled
            self.article(s, act, outlet, f"e{self.events}-{number}", status=status, late=late, sure=sure)

    def article(self, s: dict, act: str, outlet: str, name: str, *, status: str, late: bool, sure: bool) -> None:
        pick = self.random
        told_act, forms = act, MAIN.get(act, ())
        if status == "future":
            forms, told_act = ANNOUNCED, "AGREE"
            published = s["day"] - timedelta(days=pick.choice([4, 4, 5]))
            day, precision, told, when = published, "day", False, ""
        elif late:
            forms = RECALLED[act]
            published, day, precision, when = self.recalled(s["day"])
            told = True
        else:
            if act in VARIANTS and pick.random() < 0.15:
                told_act, forms = VARIANTS[act]
            published, when, told = self.fresh(s["day"], sure=sure)
            day, precision = (s["day"] if told else published), "day"
        report = {"event": name.split("-", maxsplit=1)[0], "sentence": 0, "source": s["a"][2], "target": s["b"][2], "act": told_act, "quad": QUAD[told_act], "status": "actual" if status == "future" else status, "day": day.isoformat(), "precision": precision, "told": told}  # fmt: skip
        sentences = [self.fill(pick.choice(forms), s, when), *(self.fill(m, s, "") for m in pick.sample(MORE, 2))]
        self.rows.append({"id": name, "scenario": s["name"], "outlet": outlet, "day": published.isoformat(), "text": " ".join(x for x in sentences if x), "reports": [report]})  # fmt: skip

    def fresh(self, day: date, *, sure: bool) -> tuple[date, str, bool]:
        """Day of publication, words of time, and whether they name the day."""
        pick = self.random
        lag = pick.choice([0, 0, 1, 1, 1, 2, 3, 4])
        published = day + timedelta(days=lag)
        ways = [f" on {day:%A}", f" on {day:%A}", f" on {day:%B} {day.day}"]
        ways += [" yesterday"] if lag == 1 else []
        ways += ["", ""] if lag == 0 or (lag == 1 and not sure) else []
        when = pick.choice(ways)
        return published, when, bool(when)

    def recalled(self, day: date) -> tuple[date, date, str, str]:
        """Day of publication, day told, its precision, and words of time."""
        pick = self.random
        month = day.replace(day=1)
        following = (month + timedelta(days=32)).replace(day=1)
        if day.day <= 17 and pick.random() < 0.6:
            published = min(day + timedelta(days=pick.randint(8, 14)), following - timedelta(days=1))
            return (
                published,
                month,
                "month",
                pick.choice([" earlier this month", " earlier this month", f" in {day:%B}"]),
            )
        published = following + timedelta(days=pick.randint(2, 20))
        if pick.random() < 0.5:
            return published, month, "month", " last month"
        return published, day, "day", f" on {day:%B} {day.day}"

    def fill(self, form: str, s: dict, when: str) -> str:
        day = s["day"]
        soon = self.random.choice([f"on {day:%A}", f"on {day:%B} {day.day}", "next week"])
        text = form.format(A=s["a"][0], B=s["b"][0], a=s["a"][1], b=s["b"][1], cap=s["b"][3], person=s["person"], role=s["role"], topic=s["topic"], topic_up=s["topic"][0].upper() + s["topic"][1:], place=s["place"], n=s["n"], n_up=s["n"].capitalize(), when=when, soon=soon)  # fmt: skip
        return text[:1].upper() + text[1:]


def main() -> None:
    """Make the scenarios, in a fixed order, and write the file."""
    m = Maker()
    for _ in range(50):
        s = m.scenario()
        act = m.random.choice(list(MAIN))
        m.event({**s, **m.details(act)}, act)
    for _ in range(10):  # two visits in a week
        s = m.scenario()
        for days in (0, m.random.choice([2, 3, 4])):
            m.event({**s, **m.details(""), "day": s["day"] + timedelta(days=days)}, "CONSULT", sure=True)
    for _ in range(8):  # strikes on successive days
        s = m.scenario()
        for days in range(3):
            place = s["place"] if m.random.random() < 0.5 else m.random.choice(PLACES)
            here = {**s, "day": s["day"] + timedelta(days=days), "n": m.random.choice(NUMBERS), "place": place}
            m.event(here, "ASSAULT", recalled=0.0, sure=True)
    for _ in range(10):  # a visit announced, held, recalled
        s = m.scenario()
        m.event(s, "CONSULT", status="future", n=m.random.choice([2, 3, 4]))
        m.event(s, "CONSULT", recalled=0.5)
    for _ in range(8):  # an eye for an eye
        s = m.scenario()
        m.event(s, "SANCTION")
        m.event({**s, "a": s["b"], "b": s["a"], "day": s["day"] + timedelta(days=m.random.choice([1, 2, 3])), "n": m.random.choice(NUMBERS)}, "SANCTION")  # fmt: skip
    for _ in range(6):  # the same reproach, twice in a month, over two matters
        s = m.scenario()
        for days in (0, m.random.choice([5, 6, 9])):
            m.event({**s, **m.details(""), "day": s["day"] + timedelta(days=days)}, "ACCUSE", recalled=0.0)
    for _ in range(4):  # a visit and what was signed there
        s = m.scenario()
        m.event(s, "CONSULT", recalled=0.0, sure=True)
        m.event(s, "SUPPORT", recalled=0.0, sure=True)
    with OUT.open("w", encoding="utf-8") as file:
        for row in m.rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{m.events} events, {len(m.rows)} articles, {len({r['text'] for r in m.rows})} different texts")


if __name__ == "__main__":
    main()
