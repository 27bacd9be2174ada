"""Invented rows of each family, as its files write them."""

from __future__ import annotations

ICEWS_HEAD = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
    "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
)
POLECAT_HEAD = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t"
    "Primary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\t"
    "Recipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\t"
    "Wikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\t"
    "Raw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\t"
    "Version"
)


def icews(n=1, day="2031-05-02", source="Norway", code="040", target="Chile", *, sectors="", name=None, intensity="1"):
    """A row of ICEWS."""
    cells = [n, day, name or source, sectors, source, "words", code, intensity, target, "", target, 77, 1, "Post"]
    return "\t".join(map(str, [*cells, "Oslo", "", "", "Norway", 59.9, 10.7]))


def gdelt(
    n=1,
    day="20310502",
    code="040",
    one=("NOR", "NORWAY"),
    two=("CHL", "CHILE"),
    *,
    columns=61,
    url="http://www.a.example/x",
):
    """A row of GDELT with 57, 58 or 61 columns."""

    def actor(who):
        return [*who, *([""] * 8)]

    head = [
        n,
        day,
        day[:6],
        day[:4],
        "2031.3",
        *actor(one),
        *actor(two),
        1,
        code,
        code[:3],
        code[:2],
        1,
        "1.5",
        6,
        2,
        5,
        "-2.5",
    ]
    place = ["1", "Chile", "CI", "CI", *([""] if columns == 61 else []), "-30.0", "-71.0", "CI"]
    cells = [*head, *place * 3, day, url]
    return "\t".join(map(str, cells[:columns]))


def mention(n=1, url="http://b.example/y", sentence=3):
    """A row of GDELT's mentions."""
    cells = [n, "20310502000000", "20310503001500", 1, "b.example", url, sentence, 1, 2, 3, 1, 80, 900, "-1.0", "", ""]
    return "\t".join(map(str, cells))


def polecat(n="a1", act="CONSULT", mode="visit", one=("Norway", "NOR", "GOV"), two=("Chile", "CHL", "GOV")):
    """A row of POLECAT."""
    who, whom = ([name, code, 1, sector, sector, "", name, ""] for name, code, sector in (one, two))
    cells = [n, "2031-05-02", act, mode, 1.0, 1, "diplomatic", *who, *whom, "Oslo", "", "", "", "NOR", 59.9, 10.7]
    return "\t".join(map(str, [*cells, 1, "Oslo", "P", "Post", "2031-05-03", "", "", "", "en", "1"]))
