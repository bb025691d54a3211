/*
 * Search in the reader's own browser: loaded by site.js when a reader first opens the search box, together
 * with the engine (search/lunr.js) and the index of the site (search/index.js). Nothing leaves the machine.
 */
window.startSearch = (base) => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const dialog = $("search");
  const input = $("search-input");
  const results = $("search-results");
  const status = $("search-status");
  const index = lunr(function () {
    this.ref("n");
    this.field("t", { boost: 8 });
    this.field("p", { boost: 4 });
    this.field("x");
    window.searchEntries.forEach((entry, n) => this.add({ n, ...entry }));
  });

  const find = (words) => {
    const run = (presence) =>
      index.query((query) => {
        for (const word of words) {
          query.term(word, { boost: 10, presence });
          if (presence === lunr.Query.presence.OPTIONAL || words.length === 1)
            query.term(word, { boost: 1, wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false });
        }
      });
    const all = words.length > 1 ? run(lunr.Query.presence.REQUIRED) : [];
    return all.length ? all : run(lunr.Query.presence.OPTIONAL);
  };

  const excerpt = (text, words) => {
    const low = text.toLowerCase();
    const at = Math.max(0, Math.min(...words.map((w) => low.indexOf(w)).filter((n) => n >= 0), text.length));
    const from = at === text.length ? 0 : Math.max(0, text.lastIndexOf(" ", at - 50));
    const rest = text.slice(from);
    return (from ? "… " : "") + (rest.length > 180 ? `${rest.slice(0, 180).replace(/\s\S*$/, "")} …` : rest).trim();
  };

  const marked = (text, words) => {
    const fragment = document.createDocumentFragment();
    const escaped = words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    text.split(new RegExp(`(${escaped.join("|")})`, "gi")).forEach((part, n) => {
      if (n % 2) {
        const mark = document.createElement("mark");
        mark.textContent = part;
        fragment.append(mark);
      } else fragment.append(part);
    });
    return fragment;
  };

  const line = (tag, className, text, words) => {
    const element = document.createElement(tag);
    element.className = className;
    element.append(marked(text, words));
    return element;
  };

  /* For the ear only: it keeps the name of a section apart from that of its page. */
  const comma = document.createElement("span");
  comma.className = "visually-hidden";
  comma.textContent = ",";

  const render = () => {
    const words = input.value.toLowerCase().match(/[\p{L}\p{N}.,'’-]+/gu) || [];
    results.replaceChildren();
    if (!words.length) {
      status.textContent = "";
      return;
    }
    const hits = find(words);
    const shown = hits.slice(0, 20);
    status.textContent = hits.length
      ? `${hits.length} ${hits.length === 1 ? "place" : "places"} found${hits.length > 20 ? ", the best 20 shown" : ""}.`
      : "Nothing found. Try one word, or a part of it.";
    for (const hit of shown) {
      const entry = window.searchEntries[hit.ref];
      const link = document.createElement("a");
      link.href = base + entry.u;
      link.append(line("span", "hit-title", entry.t || entry.p, words));
      if (entry.t) link.append(comma.cloneNode(true), " ", line("span", "hit-page", entry.p, words));
      link.addEventListener("click", () => dialog.close());
      const text = line("p", "hit-text", excerpt(entry.x, words), words);
      text.id = `hit-${hit.ref}`;
      link.setAttribute("aria-describedby", text.id);
      const item = document.createElement("li");
      item.append(link, text);
      results.append(item);
    }
  };

  window.search = render;
  input.addEventListener("input", render);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      results.querySelector("a")?.click();
    }
    if (event.key === "ArrowDown") {
      event.preventDefault();
      results.querySelector("a")?.focus();
    }
  });
  results.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const links = [...results.querySelectorAll("a")];
    const next = links.indexOf(document.activeElement) + step;
    (next < 0 ? input : links[Math.min(next, links.length - 1)]).focus();
  });
};
