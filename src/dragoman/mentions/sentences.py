"""Which noun phrases of a sentence carry an actor, and from which word to which?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dragoman.mentions.actors import FIRST_DAY, LAST_DAY, Person, Sense, Term
from dragoman.mentions.coreference import Draft
from dragoman.mentions.impostors import somebody_else
from dragoman.mentions.lexicon import listed
from dragoman.mentions.owners import AIMED, OWNERS
from dragoman.mentions.resolution import Resolution, Setting
from dragoman.mentions.resolve import resolve_words
from dragoman.mentions.scan import STATE_KINDS, Match, Words, scan
from dragoman.mentions.surnames import surnames
from dragoman.mentions.syntax import Syntax
from dragoman.mentions.words import key
from dragoman.records import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.mentions.actors import Actors
    from dragoman.records import Article

__all__ = ["Scene", "drafts_of", "meant", "with_strangers"]

_PERSONAL: Final = frozenset({"person", "surname"})
_BODY_OR_STATE: Final = STATE_KINDS | {"organisation", "group"}
_STRIPPED: Final = frozenset(
    {
        "DT",
        "PRP$",
        "PDT",
        "WP$",
        "WDT",
        ",",
        "HYPH",
        "``",
        "''",
        "POS",
        "CC",
        "IN",
        ":",
        "-LRB-",
        "-RRB-",
        "RB",
        "RBR",
        "RBS",
    }
)
_SHORTEST: Final = 4  # letters of a place in a dateline; "UK" and "US" are written so anywhere
_JOINING: Final = frozenset({"CC", ",", "HYPH", "DT", "RB", "POS"})


@dataclass(slots=True)
class _Phrase:
    """A noun phrase with the matches in it; tokens are indices of the article."""

    first: int
    last: int  # inclusive
    head: int
    matches: list[Match]  # pieces are those of the sentence
    used: bool = False


@dataclass(slots=True)
class Scene:
    """What holds for one article while it is read."""

    article: Article
    syntax: Syntax
    actors: Actors
    weights: Mapping[str, float]
    namesakes: frozenset[str] = frozenset()  # surnames of the tables that the text gives to somebody else
    others: frozenset[str] = frozenset()  # names of bodies of the tables that mean something else in the text
    people: dict[str, str] = field(default_factory=dict)
    strangers: dict[str, Sense] = field(default_factory=dict)  # surname -> a person whom no table knows, named before
    cache: dict[tuple[object, ...], Resolution] = field(default_factory=dict)


def meant(matches: list[Match], others: frozenset[str]) -> list[Match]:
    """The matches without names that mean something else in the text."""
    return [m for m in matches if m.words not in others] if others else matches


def with_strangers(words: Words, matches: list[Match], scene: Scene) -> list[Match]:
    """The matches together with persons whom the text named in full before, though no table knows them."""
    inside = {i for m in matches for i in range(m.start, m.end)}
    more = [
        Match(i, i + 1, p, [scene.strangers[p]])
        for i, p in enumerate(words.pieces)
        if p in scene.strangers and i not in inside and words.raws[i][:1].isupper()
    ]
    return sorted([*matches, *more], key=lambda m: m.start) if more else matches


def drafts_of(scene: Scene, number: int, start: int, end: int, words: Words, matches: Sequence[Match]) -> list[Draft]:
    """Mentions in the making of one sentence, in its order.

    Args:
        scene: the article.
        number: of the sentence.
        start: its first token.
        end: one past its last token.
        words: its folded words.
        matches: what the tables know of them.
    """
    syntax = scene.syntax
    phrases: dict[int, _Phrase] = {}
    for match in matches:
        if somebody_else(
            match,
            words,
            syntax,
            start,
            actors=scene.actors,
            title=scene.article.role_at(syntax.starts[start]) is Role.TITLE,
        ):
            continue
        token = start + words.tokens[match.end - 1]
        head = min(syntax.top(token), end - 1)
        phrase = phrases.get(head)
        if phrase is None:
            first = syntax.left(head, start)
            phrases[head] = _Phrase(min(first, start + words.tokens[match.start]), max(head, token), head, [match])
        else:
            phrase.matches.append(match)
            phrase.first = min(phrase.first, start + words.tokens[match.start])
            phrase.last = max(phrase.last, token)
    ordered = sorted(phrases.values(), key=lambda p: p.first)
    by_head = {p.head: p for p in ordered}
    place = _Place(scene, number, start, end, words, by_head)
    drafts: list[Draft] = []
    for phrase in ordered:
        if phrase.used:
            continue
        drafts.extend(place.read(phrase))
    drafts.sort(key=lambda d: (d.first, d.last))
    return _apart(drafts)


def _apart(drafts: list[Draft]) -> list[Draft]:
    """Drop a draft that lies in another one which is no member of a split."""
    kept: list[Draft] = []
    for draft in drafts:
        rival = next((k for k in kept[-4:] if k.last >= draft.first and not (k.split and draft.split)), None)
        if rival is None:
            kept.append(draft)
        elif draft.last - draft.first > rival.last - rival.first and not rival.split:
            kept[kept.index(rival)] = draft
    return kept


@dataclass(slots=True)
class _Place:
    """One sentence while its phrases are read."""

    scene: Scene
    number: int
    start: int
    end: int
    words: Words
    by_head: dict[int, _Phrase]

    def read(self, phrase: _Phrase) -> list[Draft]:
        """Drafts of a phrase."""
        phrase.used = True
        matches = phrase.matches
        last = matches[-1]
        if self._headed(phrase, last):
            role = last.role is not None and not last.of_kind(frozenset({"person", "surname"}))
            if last.role is not None and not (last.role.agent or self._named_after(last, phrase)) and not last.named:
                return self._modifiers(phrase, matches)
            if role:
                return self._actor(phrase)
            return self._own_names(phrase)
        return self._modifiers(phrase, matches)

    def _token(self, piece: int) -> int:
        return self.start + self.words.tokens[piece]

    def _headed(self, phrase: _Phrase, last: Match) -> bool:
        """Whether the phrase's head is a match, or a name that follows a title."""
        first, end = self._token(last.start), self._token(last.end - 1)
        if first <= phrase.head <= end:
            return True
        if phrase.head > end:
            between = range(end + 1, phrase.head + 1)
            proper = all(self.scene.syntax.tags[i] in {"NNP", "NNPS", "HYPH", "FW"} for i in between)
            if proper and last.role is not None and last.role.human and not self._in_title(end):
                return True
            if proper and last.of_kind(frozenset({"person", "surname"})):
                return True
            return (
                proper
                and self.words.pieces[last.end : last.end + 1] != []
                and self.words.pieces[last.end] in listed("newspaper")
            )
        return True

    def _in_title(self, token: int) -> bool:
        return self.scene.article.role_at(self.scene.syntax.starts[token]) is Role.TITLE

    def _named_after(self, last: Match, phrase: _Phrase) -> bool:
        return self._token(last.end - 1) < phrase.head

    def _actor(self, phrase: _Phrase) -> list[Draft]:
        """A role at the head: "senior Turkish official", "Ukrainian and Polish ministers", "president of Turkey"."""
        states, rest = self._around_role(phrase.matches)
        drafts = self._modifiers(phrase, rest) if rest else []
        floor = self._token(rest[-1].end - 1) + 1 if rest else phrase.first
        last = phrase.last
        if len(states) > 1:
            return [*drafts, *self._split_before(phrase, states, max(floor, phrase.first), last)]
        first = max(floor, phrase.first)
        owner = self._owner(phrase) if not states and not rest else None
        if owner is not None:
            owners = self._joint_owners(owner)
            if len(owners) > 1:
                return [*drafts, *self._split_owners(phrase, owners)]
            owner.used = True
            first = self._first_of(owner)
        made = self._resolved(first, last)
        pronoun = self._pronoun(phrase) if made.state is None else None
        if made.state is None and not made.candidates and pronoun is None:
            wider = self._with_tail(phrase, first, last)
            if wider:
                return [*drafts, *wider]
        if not made.kind:
            return drafts
        inherits = None
        if made.state is None and pronoun is None:
            inherits = self._conjunct(phrase)
        drafts.append(self._draft(first, last, made, phrase, pronoun=pronoun, inherits=inherits))
        return drafts

    def _around_role(self, matches: Sequence[Match]) -> tuple[list[Match], list[Match]]:
        """The states before the last role, joined or single, and the matches that stand farther left."""
        core = [matches[-1]]
        states: list[Match] = []
        i = len(matches) - 2
        while i >= 0:
            match, after = matches[i], core[0]
            gap = range(self._token(match.end - 1) + 1, self._token(after.start))
            if match.role is None and match.of_kind(STATE_KINDS):
                if any(self.scene.syntax.texts[t].lower() in listed("passive") | listed("origin") for t in gap):
                    core.insert(0, match)  # "Kurdish-led Syrian militia"
                    i -= 1
                    continue
                if states and not self._only_joints(gap):
                    break
                if not states and not self._plain_gap(gap):
                    break
                states.insert(0, match)
            elif states or not self._plain_gap(gap):
                break
            core.insert(0, match)
            i -= 1
        return states, list(matches[: i + 1])

    def _only_joints(self, gap: range) -> bool:
        return all(self.scene.syntax.tags[t] in _JOINING or self.scene.syntax.texts[t] in "-–/" for t in gap)

    def _plain_gap(self, gap: range) -> bool:
        tags, texts = self.scene.syntax.tags, self.scene.syntax.texts
        if len(gap) > 4:
            return False
        for t in gap:
            if tags[t] in {"CC", "IN", ",", ":", "POS"} and texts[t] != "-":
                return False
            if tags[t][:1] == "V" and tags[t] not in {"VBN", "VBG"}:
                return False
            if (
                self._in_title(t)
                and texts[t][:1].isupper()
                and tags[t] in {"NNP", "NNPS"}
                and len(gap) == 1
                and texts[t][-1:] == "s"
            ):
                return False  # "Turkey Slams Russian Minister"
        return True

    def _split_before(self, phrase: _Phrase, states: Sequence[Match], first: int, last: int) -> list[Draft]:
        texts = self.scene.syntax.texts
        opening = self._token(states[0].start)
        closing = self._token(states[-1].end - 1) + 1
        if closing < last and self.scene.syntax.tags[closing] == "POS":
            closing += 1
        lead = list(range(self._stripped(first, opening), opening))
        tail = list(range(closing, last + 1))
        drafts = []
        for at, match in enumerate(states):
            own = list(range(self._token(match.start), self._token(match.end - 1) + 1))
            if own[-1] + 1 < self.end and self.scene.syntax.tags[own[-1] + 1] == "POS":
                own.append(own[-1] + 1)
            tokens = [*lead, *own, *tail]
            made = self._resolve_tokens(tokens)
            if not made.kind:
                continue
            begin = lead[0] if lead and at == 0 else own[0]
            made = replace(made, why=f"{made.why}; one of {len(states)} joined")
            text = _joined(texts, tokens, self.scene.syntax)
            drafts.append(self._draft(begin, last, made, phrase, text=text, split=True))
        return drafts

    def _split_owners(self, phrase: _Phrase, owners: Sequence[_Phrase]) -> list[Draft]:
        drafts = []
        for owner in owners:
            owner.used = True
            ending = owner.last + 1 if self.scene.syntax.tags[owner.last + 1] == "POS" else owner.last
            tokens = [*range(owner.first, ending + 1), *range(phrase.first, phrase.last + 1)]
            made = self._resolve_tokens(tokens)
            if made.kind:
                made = replace(made, why=f"{made.why}; one of {len(owners)} joined")
                text = _joined(self.scene.syntax.texts, tokens, self.scene.syntax)
                drafts.append(self._draft(owner.first, phrase.last, made, phrase, text=text, split=True))
        return drafts

    def _with_tail(self, phrase: _Phrase, first: int, last: int) -> list[Draft]:
        """A role and who follows it: "president of Turkey", "Muslim leaders in France", "leaders of Germany and France"."""
        syntax = self.scene.syntax
        at = last + 1
        if at >= self.end or syntax.texts[at].lower() not in listed("preposition"):
            return []
        link = syntax.texts[at].lower()
        found = self._after(at)
        if found is None or not (link in OWNERS or link == "to"):
            return []
        if link in AIMED and _weapon(syntax.texts[last]):
            return []
        strong = any(m.of_kind(STATE_KINDS) for m in found.matches)
        if link not in {"of", "to"} and not strong:
            return []
        joined = self._conjuncts_of(found) if link == "of" else [found]
        drafts: list[Draft] = []
        lead = [*range(self._stripped(first, last), last + 1), at]
        for member in joined:
            body = list(range(member.first, member.last + 1))
            made = self._resolve_tokens([*lead, *body])
            if made.state is None and not made.candidates:
                continue
            text = _joined(
                syntax.texts, [*lead, *range(self._stripped(member.first, member.last), member.last + 1)], syntax
            )
            if len(joined) > 1:
                made = replace(made, why=f"{made.why}; one of {len(joined)} joined")
            drafts.append(
                self._draft(
                    first, member.last, made, phrase, text=text if len(joined) > 1 else None, split=len(joined) > 1
                )
            )
        if drafts:
            for member in joined:
                member.used = True
        return drafts

    def _after(self, preposition: int) -> _Phrase | None:
        """The phrase that begins right after a preposition."""
        tags = self.scene.syntax.tags
        for phrase in self.by_head.values():
            if phrase.first > preposition and phrase.first - preposition <= 3 and not phrase.used:
                gap = range(preposition + 1, phrase.first)
                if all(tags[t] in {"DT", "JJ", "PRP$", "NN", "NNP", "NNS", "CD"} for t in gap):
                    return phrase
        return None

    def _conjuncts_of(self, phrase: _Phrase) -> list[_Phrase]:
        """A phrase with those joined to it by commas and "and" that are states or bodies too."""
        members = [phrase]
        ordered = sorted((p for p in self.by_head.values() if p.first > phrase.last), key=lambda p: p.first)
        for other in ordered:
            gap = range(members[-1].last + 1, other.first)
            if (
                len(gap) > 3
                or not gap
                or not self._only_joints(gap)
                or not any(m.of_kind(_BODY_OR_STATE) for m in other.matches)
            ):
                break
            members.append(other)
        ands = any(self.scene.syntax.tags[t] == "CC" for p, q in pairwise(members) for t in range(p.last + 1, q.first))
        return members if ands else members[:1]

    def _owner(self, phrase: _Phrase) -> _Phrase | None:
        """The phrase that owns this one: "Turkey" in "Turkey's president"."""
        syntax = self.scene.syntax
        for i in range(phrase.first, max(self.start, phrase.first - 2) - 1, -1):
            if syntax.tags[i] == "CC":
                break
            if syntax.tags[i] == "POS" and i > self.start:
                return self.by_head.get(syntax.top(i - 1))
        return None

    def _joint_owners(self, owner: _Phrase) -> list[_Phrase]:
        """Owners joined to one another: "Egypt's and Sudan's foreign ministers"."""
        tags = self.scene.syntax.tags
        owners = [owner]
        while True:
            at = owners[0].first - 1
            while at >= self.start and tags[at] in {"CC", ",", "DT"}:
                at -= 1
            if at == owners[0].first - 1 or at <= self.start or tags[at] != "POS":
                return owners
            other = self.by_head.get(self.scene.syntax.top(at - 1))
            if other is None or not any(m.of_kind(_BODY_OR_STATE) for m in other.matches):
                return owners
            owners.insert(0, other)

    def _first_of(self, phrase: _Phrase) -> int:
        owner = self._owner(phrase)
        if owner is None or owner is phrase:
            return phrase.first
        owner.used = True
        return self._first_of(owner)

    def _pronoun(self, phrase: _Phrase) -> int | None:
        """The possessive pronoun before a phrase."""
        syntax = self.scene.syntax
        for i in range(max(self.start, phrase.first - 1), phrase.head):
            if syntax.tags[i] == "PRP$":
                return i
        return None

    def _conjunct(self, phrase: _Phrase) -> int | None:
        """The head of the phrase to which this one is joined: "the Turkish president and prime minister"."""
        syntax = self.scene.syntax
        head = phrase.head
        if syntax.deps[head] == "conj" and syntax.heads[head] < head:
            other = syntax.top(syntax.heads[head])
            if other in self.by_head and phrase.first - self.by_head[other].last <= 3:
                return other
        return None

    def _own_names(self, phrase: _Phrase) -> list[Draft]:
        """A name at the head: a state, a body, or a person with the title before it."""
        groups = self._groups(phrase.matches)
        drafts = self._of_groups(phrase, groups[:-1], modifies=False)
        group = groups[-1]
        first = self._token(group[0].start)
        if len(groups) == 1 and group[-1].of_kind(_PERSONAL):
            while first > phrase.first and self.scene.syntax.tags[first - 1] in {"NNP", "HYPH", "JJ", "NN"}:
                first -= 1  # given names that no table has, "former"
        last = max(phrase.last, self._token(group[-1].end - 1))
        made = self._resolved(first, last)
        if made.kind:
            drafts.append(self._draft(first, last, made, phrase))
        return drafts

    def _modifiers(self, phrase: _Phrase, matches: Sequence[Match]) -> list[Draft]:
        """Actors before a word that is none: "Turkish border", "US sanctions", "the Turkish army's offensive"."""
        return self._of_groups(phrase, self._groups(matches), modifies=True)

    def _groups(self, matches: Sequence[Match]) -> list[list[Match]]:
        """Matches that make one actor together: a state and a role, a title and a name."""
        groups: list[list[Match]] = []
        for match in matches:
            if groups:
                before = groups[-1][-1]
                gap = range(self._token(before.end - 1) + 1, self._token(match.start))
                state_then = (
                    before.of_kind(STATE_KINDS)
                    or before.role is not None
                    or before.of_kind(frozenset({"organisation"}))
                )
                only_state = match.role is None and not match.of_kind(
                    frozenset({"organisation", "group", "person", "surname"})
                )
                if state_then and not only_state and self._plain_gap(gap) and len(gap) <= 3:
                    groups[-1].append(match)
                    continue
                if not gap and before.role is None and all(_surname(m) for m in (before, match)):
                    groups[-1].append(match)  # the given name of a stranger is somebody's surname in the tables
                    continue
            groups.append([match])
        return groups

    def _of_groups(self, phrase: _Phrase, groups: Sequence[Sequence[Match]], *, modifies: bool) -> list[Draft]:
        drafts = []
        for whole in groups:
            group = list(whole)
            while len(group) > 1 and group[-1].role is not None and not group[-1].named and not group[-1].role.agent:
                group.pop()  # "Russian airstrikes": the strikes are no actor
            last = group[-1]
            if len(group) == 1 and last.role is not None and not last.named:
                continue
            first, end = self._token(group[0].start), self._token(last.end - 1)
            made = self._resolved(first, end)
            if not made.kind:
                continue
            if modifies and made.kind in {"name", "adjective", "metonym"}:
                made = _as_modifier(made, last, self.scene.syntax.texts[phrase.head])
            elif modifies:
                made = replace(
                    made,
                    score=round(made.score * 0.85, 3),
                    why=f"{made.why}; modifies {self.scene.syntax.texts[phrase.head]!r}",
                )
            drafts.append(self._draft(first, end, made, phrase))
        return drafts

    def _stripped(self, first: int, limit: int) -> int:
        """The first token that is no determiner, pronoun or punctuation."""
        syntax = self.scene.syntax
        while first < limit and (syntax.tags[first] in _STRIPPED or syntax.texts[first].lower() in {"the", "a", "an"}):
            first += 1
        return first

    def _draft(
        self, first: int, last: int, made: Resolution, phrase: _Phrase, *, text: str | None = None, split: bool = False,
        pronoun: int | None = None, inherits: int | None = None,
    ) -> Draft:  # fmt: skip
        syntax = self.scene.syntax
        definite = syntax.texts[first].lower() == "the" or (
            first > self.start and syntax.texts[first - 1].lower() == "the"
        )
        begin = self._stripped(first, last)
        last = self._trimmed(begin, last)
        head = min(max(phrase.head, begin), last)
        dateline = self.scene.article.role_at(syntax.starts[begin]) is Role.DATELINE or self._dateline(begin, last)
        place = "dateline" if dateline else self._locative(min(phrase.head, last), begin)
        if place and made.kind in {"name", "metonym"} and made.state:
            made = replace(
                made,
                kind="name",
                sector=None,
                sectors=(),
                score=round(made.score * 0.7, 3),
                why=f"{made.why}; locative {place!r}",
            )
        if made.kind == "person" and made.state:
            self._remember(made)
        return Draft(
            first=begin, last=last, head=head, number=self.number, made=made, text=text, split=split, pronoun=pronoun,
            inherits=inherits, definite=definite, subject=_subject(syntax, phrase.head),
            plural=syntax.tags[head] in {"NNS", "NNPS"}, place=bool(place),
            human=any(m.role is not None and m.role.human for m in phrase.matches[-1:]),
        )  # fmt: skip

    def _trimmed(self, first: int, last: int) -> int:
        tags = self.scene.syntax.tags
        while last > first and (
            tags[last] in {"POS", ",", "HYPH", "SYM", ":", ".", "_SP"} or not self.scene.syntax.texts[last].strip()
        ):
            last -= 1
        return last

    def _dateline(self, first: int, last: int) -> bool:
        """Whether a place in capitals stands before a dash or an agency: "STRELSAU — The king"."""
        texts = self.scene.syntax.texts
        name = "".join(texts[first : last + 1])
        ahead = texts[last + 1] if last + 1 < len(texts) else ""
        if not name.isupper() or sum(c.isalpha() for c in name) < _SHORTEST or ahead not in {"—", "–", "--", "-", "("}:
            return False
        return first == 0 or texts[first - 1] in {".", "!", "?", "”", '"'} or not texts[first - 1].strip()

    def _locative(self, head: int, first: int) -> str:
        syntax = self.scene.syntax
        at = first - 1
        while at >= self.start and syntax.tags[at] in {"DT", "JJ", "NN", "HYPH"} and first - at < 4:
            at -= 1
        if at >= self.start and syntax.texts[at].lower() in listed("locative") and syntax.tags[at] in {"IN", "RP"}:
            aimed = syntax.texts[at].lower() in AIMED and at > self.start and _weapon(syntax.texts[at - 1])
            return "" if aimed else syntax.texts[at]
        up = syntax.heads[head]
        if syntax.deps[head] == "conj" and up < head:
            up = syntax.heads[up]
            return (
                syntax.texts[up] if syntax.texts[up].lower() in listed("locative") and syntax.tags[up] == "IN" else ""
            )
        return ""

    def _remember(self, made: Resolution) -> None:
        if not made.name:
            return
        known = self.scene.actors.people.get(key(made.name))
        if known is not None:
            for short in surnames(made.name, known.terms[0].state):
                self.scene.people[short] = known.name
            return
        words = key(made.name).split()
        if len(words) > 1 and words[-1] not in self.scene.actors.senses and len(words[-1]) > 2:
            term = Term(
                made.state or "", "other", made.sector or "", FIRST_DAY, LAST_DAY, False, "named in full before"
            )
            person = Person(made.name, [term], set(words))
            self.scene.strangers[words[-1]] = Sense(
                "person",
                made.state,
                made.sector,
                made.name,
                0.7,
                FIRST_DAY,
                LAST_DAY,
                "named in full before",
                made.name,
                person=person,
            )

    def _resolved(self, first: int, last: int) -> Resolution:
        return self._resolve_tokens(range(first, last + 1))

    def _resolve_tokens(self, tokens: Sequence[int]) -> Resolution:
        """Resolve some words of the article; the same words are resolved once, while nobody new was named."""
        scene = self.scene
        texts = [scene.syntax.texts[t] for t in tokens]
        asked = (*texts, len(scene.people), len(scene.strangers))
        known = scene.cache.get(asked)
        if known is None:
            words = Words.of(texts)
            matches = meant(scan(words, scene.actors), scene.others)
            if scene.strangers:
                matches = with_strangers(words, matches, scene)
            setting = Setting(
                day=scene.article.day, weights=scene.weights, people=scene.people, namesakes=scene.namesakes
            )
            known = scene.cache[asked] = resolve_words(words, matches, setting, scene.actors)
        return known


def _weapon(word: str) -> bool:
    return word.lower() in listed("weapon")


def _surname(match: Match) -> bool:
    return bool(match.of_kind(_PERSONAL)) and " " not in match.words


def _as_modifier(made: Resolution, match: Match, head: str) -> Resolution:
    """A state before a word that is no actor; of a treaty named after a capital, the capital is but a place."""
    why = f"{made.why}; modifies {head!r}"
    if made.kind == "metonym":
        return replace(made, kind="name", sector=None, sectors=(), score=round(made.score * 0.5, 3), why=why)
    adjective = bool(match.of_kind(frozenset({"adjective", "region_adjective"})))
    kind, factor = ("adjective", 0.7) if adjective else (made.kind, 0.75)
    return replace(made, kind=kind, score=round(made.score * factor, 3), why=why)


def _subject(syntax: Syntax, head: int) -> bool:
    for _ in range(4):
        if syntax.deps[head] != "conj" or syntax.heads[head] >= head:
            break
        head = syntax.heads[head]
    return syntax.deps[head] in {"nsubj", "nsubjpass", "ROOT"}


def _joined(texts: Sequence[str], tokens: Sequence[int], syntax: Syntax) -> str:
    """Words with the spaces that they have in the text."""
    out = ""
    for at, token in enumerate(tokens):
        close = at > 0 and tokens[at - 1] == token - 1 and syntax.end(token - 1) == syntax.starts[token]
        out += ("" if close or not out else " ") + texts[token]
    return out.strip()
