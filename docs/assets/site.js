/*
 * What scripts add to pages that work without them: search, tooltips for references, the switch
 * between light and dark, and the mark at the section being read. Nothing is fetched from elsewhere.
 */
(() => {
  "use strict";
  const script = document.currentScript || document.querySelector("script[data-base]");
  const base = script.dataset.base.replace(/\/?$/, "/");
  const $ = (id) => document.getElementById(id);

  /* -- light and dark -------------------------------------------------------------------------- */

  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.scheme ? root.dataset.scheme === "dark" : dark.matches);
  const schemeSwitch = $("scheme-switch");
  const label = () => {
    schemeSwitch.textContent = isDark() ? "Light" : "Dark";
    schemeSwitch.setAttribute("aria-label", isDark() ? "Switch to light colors" : "Switch to dark colors");
  };
  schemeSwitch.hidden = false;
  schemeSwitch.addEventListener("click", () => {
    root.dataset.scheme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("scheme", root.dataset.scheme);
    } catch {
      /* storage is off: the choice holds for this page */
    }
    label();
  });
  dark.addEventListener("change", label);
  label();

  /* -- menu: Escape and a click elsewhere close it ---------------------------------------------- */

  const menu = document.querySelector(".menu");
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  /* -- tooltips: reachable by hover and by keyboard, closed with Escape (WCAG 1.4.13) ------------- */

  let tip = null;
  let leaving = 0;
  const hide = () => {
    clearTimeout(leaving);
    if (!tip) return;
    tip.owner.removeAttribute("aria-describedby");
    tip.remove();
    tip = null;
  };
  const show = (link) => {
    clearTimeout(leaving);
    if (tip && tip.owner === link) return;
    hide();
    if (link.title) {
      link.dataset.tip = link.title;
      link.removeAttribute("title");
    }
    tip = document.createElement("div");
    tip.className = "tip";
    tip.id = "tip";
    tip.role = "tooltip";
    tip.textContent = link.dataset.tip;
    tip.owner = link;
    tip.addEventListener("pointerenter", () => clearTimeout(leaving));
    tip.addEventListener("pointerleave", leave);
    document.body.append(tip);
    link.setAttribute("aria-describedby", "tip");
    const box = link.getClientRects()[0];
    const left = Math.min(box.left, innerWidth - tip.offsetWidth - 16);
    const above = box.bottom + tip.offsetHeight + 12 > innerHeight;
    tip.style.left = `${Math.max(16, left) + scrollX}px`;
    tip.style.top = `${(above ? box.top - tip.offsetHeight - 6 : box.bottom + 6) + scrollY}px`;
  };
  function leave() {
    leaving = setTimeout(hide, 200);
  }
  for (const link of document.querySelectorAll(".ref-claim[title], .ref-term[title], .ref-source[title]")) {
    link.addEventListener("pointerenter", () => show(link));
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", hide);
  }
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());

  /* -- the section being read ------------------------------------------------------------------ */

  const entries = new Map();
  for (const link of document.querySelectorAll(".side .toc a")) {
    const heading = $(decodeURIComponent(link.hash.slice(1)));
    if (heading) entries.set(heading, link);
  }
  if (entries.size) {
    const mark = () => {
      let current = null;
      for (const heading of entries.keys())
        if (!heading.hidden && heading.getBoundingClientRect().top < 140) current = heading;
      for (const [heading, link] of entries) link.classList.toggle("here", heading === current);
    };
    addEventListener("scroll", mark, { passive: true });
    mark();
  }

  /* -- search: engine and index load on first use ------------------------------------------------ */

  const dialog = $("search");
  const input = $("search-input");
  const results = $("search-results");
  const status = $("search-status");
  let index = null;
  let loading = null;

  const load = (path) =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = base + path;
      element.onload = resolve;
      element.onerror = () => reject(new Error(path));
      document.head.append(element);
    });

  const prepare = () => {
    loading ||= Promise.all([load("search/lunr.js"), load("search/index.js")]).then(() => {
      index = lunr(function () {
        this.ref("n");
        this.field("t", { boost: 8 });
        this.field("p", { boost: 4 });
        this.field("x");
        window.searchEntries.forEach((entry, n) => this.add({ n, ...entry }));
      });
    });
    return loading;
  };

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
    return (from ? "… " : "") + text.slice(from, from + 180).trim() + (text.length > from + 180 ? " …" : "");
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

  const line = (className, text, words) => {
    const span = document.createElement("span");
    span.className = className;
    span.append(marked(text, words));
    return span;
  };

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
      link.append(line("hit-title", entry.t || entry.p, words));
      if (entry.t) link.append(" ", line("hit-page", entry.p, words));
      link.append(line("hit-text", excerpt(entry.x, words), words));
      link.addEventListener("click", () => dialog.close());
      const item = document.createElement("li");
      item.append(link);
      results.append(item);
    }
  };

  const open = () => {
    dialog.showModal();
    input.select();
    if (!index) status.textContent = "Loading the index …";
    prepare().then(
      () => render(),
      () => (status.textContent = "The search index could not be loaded. The glossary and the list of claims have everything."),
    );
  };

  const opener = $("search-open");
  opener.hidden = false;
  opener.addEventListener("click", open);
  input.addEventListener("input", () => index && render());
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.value !== "close") event.preventDefault();
  });
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
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !dialog.open && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      open();
    }
  });
})();
