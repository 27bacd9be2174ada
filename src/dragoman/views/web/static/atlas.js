"use strict";
// Comfort only: without this file every page works. Drag over a chart to choose a period.
for (const chart of document.querySelectorAll("svg.drawing[data-first]")) {
  const day = 86400000, d = chart.dataset;
  const first = Date.parse(d.first), last = Date.parse(d.last), left = Number(d.left), right = Number(d.right);
  let from = null, box = null;
  const at = (event) => {
    const frame = chart.getBoundingClientRect();
    const x = (event.clientX - frame.left) * chart.viewBox.baseVal.width / frame.width;
    return Math.min(Math.max((x - left) / (right - left), 0), 1);
  };
  const iso = (share) => new Date(first + Math.round(share * (last - first) / day) * day).toISOString().slice(0, 10);
  chart.addEventListener("pointerdown", (event) => { if (event.button === 0) from = at(event); });
  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointermove", (event) => {
    if (from === null || Math.abs(at(event) - from) < 0.01) return;
    if (box === null) {
      box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      box.setAttribute("class", "chosen"); box.setAttribute("y", d.top);
      box.setAttribute("height", String(Number(d.bottom) - Number(d.top)));
      chart.append(box); chart.classList.add("brushing");
    }
    const to = at(event), width = right - left;
    box.setAttribute("x", String(left + Math.min(from, to) * width)); box.setAttribute("width", String(Math.abs(to - from) * width));
  });
  addEventListener("pointerup", (event) => {
    if (from !== null && box !== null) {
      const to = at(event), where = new URL(location.href);
      where.searchParams.set("from", iso(Math.min(from, to))); where.searchParams.set("to", iso(Math.max(from, to)));
      where.hash = "events";
      location.assign(where);
      event.preventDefault();
    }
    from = null;
  });
  chart.addEventListener("click", (event) => { if (box !== null) event.preventDefault(); }, true);
}
// What is new since the last visit: the batch that was seen then is kept by this browser alone. Half an hour makes a visit.
const news = document.querySelector("#new");
if (news) {
  try {
    const now = Number(news.dataset.batch), moment = Date.now();
    const kept = JSON.parse(localStorage.getItem("dragoman-visit") || "null") || { batch: now, before: now, at: moment };
    const visit = moment - kept.at > 1800000 ? { batch: now, before: kept.batch, at: moment } : { batch: now, before: kept.before, at: moment };
    localStorage.setItem("dragoman-visit", JSON.stringify(visit));
    const link = news.querySelector("a.since");
    if (link && Number.isInteger(visit.before) && visit.before < now) {
      const where = new URL(link.href);
      where.searchParams.set("since", String(visit.before)); link.href = where.href;
      link.textContent = "What is new since your last visit";
    }
  } catch { /* a browser that keeps nothing shows the plain link */ }
}
// A slider over the years of the network; the links beside it do the same.
for (const place of document.querySelectorAll(".slide")) {
  const years = place.dataset.years.trim().split(/\s+/).map(Number), here = document.querySelector(".years [aria-current]");
  if (years.length < 2 || !here) continue;
  const slider = document.createElement("input");
  slider.type = "range"; slider.min = "0"; slider.max = String(years.length - 1); slider.setAttribute("aria-label", "Year");
  slider.value = String(Math.max(years.indexOf(Number(here.textContent)), 0));
  const tell = () => slider.setAttribute("aria-valuetext", String(years[Number(slider.value)]));
  slider.addEventListener("input", tell); tell();
  slider.addEventListener("change", () => {
    const where = new URL(location.href);
    where.searchParams.set("year", String(years[Number(slider.value)])); location.assign(where);
  });
  place.append(slider);
}
