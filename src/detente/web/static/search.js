// Search in published pages: asks the files of the index for what a question needs, and shows what they hold as text.
"use strict";
var detenteSearch = (() => {
  const MOST = 40;
  const SORTS = [["actor", "Actors"], ["relation", "Relations"], ["document", "Documents"], ["act", "Acts"], ["passage", "Passages"]];
  const given = new Map(), waiting = new Map();
  const give = (key, value) => { given.set(key, value); waiting.get(key)?.(value); waiting.delete(key); };

  // A file of the index is a script that calls one of the functions below; one that is not there holds nothing.
  const asked = new Map();
  function ask(file, key) {
    if (given.has(key)) return Promise.resolve(given.get(key));
    if (!asked.has(file)) asked.set(file, new Promise((done) => {
      waiting.set(key, done);
      const script = document.createElement("script");
      script.src = `search/${file}.js`;
      script.onerror = () => give(key, []);
      document.head.append(script);
    }));
    return asked.get(file);
  }

  const folded = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
  const wordsOf = (text) => folded(text).match(/[\p{L}\p{N}_]+/gu) || [];
  const hex = (text) => [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // "recognised" is also looked for as "recognis", so that other endings of a long word are found.
  function stem(word) {
    if (word.length < 5) return word;
    const bare = word.replace(/(ing|ed|s)$/, "");
    return bare.length > 6 ? bare.replace(/e$/, "") : bare.length > 3 ? bare : word;
  }

  function numbers(steps, into) {
    let at = 0;
    steps.forEach((step, n) => { at = n ? at + step : step; into.add(at); });
  }

  async function having(word, about) {
    const start = [...word].slice(0, about.letters).join(""), found = new Set(), begin = stem(word);
    const entries = await ask(`w-${hex(start)}`, `w-${hex(start)}`);
    for (const [entry, steps] of entries) {
      if (entry === word || (word.length > 2 && entry.startsWith(begin))) numbers(steps, found);
    }
    return found;
  }

  async function line(number, about) {
    const file = Math.floor(number / about.lines);
    return (await ask(`l-${file}`, `l-${file}`))[number % about.lines];
  }

  async function find(question) {
    const about = await ask("about", "about");
    const sought = [...new Set(wordsOf(question))].filter((word) => !about.common.includes(word)).slice(0, 12);
    const phrases = [...question.matchAll(/"([^"]+)"/g)].map((found) => wordsOf(found[1]).join(" "));
    if (!sought.length) return [];
    const sets = await Promise.all(sought.map((word) => having(word, about)));
    sets.sort((a, b) => a.size - b.size);
    const all = [...sets[0]].filter((number) => sets.every((set) => set.has(number))).sort((a, b) => a - b);
    const groups = [];
    for (const [sort, label] of SORTS) {
      const [low, high] = about.sorts[sort] || [0, 0];
      const mine = all.filter((number) => number >= low && number < high);
      const shown = [];
      for (const number of mine) {
        if (shown.length >= MOST) break;
        const held = await line(number, about);
        if (held && phrases.every((phrase) => wordsOf(held[0]).join(" ").includes(phrase))) shown.push(held);
      }
      if (shown.length) groups.push({ sort, label, shown, more: phrases.length ? 0 : mine.length - shown.length });
    }
    return groups.map((group) => ({ ...group, sought }));
  }

  const make = (name, text, more = {}) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text }, more);

  // The text with the words that were sought marked; only text nodes and marks are ever made of it.
  function marked(text, sought) {
    const stems = sought.map(stem), parts = [];
    for (const part of text.split(/([\p{L}\p{N}\p{M}_]+)/u)) {
      const bare = folded(part);
      parts.push(bare && stems.some((begin, n) => bare === sought[n] || (begin.length > 2 && bare.startsWith(begin))) ? make("mark", part) : part);
    }
    return parts;
  }

  function section({ sort, label, shown, more, sought }) {
    const box = make("section"), list = make(sort === "passage" ? "ol" : "ul", undefined, { className: sort === "passage" ? "hits" : "plainly" });
    for (const [text, href, beneath] of shown) {
      const item = make("li");
      if (sort === "passage") {
        const quote = make("blockquote", undefined, { className: "words" }), said = make("p"), source = make("p", undefined, { className: "source" });
        said.append(...marked(text, sought));
        quote.append(said);
        source.append(make("a", beneath, { href }));
        item.append(quote, source);
      } else {
        const link = make("a", undefined, { href });
        link.append(...marked(text, sought));
        item.append(link, " ", make("span", beneath, { className: "where" }));
      }
      list.append(item);
    }
    box.append(make("h2", label), list);
    if (more > 0) box.append(make("p", `and ${more} more`, { className: "where" }));
    return box;
  }

  async function run() {
    const place = document.getElementById("found"), question = (new URLSearchParams(location.search).get("q") || "").slice(0, 200);
    document.getElementById("needs-script").hidden = true;
    for (const field of document.querySelectorAll("input[name=q]")) field.value = question;
    if (!question.trim()) return;
    place.textContent = "Looking …";
    const groups = await find(question);
    place.replaceChildren(...groups.map(section));
    if (!groups.length) place.append(make("p", `Nothing in these pages answers to “${question}”.`, { className: "nothing big" }));
    place.dataset.done = "";
  }
  document.addEventListener("DOMContentLoaded", run);

  return {
    about: (value) => give("about", value),
    words: (name, value) => give(`w-${name}`, value),
    lines: (number, value) => give(`l-${number}`, value),
  };
})();
