"""Which words of a text are expressions of time? A duration ("for two years") and a deadline ("by Friday") are none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

__all__ = ["COUNT", "MONTHS", "UNIT", "WEEKDAYS", "Expression", "find_expressions"]


MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS: Final = {
    name: i for i, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}

_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
ORDINAL_DAYS: Final = {word: n for n, word in enumerate(_ORDINALS, start=1)}
_ORDINAL_DAYS = "|".join(sorted(ORDINAL_DAYS, key=len, reverse=True))


_MONTH = (
    r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
)
UNIT = r"(?P<{0}>day|week|fortnight|month|year|decade|century|centurie)s?"
COUNT = (
    r"(?P<{0}>\d{{1,4}}|an?(?:\s(?:couple|few)(?:\sof)?)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|twenty|thirty|forty|fifty|several|many|some)"
)
_ON = r"(?:(?:on\s)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday),?\s)?"  # "Friday, March 11": the date alone counts
_NO_YEAR = r"(?!,?\s(?:of\s)?\d)"
_OF_YEAR = (
    r"(?:\s(?:of\s)?(?P<{0}>last|this|next|the\sprevious)\syear\b)?"  # "in March last year", "on 3 May of this year"
)
_DAY_NAMES = r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_NOT_OF = (
    r"(?!\s?(?:%|percent|per\scent|people|troops|men|women|soldiers|km|miles|kilomet|dollars|euros|tonnes|tons|pounds|refugees|workers"
    r"|tanks|jets|planes|drones|ships|missiles|rockets|migrants|police|officers|fighters|civilians|prisoners|homes|houses|companies|firms))"
)
_PATTERNS: Final = (
    (
        "apart",
        r"\b"
        + COUNT.format("ap_n")
        + r"\s"
        + UNIT.format("ap_u")
        + r"\s(?P<ap_w>after|before)\sthe\s(?P<ap_e>(?-i:(?:[A-Z][\w-]*\s)?[a-z-]+))"
        r"(?:\s(?:of|on)\s(?=\d|[A-Z]))?",
    ),
    (
        "vague_apart",
        (
            r"\b(?:on\sthe\seve\sof|the\s(?:day|week|month|year|morning|night)\s(?:after|before)|(?:days|weeks|months|years|hours|shortly|soon)\s"
            r"(?:after|before))\s(?:the|its|their|his|her)\s(?P<va_e>[a-z-]+)"
        ),
    ),
    (
        "later",
        r"\b(?:"
        + COUNT.format("lt_n")
        + r"\s"
        + UNIT.format("lt_u")
        + r"\s(?:later|afterwards|thereafter|on)\b|(?:the\s)(?P<lt_x>next|following)\s(?P<lt_y>day|week|month|year)\b"
        + r"|(?P<lt_s>(?:that|the)\s(?:same\s|very\s)?(?:day|night|evening|morning|afternoon|week|month|year)(?<!the\sday)(?<!the\snight)"
        + r"(?<!the\sweek)(?<!the\smonth)(?<!the\syear)(?<!the\sevening)(?<!the\smorning)(?<!the\safternoon))\b(?!\s(?:when|that|after|before|of)))",
    ),
    (
        "vague",
        (
            r"\b(?P<vague>recently|lately|in\srecent\s(?:days|weeks|months|years|decades|times)|the\sother\s(?:day|week)|some\stime\sago"
            r"|(?:not\s)?long\sago|a\swhile\s(?:ago|back)|in\sthe\spast(?!\s(?:\w+\s)?(?:day|week|month|year|decade|hour))|once\supon\sa\stime|in\sancient\stimes"
            r"|at\sth(?:e|at)\stime|in\sthose\sdays|in\s(?:the\s)?days\sgone\sby|in\sour\sgrandfathers['’]\sday"
            r"|during\sthe\scold\swar|(?:at\sthe\s(?:end|height)\sof|during|in)\s(?:the\s)?(?:first|second)?\s?world\swar(?:\s(?:i|ii|one|two))?)\b"
        ),
    ),
    ("numeric", r"\b(?P<nu_a>\d{1,2})(?P<nu_s>[./])(?P<nu_b>\d{1,2})(?P=nu_s)(?P<nu_y>(?:19|20)\d\d)\b"),
    (
        "weekday_of",
        r"\b(?:on\s|late\son\s|early\son\s)?(?P<wo_d>"
        + _DAY_NAMES
        + r")(?:\s(?:morning|afternoon|evening|night))?,?\s(?:of\s)?"
        r"(?P<wo_t>last|this|next)\sweek\b",
    ),
    (
        "day_of_month",
        (
            r"\b(?:on\s)?the\s(?P<dom_d>\d{1,2})(?:st|nd|rd|th)(?:\sof\s(?P<dom_t>last|this|next)\smonth)?\b"
            r"(?=\s?(?:[,.;:)]|$)|\s(?:in|at|with|by|and|to|for|from|after)\b)"
        ),
    ),
    (
        "feast",
        (
            r"\b(?P<feast>Christmas\sEve|Christmas\sDay|Boxing\sDay|New\sYear['’]s\sEve|New\sYear['’]s\sDay|May\sDay|Christmas)\b"
            r"(?:,?\s(?P<fe_y>\d{4})\b)?"
        ),
    ),
    ("season", r"\b(?P<se_w>last|this|next)\s(?P<se>spring|summer|autumn|fall|winter)\b"),
    (
        "year_of",
        r"(?:\b(?:the|its|their|his|a|an)|['’]s)\s(?:disputed\s|failed\s|brief\s|bloody\s)?(?P<yo>1[5-9]\d\d|20\d\d)(?:\s?[-–]\s?\d{2,4})?\s(?=[a-z])"
        + _NOT_OF,
    ),
    ("owned_year", r"\b(?P<oy>1[5-9]\d\d|20\d\d)['’]s\b"),
    ("iso", r"\b(?P<iso_y>\d{4})-(?P<iso_m>\d{2})-(?P<iso_d>\d{2})\b"),
    (
        "month_day",
        r"\b"
        + _ON
        + _MONTH.format("md_m")
        + r"\s(?P<md_d>\d{1,2})(?:st|nd|rd|th)?\b(?!\s?[:%])(?:,?\s(?P<md_y>\d{4})\b)?"
        + _OF_YEAR.format("md_r"),
    ),
    (
        "day_month",
        r"\b"
        + _ON
        + r"(?:the\s)?(?:(?P<dm_d>\d{1,2})(?:st|nd|rd|th)?|(?P<dm_o>"
        + _ORDINAL_DAYS
        + r"))\s(?:of\s)?"
        + _MONTH.format("dm_m")
        + r"(?:,?\s(?P<dm_y>\d{4})\b)?"
        + _OF_YEAR.format("dm_r"),
    ),
    (
        "month_that",
        r"\b(?:in\s|on\s\d{1,2}\s)?(?:early\s|late\s)?"
        + _MONTH.format("mt_m")
        + r",?\s(?:of\s)?(?:that|the\s(?:same|following|next))\syear\b",
    ),
    ("month_year", r"\b" + _MONTH.format("my_m") + r",?\s(?:of\s)?(?P<my_y>\d{4})\b"),
    ("rel_month", r"\b(?P<rm_w>last|next|this|this past)\s" + _MONTH.format("rm_m")),
    (
        "month",
        r"\b(?P<mo_w>in|during|early|late|mid-|of|throughout)[\s-]?(?:early\s|late\s|mid-)?"
        + _MONTH.format("mo_m")
        + _NO_YEAR
        + _OF_YEAR.format("mo_r"),
    ),
    (
        "ago",
        r"\b(?:(?:more|less|fewer)\sthan\s|nearly\s|almost\s|about\s|around\s|some\s|just\s|over\s)?"
        + COUNT.format("ago_n")
        + r"\s(?:and\sa\shalf\s)?"
        + UNIT.format("ago_u")
        + r"\s(?:ago|earlier|before(?=[.,;]|$)|back)\b",
    ),
    ("many_ago", r"\b(?P<many_u>days|weeks|months|years|decades|centuries|generations)\sago\b"),
    (
        "in_time",
        r"\b(?:in|within)\s" + COUNT.format("it_n") + r"\s" + UNIT.format("it_u") + r"(?:['’]?s?['’]?\stime)\b",
    ),
    (
        "part",
        r"\b(?P<pt_w>earlier|later|late|early)\s(?P<pt_t>this|last|next)\s(?P<pt_u>week|month|year|decade|century)\b",
    ),
    ("part_day", r"\b(?:earlier|later)\s(?P<pd>today|yesterday)\b"),
    (
        "beginning",
        r"\bat\sthe\s(?:start|beginning|end)\sof\s(?P<bg_t>this|last|the)\s(?P<bg_u>week|month|year|decade)\b",
    ),
    (
        "relative",
        (
            r"(?<!\bthe )\b(?P<rel_w>this|last|next|previous|past|coming|following)\s(?P<rel_u>week|weekend|month|year|decade|century)\b"
            r"(?!['’]s)"
        ),
    ),
    ("night", r"\b(?P<night>last\snight|overnight|this\smorning|this\safternoon|this\sevening|tonight)\b"),
    ("near", r"\b(?P<near>today|yesterday|tomorrow|the day before yesterday|the day after tomorrow)\b(?!['’]s)"),
    (
        "weekday",
        (
            r"\b(?:(?P<wd_w>last|next|this|on|late|early|since)\s)?(?P<wd>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
            r"(?!s\b)"
        ),
    ),
    ("decade", r"\b(?:in|during|of|since|from)\sthe\s(?:early\s|late\s|mid-)?(?P<dec>1[0-9]\d0|20\d0)s\b"),
    (
        "decade_word",
        (
            r"\b(?:in|during|of|since|from)\sthe\s(?:early\s|late\s|mid-)?(?:nineteen-?\s?)?(?:['’‘]?(?P<dw_n>[2-9]0)['’]?s\b"
            r"|(?P<dw>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b)"
        ),
    ),
    ("year_when", r"\b(?P<yw>1[0-9]\d\d|20\d\d),?\s(?=when\b)"),
    (
        "century",
        (
            r"\b(?:the\s)?(?:early\s|late\s|mid-)?(?P<cent>\d{1,2}(?:th|st)|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
            r"|twentieth)[\s-]century\b"
        ),
    ),
    ("span", r"\(\s?(?P<sp_a>1[0-9]\d\d|20\d\d)\s?[-–—]\s?(?P<sp_b>\d{2,4})\s?\)"),
    ("from_to", r"\b(?:from|between)\s(?P<ft_a>1[0-9]\d\d|20\d\d)\s(?:to|and|until)\s(?P<ft_b>1[0-9]\d\d|20\d\d)\b"),
    ("bracket", r"\(\s?(?P<br>1[0-9]\d\d|20\d\d)\s?\)"),
    (
        "year",
        (
            r"\b(?:back\s)?(?:back\sto|in|of|during|early|late|mid-|around|circa|year|autumn|summer|winter|spring)\s?(?:the\s)?"
            r"(?:early\s|late\s|mid-|year\s)*(?P<yr>1[0-9]\d\d|20\d\d)\b(?!s\b)(?!\s?(?:%|percent|per\scent|people|troops|men|soldiers|km|miles"
            r"|kilomet|dollars|euros|tonnes|tons))(?![.,]\d)"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of time in a text.

    Attributes:
        start: offset of the first character.
        end: one past the last.
        words: as they stand.
        kind: which pattern found them.
        facts: what the pattern read.
    """

    start: int
    end: int
    words: str
    kind: str
    facts: tuple[tuple[str, str], ...]

    def fact(self, name: str) -> str | None:
        """One thing that the pattern read."""
        return dict(self.facts).get(name)


@cache
def _regex() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _renamed()), re.IGNORECASE)


def _renamed() -> list[tuple[str, str]]:
    """Pattern names apart from the names of their groups."""
    return [(f"k_{kind}", pattern) for kind, pattern in _PATTERNS]


# one of these words, or a year, stands in every expression: most sentences are done with after a look at them
CUES: Final = frozenset(
    {
        *MONTHS, *WEEKDAYS, "today", "yesterday", "tomorrow", "night", "tonight", "overnight", "morning", "afternoon", "evening",
        "day", "days", "week", "weeks", "weekend", "fortnight", "fortnights", "month", "months", "year", "years", "decade",
        "decades", "century", "centuries", "generations", "ago", "recently", "lately", "recent", "past", "time", "times", "war", "eve",
        "christmas", "boxing", "spring", "summer", "autumn", "fall", "winter", "shortly", "soon", "hours", "1st", "2nd", "3rd",
        "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties",
    }
)  # fmt: skip
AROUND = 60  # characters on either side of a cue in which the rest of its expression stands
_WORD = re.compile(r"\w+")


def _windows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches in which an expression may stand, merged and cut between words."""
    found: list[tuple[int, int]] = []
    for word in _WORD.finditer(text, start, end):
        said = word.group()
        if said.lower() not in CUES and not (
            said[0].isdigit() and (len(said) in (4, 5) or said.endswith(("th", "st", "nd", "rd", "0s")))
        ):
            continue
        first, last = max(start, word.start() - AROUND), min(end, word.end() + AROUND)
        while first > start and not text[first - 1].isspace():
            first -= 1
        while last < end and not text[last].isspace():
            last += 1
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


FREE_OF_DEADLINES: Final = frozenset(
    {"ago", "many_ago", "from_to", "span", "bracket", "apart", "vague_apart", "year_of", "vague", "later"}
)
_DEADLINE = re.compile(
    r"(?:\b(?:by|until|till|before|after|since|through|than|for)\s(?:the\s|late\s|early\s|end\sof\s)*)$", re.IGNORECASE
)
_DURATION = re.compile(r"(?:\b(?:over|during|for|in|within|throughout|of)\s(?:the\s)?)$", re.IGNORECASE)


def find_expressions(text: str, start: int = 0, end: int | None = None) -> tuple[Expression, ...]:
    """Expressions of time in a stretch of text, in its order, without deadlines and durations.

    Args:
        text: of the article.
        start: first character of the stretch.
        end: one past its last; the end of the text if None.
    """
    end = len(text) if end is None else end
    found = []
    for match in (m for first, last in _windows(text, start, end) for m in _regex().finditer(text, first, last)):
        facts = tuple((k, v) for k, v in match.groupdict().items() if v is not None and not k.startswith("k_"))
        kind = next(k[2:] for k, v in match.groupdict().items() if v is not None and k.startswith("k_"))
        before = text[max(start, match.start() - 24) : match.start()]
        if kind not in FREE_OF_DEADLINES and _DEADLINE.search(before):
            continue
        if kind == "weekday" and (match.group("wd_w") or "").lower() == "since":
            continue
        if kind == "relative" and match.group("rel_w").lower() in ("past", "following") and _DURATION.search(before):
            continue
        if kind == "month" and match.group("mo_m").lower() in ("may", "march") and match.group("mo_m")[0].islower():
            continue
        if kind in ("month_day", "day_month", "month_year") and match.group()[0].islower() and "may" in match.group():
            continue
        found.append(Expression(match.start(), match.end(), match.group(), kind, facts))
    return tuple(found)
