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

  // Tabs: one section at a time, by the address's own fragment, so that a link to a tab or into one opens it.
  function tabs(box) {
    const links = all(".tablist a", box), panels = links.map((link) => one(link.hash, box));
    const choose = (at, moved) => {
      panels.forEach((panel, n) => { panel.hidden = n !== at; });
      links.forEach((link, n) => { n === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"); });
      if (moved) history.replaceState(null, "", links[at].hash);
    };
    const wanted = () => {
      const target = location.hash && document.getElementById(location.hash.slice(1));
      return Math.max(0, panels.findIndex((panel) => target && panel.contains(target)));
    };
    links.forEach((link, n) => link.addEventListener("click", (event) => { event.preventDefault(); choose(n, true); }));
    window.addEventListener("hashchange", () => choose(wanted()));
    choose(wanted());
  }

  // A document: a click on the words of a claim shows what was read there.
  function claims(text) {
    const panel = one("#panel");
    if (!panel) return;
    const cards = new Map(all(".card[data-claim]").map((card) => [card.dataset.claim, card]));
    let from;
    const close = () => {
      panel.hidden = true;
      all(".chosen", text).forEach((link) => link.classList.remove("chosen"));
      from?.focus({ preventScroll: true });
      from = null;
    };
    const open = (ids, link, focus) => {
      const shown = ids.map((id) => cards.get(id)).filter(Boolean);
      if (!shown.length) return;
      all(".chosen", text).forEach((old) => old.classList.remove("chosen"));
      link?.classList.add("chosen");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "close", textContent: "×", title: "Close (Esc)" });
      button.setAttribute("aria-label", "Close");
      button.addEventListener("click", close);
      panel.replaceChildren(button, ...shown.map((card) => card.cloneNode(true)));
      panel.hidden = false;
      from = link;
      if (focus) button.focus({ preventScroll: true });
    };
    text.addEventListener("click", (event) => {
      const link = event.target.closest("a.told");
      if (!link) return;
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      open(link.dataset.claims.split(" "), link, event.detail === 0);
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && close());
    const deep = () => {
      const id = decodeURIComponent(location.hash.slice(1));
      if (!cards.has(id)) return;
      const link = all("a.told", text).find((a) => a.dataset.claims.split(" ").includes(id));
      open([id], link);
      link?.scrollIntoView({ block: "center" });
    };
    window.addEventListener("hashchange", deep);
    deep();
  }

  function narrow(input) {
    input.closest(".filter").hidden = false;
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const item of all(input.dataset.narrows)) item.hidden = !item.textContent.toLowerCase().includes(wanted);
      for (const section of all("main section:has(.names)")) section.hidden = !one(".names li:not([hidden])", section);
    });
  }

  function sortable(table) {
    const body = one("tbody", table);
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") === "descending";
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const value = (row) => row.cells[column].textContent.trim().replace(/^–$/, "");
        const numbers = head.classList.contains("number");
        const order = (a, b) => (numbers ? value(a) - value(b) : value(a).localeCompare(value(b))) * (up ? 1 : -1);
        const rows = [...body.rows].sort((a, b) => (!value(a) - !value(b)) || (numbers ? order(a, b) : -order(a, b)));
        body.append(...rows);
      });
    });
  }

  // The brief: what was set aside is kept in this browser alone.
  const KEPT = "detente-brief";
  const kept = () => { try { return JSON.parse(localStorage.getItem(KEPT)) || []; } catch { return []; } };
  const keep = (items) => { try { localStorage.setItem(KEPT, JSON.stringify(items)); return true; } catch { return false; } };
  const briefOf = (items) => {
    const address = new URL(one("a.to-brief").href);
    address.search = "";
    items.forEach((item) => address.searchParams.append("item", item));
    return address.href;
  };

  function basket() {
    const link = one("a.to-brief");
    if (!link) return;
    const show = () => {
      const items = kept();
      if (!items.length) return;
      link.href = briefOf(items);
      link.textContent = `Brief (${items.length})`;
    };
    show();
    if (location.pathname === new URL(link.href).pathname && !location.search && kept().length) location.replace(link.href);
    document.addEventListener("click", (event) => {
      const adds = event.target.closest("a[data-item]"), drops = event.target.closest("a[data-drops]");
      if (drops) keep(kept().filter((item) => item !== drops.dataset.drops));
      if (!adds) return;
      const items = [...new Set([...kept(), adds.dataset.item])].slice(-60);
      if (!keep(items)) return;
      event.preventDefault();
      show();
      const said = document.createElement("span");
      said.setAttribute("role", "status");
      const see = Object.assign(document.createElement("a"), { href: briefOf(items), textContent: `see the brief (${items.length})` });
      said.append("Added; ", see);
      const held = document.activeElement === adds;
      adds.replaceWith(said);
      if (held) see.focus();
    });
  }

  function empties(button) {
    button.hidden = false;
    button.addEventListener("click", () => { localStorage.removeItem(KEPT); location.href = location.pathname; });
  }

  // Reviewing: one key each, for the claim that is chosen, or else for the page.
  let chosen = null;
  function keyed() {
    all(".keys").forEach((line) => { line.hidden = false; });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
      const found = `[data-key="${CSS.escape(event.key)}"]`;
      const key = (chosen && one(found, chosen)) || all(found).find((item) => !item.closest(".judging"));
      if (!key) return;
      event.preventDefault();
      if (key.tagName === "DETAILS") { key.open = true; one("input[name=kind]", key).focus(); }
      else if (key.type === "checkbox") { key.scrollIntoView({ block: "center" }); key.focus({ focusVisible: true }); }
      else key.click();
    });
  }

  function judging(list) {
    const items = all(":scope > li[id]", list);
    if (!items.length) return;
    let at = Math.max(0, items.findIndex((item) => "#" + item.id === location.hash));
    const choose = (to, scroll = true) => {
      items[at].classList.remove("chosen");
      at = Math.min(Math.max(to, 0), items.length - 1);
      chosen = items[at];
      chosen.classList.add("chosen");
      items[at].focus({ preventScroll: true });
      if (scroll) items[at].scrollIntoView({ block: "nearest" });
      const words = items[at].dataset.words && all(".left a.told").find((a) => a.dataset.claims.split(" ").includes(items[at].dataset.words));
      all(".left .chosen").forEach((old) => old.classList.remove("chosen"));
      if (words) { words.classList.add("chosen"); words.scrollIntoView({ block: "center" }); }
    };
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
      if (event.key === "j" || event.key === "k") { event.preventDefault(); return choose(at + (event.key === "j" ? 1 : -1)); }
    });
    list.addEventListener("click", (event) => {
      const item = event.target.closest("li[id]");
      if (item && !event.target.closest("a, button, input, select, summary")) choose(items.indexOf(item), false);
    });
    one(".left")?.addEventListener("click", (event) => {
      const link = event.target.closest("a.told");
      if (!link) return;
      event.preventDefault();
      const to = items.findIndex((item) => link.dataset.claims.split(" ").includes(item.dataset.words));
      if (to >= 0) choose(to);
    });
    choose(at);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.documentElement.classList.add("js");
    all("form.day").forEach(daySlider);
    all(".judging").forEach(judging);
    if (one("[data-key]")) keyed();
    all(".tabs").forEach(tabs);
    all(".document .text").forEach(claims);
    all("[data-narrows]").forEach(narrow);
    all("table.sortable").forEach(sortable);
    basket();
    all(".empty-brief").forEach(empties);
  });
})();
