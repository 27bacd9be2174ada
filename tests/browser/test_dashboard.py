"""The dashboard in Chromium: no error, nothing from outside, three clicks to a sentence, keyboard, axe, pictures."""

from __future__ import annotations

import re

import pytest

PAGES = {
    "pairs": "/pairs",
    "pair": "/pair/TUR/RUS?beside=UKR",
    "period": "/pair/TUR/RUS?from=2015-11-01&to=2015-11-30",
    "state": "/state/TUR",
    "compare": "/compare/TUR/RUS",
    "triangle": "/triangle/TUR/RUS/UKR",
    "events": "/events?actor=TUR",
    "claims": "/claims?about=TUR",
    "scores": "/scores?by=outlet",
    "quotes": "/quotes?by=TUR",
    "data": "/data",
    "world": "/world?state=TUR",
    "network": "/network",
    "correct": "/correct",
    "error": "/pair/TUR/XYZQ",
}
SEVERE = {"serious", "critical"}


def opened(page, name):
    """Go to a page of the list, or to the first event, article or claim that there is."""
    if name in PAGES:
        page.goto(PAGES[name])
    else:
        page.goto("/claims?stand=settled" if name == "claim" else "/events")
        page.locator(f"a[href^='/{name}/']").first.click()


@pytest.mark.parametrize("name", [*PAGES, "event", "article", "claim"])
def test_pages_load_without_errors_or_outside_requests_and_pass_axe(page, name, pictures, axe):
    opened(page, name)
    page.screenshot(path=pictures / f"{name}-desk.png", full_page=True)
    wrong = [w for w in page.wrong if not (name == "error" and "404" in w)]
    assert wrong == []
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    severe = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in SEVERE]
    assert severe == []


@pytest.mark.parametrize("name", [*PAGES, "event", "article", "claim"])
def test_a_phone_of_380_pixels_scrolls_one_way_only(phone, name, pictures):
    opened(phone, name)
    phone.screenshot(path=pictures / f"{name}-phone.png")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 380


@pytest.mark.parametrize("name", [*PAGES, "event", "article", "claim"])
def test_dark_mode_keeps_its_contrast(browser, address, name, pictures, axe):
    context = browser.new_context(base_url=address, color_scheme="dark")
    page = context.new_page()
    opened(page, name)
    page.screenshot(path=pictures / f"{name}-dark.png")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {runOnly: ['color-contrast']})")["violations"]
    context.close()
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []


def test_three_clicks_from_the_chart_to_the_sentence_in_its_article(page):
    page.goto("/pair/TUR/RUS")
    month = page.locator("svg.wide").first.locator("a[href*='from=2015-11-01']")
    month.click()
    assert "from=2015-11-01" in page.url
    event = page.locator("#events li").first
    assert event.locator("blockquote mark").first.is_visible()  # the sentence is there after the first click already
    event.get_by_text("in its article").first.click()
    assert re.search(r"/article/A[0-9a-f]{16}", page.url)
    assert page.locator(".reading mark").first.is_visible()


def test_a_gap_is_a_gap(page):
    page.goto("/pair/TUR/RUS?measure=L0")
    drawing = page.locator("svg.wide").first
    gap = drawing.locator("rect.gap").first.bounding_box()
    inside = [
        box
        for dot in drawing.locator("circle.dot").all()
        if (box := dot.bounding_box()) and gap["x"] + 3 < box["x"] + box["width"] / 2 < gap["x"] + gap["width"] - 3
    ]
    assert inside == []
    assert drawing.locator("path.level").count() > 1  # balance has no level in a quiet month: the line breaks
    assert "pattern" in drawing.locator("defs").inner_html()


def test_dragging_over_the_chart_chooses_a_period_and_the_link_restores_it(page):
    page.goto("/pair/TUR/RUS")
    box = page.locator("svg.wide").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.30, box["y"] + box["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.36, box["y"] + box["height"] * 0.4, steps=8)
    page.mouse.move(box["x"] + box["width"] * 0.42, box["y"] + box["height"] * 0.4, steps=8)
    page.mouse.up()
    page.wait_for_url(re.compile("from=20"))
    title, address = page.locator("#events h2").inner_text(), page.url
    page.goto("/pairs")
    page.goto(address)
    assert page.locator("#events h2").inner_text() == title
    assert page.locator("svg.wide rect.chosen").count() == 2


def test_a_permanent_link_shows_the_same(page):
    page.goto("/pair/TUR/RUS?measure=L1&by=week")
    figure = page.locator(".now strong").inner_text()
    page.get_by_role("link", name="permanent link").first.click()
    assert "as_of=" in page.url
    assert page.locator(".now strong").inner_text() == figure


def test_with_the_keyboard_alone(page):
    page.goto("/pairs")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "a":
            break
    page.keyboard.type("Turkey")
    page.keyboard.press("Tab")
    page.keyboard.type("Ukraine")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/pair/Turkey/Ukraine"))
    summary = page.get_by_text("The same as a table").first
    summary.focus()
    page.keyboard.press("Enter")
    row = page.locator("details[open] tbody a").first
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("from="))
    assert page.locator("#events li").count() > 0


def test_without_scripts_the_same_is_there(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/pair/TUR/RUS?from=2015-11-01&to=2015-11-30")
    assert page.locator("svg.wide").first.is_visible()
    assert page.locator("svg.wide path.level").count() > 0
    assert page.locator("#events blockquote").count() > 0
    context.close()


def test_from_a_claim_on_the_chart_to_its_receipt_and_its_article(page):
    page.goto("/pair/TUR/RUS")
    mark = page.locator("svg.wide").first.locator("a[href^='/claim/'] circle.s-true").first
    words = mark.locator("title").text_content()
    mark.click()
    assert re.search(r"/claim/P[0-9a-f]{16}", page.url)
    assert page.locator("h1").inner_text() in words
    assert page.locator(".rule").inner_text().startswith("True if")
    assert re.fullmatch(r"[0-9a-f]{64}", page.locator("dd.hash").first.inner_text().replace("\n", ""))
    assert page.get_by_text("The chain holds").is_visible()
    page.get_by_role("link", name="in its article").first.click()
    assert page.get_by_role("heading", name="Said to come").is_visible()


def test_claims_by_whom_about_whom_and_how_they_stand(page):
    page.goto("/claims")
    page.get_by_label("by").fill("official")
    page.get_by_label("about").fill("Turkey")
    page.get_by_label("standing").select_option("settled")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(re.compile("stand=settled"))
    assert page.locator("ol.lines > li").count() > 0
    assert page.locator("ol.lines > li .source").first.inner_text().split(",")[1].strip().startswith("official")
    assert page.locator(".v-true, .v-false, .v-void").count() >= page.locator("ol.lines > li").count()


def test_calibration_is_a_picture_without_scripts_and_nobody_is_ranked_on_few_claims(browser, address):
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/scores?least=1000")
    assert page.locator("svg.plate circle.dot").count() > 0
    assert page.get_by_text("nobody is ranked").first.is_visible()
    assert page.locator("tr:not(.unranked) td:nth-child(2)").all_inner_texts().count("1") == 0
    context.close()


def test_data_sets_side_by_side_from_the_pair(page):
    page.goto("/pair/TUR/RUS")
    page.get_by_role("link", name="compare data sets").click()
    names = page.locator("svg.wide").first.locator("text.name")
    assert [n.split(" ")[0] for n in names.all_text_contents()] == ["dragoman", "other"]
    page.locator("svg.wide").first.locator("a[href*='dataset=other']").first.click()
    assert "dataset=other" in page.url
    assert page.locator("ol.lines > li").count() == 1


def test_words_on_the_charts_do_not_stand_on_each_other(page, phone):
    overlapping = """() => {
      const found = [];
      for (const svg of document.querySelectorAll("svg")) {
        if (!svg.getClientRects().length) continue;
        const boxes = [...svg.querySelectorAll("text")].filter(t => t.getClientRects().length && t.textContent.trim())
          .map(t => [t.textContent.trim(), t.getBoundingClientRect()]).filter(b => b[1].width > 0);
        const frame = svg.getBoundingClientRect();
        for (const [words, b] of boxes)
          if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.bottom > frame.bottom + 1 || b.top < frame.top - 1)
            found.push("cut off: " + words);
        for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
          const a = boxes[i][1], b = boxes[j][1];
          const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          if (wide > 2 && tall > 4) found.push(boxes[i][0] + " / " + boxes[j][0]);
        }
      }
      return found;
    }"""
    for screen in (page, phone):
        for name in ("pair", "triangle", "compare", "scores", "network"):
            screen.goto(PAGES[name])
            assert screen.evaluate(overlapping) == [], name
