"""Briefs of a pair, a state and a triangle: the same sentences on the screen, in Markdown, in HTML and in PDF."""

from __future__ import annotations

import html
import io
import re
from datetime import date

import pytest

import standins
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.views.brief import make_brief
from dragoman.views.brief_more import make_state_brief, make_triangle_brief
from dragoman.views.pdf import as_pdf
from dragoman.views.sheet_forms import sheet_as_html, sheet_as_markdown, sheet_as_terminal
from dragoman.views.sheets import sheet_of


def printed(thing) -> str:
    from rich.console import Console

    console = Console(width=250, record=True, file=io.StringIO(), highlight=False)
    console.print(thing)
    return console.export_text()


def read(pdf: bytes):
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


FORMS = {
    "md": sheet_as_markdown,
    "html": sheet_as_html,
    "terminal": lambda s: printed(sheet_as_terminal(s)),
    "pdf": lambda s: words(as_pdf(s)),
}


@pytest.fixture(scope="module")
def three(tmp_path_factory) -> Store:
    """Turkey, Russia and Ukraine over two years, one month a sentence."""
    store = Store.create(tmp_path_factory.mktemp("three") / "store")
    texts = [
        standins.article(
            f"TUR does {'AGREE' if n < 12 else 'ACCUSE'} to RUS on {date(2015 + n // 12, n % 12 + 1, 9)}. "
            f"TUR does {'ACCUSE' if n < 12 else 'AGREE'} to UKR on {date(2015 + n // 12, n % 12 + 1, 11)}.",
            day=date(2015 + n // 12, n % 12 + 1, 20), publisher="Strelsau Post",
        )
        for n in range(24)
    ]  # fmt: skip
    with store.writing(standins.run()) as writer:
        writer.commit(*standins.derived(*texts))
    return store.refresh()


@pytest.fixture(scope="module")
def sheets(three):
    settings = Settings()
    return {
        "pair": sheet_of(make_brief(three, "TUR", "RUS", settings=settings)),
        "state": sheet_of(make_state_brief(three, "TUR", settings=settings)),
        "triangle": sheet_of(make_triangle_brief(three, "TUR", "RUS", "UKR", settings=settings)),
    }


@pytest.fixture(scope="module")
def pdfs(sheets):
    return {name: as_pdf(sheet) for name, sheet in sheets.items()}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind, said", [
    ("pair", ("Turkey and Russia", "TUR does AGREE to RUS on 2015-0", "measure L2", "dragoman brief TUR RUS --as-of 1")),
    ("state", ("2 other actors", "Ukraine", "TUR does AGREE to UKR on 2016-0", "dragoman brief TUR --as-of 1")),
    ("triangle", ("Turkey between Russia and Ukraine", "Turkey leaves Russia for Ukraine: most in the half-year from January 2016",
                  "TUR does AGREE to UKR on 2016-0", "dragoman brief TUR RUS UKR --as-of 1")),
])  # fmt: skip
def test_every_form_says(sheets, pdfs, kind, said, form):
    page = words(pdfs[kind]) if form == "pdf" else html.unescape(FORMS[form](sheets[kind]))
    page = " ".join(page.split())
    for some in said:
        assert some in page


@pytest.mark.parametrize("kind", ["pair", "state", "triangle"])
def test_pdf_has_vector_charts_and_fonts_inside(pdfs, sheets, kind):
    reader = read(pdfs[kind])
    charts = sum(type(b).__name__ == "Chart" for b in sheets[kind].blocks)
    assert charts >= 1
    assert [image.name for page in reader.pages for image in page.images] == []  # no raster picture
    assert words(pdfs[kind]).count("verbal cooperation") >= charts  # words of a chart's legend are words
    fonts = []
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            one = font.get_object()
            descriptor = one.get("/DescendantFonts", [one])[0].get_object()["/FontDescriptor"].get_object()
            fonts.append(any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")))
    assert fonts
    assert all(fonts)
    assert reader.metadata.title == sheets[kind].title


def test_triangle_draws_its_leaning(sheets, pdfs):
    for page in (html.unescape(sheet_as_html(sheets["triangle"])), words(pdfs["triangle"])):
        assert "The line breaks where either relation has no news in that year." in " ".join(page.split())
        assert "nearer to Ukraine" in page


def test_leaning_breaks_where_a_month_lacks():
    from dragoman.errors import InputError
    from dragoman.views.charts import picture
    from dragoman.views.charts_leaning import leaning_chart

    points = [(date(2015, n, 1), 0.5 - n / 10, -0.5, 1.0) for n in (1, 2, 3, 7, 8)]
    drawn = picture(leaning_chart(points, "Graustark", "Borduria"), "svg").decode()
    assert len(re.findall(r'<path[^>]*stroke="#1d2327"', drawn)) == 2
    assert "+ nearer to Graustark" in drawn
    with pytest.raises(InputError):
        leaning_chart([], "Graustark", "Borduria")


def test_same_brief_same_pdf(sheets):
    one, other = (as_pdf(sheets["pair"]) for _ in range(2))
    assert one == other


def test_hostile_text_is_words_in_pdf_and_html(ledger):
    sheet = sheet_of(make_brief(ledger, "RUS", "TUR", settings=Settings()))
    pdf = as_pdf(sheet)
    assert "".join(standins.HOSTILE.split()) in "".join(words(pdf).split())
    links = {a.get_object()["/A"].get("/URI") for page in read(pdf).pages for a in page.get("/Annots", [])}
    assert links == {"https://example.org/1"}
    page = sheet_as_html(sheet)
    assert "<script" not in page.lower()
    assert not re.search(r"""href\s*=\s*["']?\s*javascript:""", page, re.IGNORECASE)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_known_is_no_level(store, form):
    settings = Settings()
    for made in (
        make_state_brief(store, "TUR", settings=settings),
        make_triangle_brief(store, "TUR", "RUS", "UKR", settings=settings),
    ):
        page = FORMS[form](sheet_of(made))
        assert "no level can be given" in " ".join(page.split())
        assert not re.search(r"[+−]\d\.\d\d \[", page)


def test_leavers_are_told_apart(sheets):
    text = sheet_as_markdown(sheets["triangle"])
    assert "better" in text
    assert "worse" in text
