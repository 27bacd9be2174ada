"""Who says what: chains, pronouns, speech over sentences, addressees, marks; invented states."""

from __future__ import annotations

import pytest

from dragoman.records import Quotation
from dragoman.reports import find_quotations
from dragoman.reports.quotemarks import Quotes
from invented import article, mentions_of, parsed, reports


def quotations(text: str) -> tuple[Quotation, ...]:
    told = article(text)
    return find_quotations(parsed(told), mentions_of(told))


def one(text: str) -> Quotation:
    (found,) = quotations(text)
    return found


RUNNING = [
    # a speaker after, inside and before; several sentences
    ("“It was early. We struck,” said Olan Dresk. “We will strike again.”", "“It was early. We struck,” [...] “We will strike again.”"),
    ("Olan Dresk said: “It was early. We struck.”", "“It was early. We struck.”"),
    ("“We struck,” Olan Dresk said.\n\n“We will strike again, and soon.”", "“We struck,” [...] “We will strike again, and soon.”"),
    # the next paragraph opens without the mark of the one before being closed
    ("Olan Dresk said: “We struck.\n\n“Nobody helped us.”", "“We struck. [...] “Nobody helped us.”"),
]  # fmt: skip


@pytest.mark.parametrize("text, said", RUNNING)
def test_speech_that_runs_on(text, said):
    assert one(text).text == said


def test_another_speaker_ends_the_speech():
    found = quotations("“We struck,” Olan Dresk said. Mira Tolvan said: “They did not.”")
    assert [(q.speaker, q.text) for q in found] == [("Olan Dresk", "“We struck,”"), ("Mira Tolvan", "“They did not.”")]


def test_chains():
    found = {q.cue: q for q in quotations("Interpress reported that the minister said that the port would close.")}
    assert (found["said"].speaker, found["said"].via) == ("the minister", ("Interpress",))
    assert found["reported"].via == ()
    quoted = one("The agency quoted the Graustarkian official as saying that Ruritania would withdraw.")
    assert (quoted.speaker, quoted.state, quoted.via, quoted.about) == (
        "the Graustarkian official",
        "GRK",
        ("The agency",),
        ("RUR",),
    )


def test_an_analyst_without_a_name_who_sits_somewhere():
    found = one("“The pact will not last,” one Vienna-based Russia analyst said.")
    assert (found.speaker, found.named, found.sector, found.place) == (
        "one Vienna-based Russia analyst",
        False,
        "EDU",
        "Vienna",
    )


@pytest.mark.parametrize("text, named", [
    ("Olan Dresk said the port would close.", True),
    ("The Ruritanian army said the port would close.", True),
    ("A senior Ruritanian official said the port would close.", False),
    ("Ruritanian officials said the port would close.", False),
    ("The Russia analyst said the port would close.", False),
    ("A Defense Adviser to the Ruritanian Government said the port would close.", False),
    ("Olan Dresk's aide, speaking on condition of anonymity, said the port would close.", False),
])  # fmt: skip
def test_named_or_not(text, named):
    assert one(text).named is named


def test_to_whom():
    found = one("Syldavia told Graustark that the port would close.")
    assert (found.state, found.addressee, found.addressee_state) == ("SYL", "Graustark", "GRK")


@pytest.mark.parametrize("text, speaker", [
    ("Mira Tolvan, the prime minister, met workers. She said the port would close.", "Mira Tolvan"),
    ("Pilots left their desks. They said the planes were unsafe.", "Pilots"),
    ("It was late. He said so twice, and he said that the port would close.", "he"),  # nobody fits
])  # fmt: skip
def test_whom_a_pronoun_means(text, speaker):
    found = quotations(text)[-1]
    assert found.speaker == speaker
    assert found.score < 0.9


def test_offsets_are_those_of_the_text():
    text = "The port, Syldavia said on Monday, would “never” close."
    found = one(text)
    assert text[found.source_start : found.source_end] == found.source == "Syldavia"
    assert text[found.cue_start : found.cue_end] == found.cue == "said"
    assert [text[s.start : s.end] for s in found.content] == found.text.split(" [...] ")


def test_reports_take_their_speaker_from_the_same_finder():
    text = "According to Syldavia, Ruritania attacked Graustark."
    (report,) = reports(text)
    assert (report.said_by, report.said_by_state) == (one(text).speaker, one(text).state)


def test_nothing_in_nothing_out():
    assert quotations("") == ()
    assert quotations("It rained in Klow.") == ()


MARKS = [
    ('He said "no" and "yes".', ['"no"', '"yes"']),
    ("“One «two» three” four", ["“One «two» three”"]),
    ("“Open\n\nnext “closed”", ["“Open", "“closed”"]),
    ("'We go,' he said. The minister's men didn't.", ["'We go,'"]),
    ('A 12" gun and the men', []),
    ("", []),
]


@pytest.mark.parametrize("text, marked", MARKS)
def test_quotation_marks(text, marked):
    assert [text[a:b] for a, b in Quotes(text).spans] == marked


@pytest.mark.parametrize("text, said", [
    ("Minister: no talks with Graustark", [("Minister", ":", "no talks with Graustark", "indirect")]),
    ("Dr Mira Tolvan: “No talks”", [("Dr Mira Tolvan", ":", "“No talks”", "direct")]),
    ("No talks with Graustark: army chief", [("army chief", ":", "No talks with Graustark", "indirect")]),
    ("Shells hit the market – witnesses", [("witnesses", "–", "Shells hit the market", "indirect")]),
    ("Q: Will they leave?\nA: They will.", [("Q", ":", "Will they leave?", "direct"), ("A", ":", "They will.", "direct")]),
    ("MS TOLVAN: Good morning.\nI have a list.\nMR DRESK: Read it.",
     [("MS TOLVAN", ":", "Good morning.\nI have a list.", "direct"), ("MR DRESK", ":", "Read it.", "direct")]),
    ("Explained: why Graustark left the pact", []),  # a label
    ("Graustark: a night without light", []),  # a topic
    ("The minister had one wish: quiet", []),  # a clause before the colon
    ("The question is simple: who pays?", []),
    ("Timetable: Mass at nine, the march at ten.", []),
])  # fmt: skip
def test_a_mark_names_the_speaker(text, said):
    assert [(q.speaker, q.cue, " ".join(q.text.split()), q.form.value) for q in quotations(text)] == [
        (a, b, " ".join(c.split()), d) for a, b, c, d in said
    ]


@pytest.mark.parametrize("text, cues", [
    ("Graustark recalled its envoy.", []),
    ("Graustark recalled 40,000 buses.", []),
    ("The envoy recalled that the bridge had been blown up.", ["recalled"]),
    ("The team announced itself with two goals.", []),
])  # fmt: skip
def test_recalling_is_not_remembering(text, cues):
    assert [q.cue for q in quotations(text)] == cues
