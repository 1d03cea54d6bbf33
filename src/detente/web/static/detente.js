// What a script adds to pages that work without it: the day slider, tabs, sorting, keys. No library, no outside address.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const DAY = 86400000;
  const number = (iso) => Math.round(Date.parse(iso + "T00:00:00Z") / DAY);
  const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);
  const spoken = (day) => new Date(day + "T00:00:00Z").toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  function daySlider(form) {
    const days = (form.dataset.days || "").split(" ").filter(Boolean);
    const slide = one("#slide", form), on = one("#on", form), output = one(".spoken", form);
    if (!days.length || !slide) return;
    const first = number(days[0]) - 30, last = Math.max(number(iso(Math.floor(Date.now() / DAY))), number(on.value));
    Object.assign(slide, { min: first, max: last, step: 1, hidden: false });
    slide.value = number(on.value);
    slide.setAttribute("aria-valuetext", spoken(on.value));
    drawTicks(one(".ticks", form), days.map(number), first, last);
    let waiting;
    slide.addEventListener("input", () => {
      on.value = iso(+slide.value);
      slide.setAttribute("aria-valuetext", spoken(on.value));
      output.textContent = spoken(on.value);
      clearTimeout(waiting);
      if (!form.dataset.published) waiting = setTimeout(() => show(form, on.value), 120);
    });
    slide.addEventListener("change", () => form.dataset.published && turnTo(form, days, on.value));
    on.addEventListener("change", () => {
      if (!/^\d{4}-\d\d-\d\d$/.test(on.value) || form.dataset.published) return;
      slide.value = number(on.value);
      show(form, on.value);
    });
  }

  function drawTicks(svg, days, first, last) {
    if (!svg) return;
    for (const day of days) {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      const x = `${(100 * (day - first)) / (last - first)}%`;
      for (const [name, value] of [["x1", x], ["x2", x], ["y2", "6"]]) line.setAttribute(name, value);
      svg.append(line);
    }
  }

  // Served: the same address with another day; only what stands that day is exchanged.
  let asking;
  async function show(form, day) {
    const address = new URL(location.href);
    address.searchParams.set("on", day);
    const known = one("#known", form);
    if (known && known.value) address.searchParams.set("known", known.value);
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { "X-Part": "standing" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of ["#standing", ".day .steps", ".foot", ".lede"]) one(part)?.replaceWith(one(part, page));
      const line = one(".strip line.on", page), old = one(".strip line.on");
      if (line) old ? old.replaceWith(line) : one(".strip")?.append(line);
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  // Published: a page was written for each day on which something changes.
  function turnTo(form, days, day) {
    const before = days.filter((one) => one <= day);
    const base = form.dataset.published;
    const file = before.length === days.length ? base : base.replace(/\.html$/, `/${before.at(-1) || days[0]}.html`);
    location.href = file;
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.classList.add("js");
    all("form.day").forEach(daySlider);
  });
  window.detente = { one, all };
})();
