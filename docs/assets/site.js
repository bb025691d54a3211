/*
 * What scripts add to pages that work without them: search, tooltips for references, the switch
 * between light and dark, the mark at the section being read, and the layout of what is far below.
 * Nothing is fetched from elsewhere.
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
    $("content").append(tip); // inside the main landmark, for screen readers that go by landmarks
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

  /* -- below the window: the style sheet lets it wait, and one block in a frame is laid out when all is quiet ---- */

  const records = ".claim, .source, .event, .check, .question, .source-list > li";
  const waiting = [...$("content").querySelectorAll(`article > *, ${records}`)];
  const whenQuiet = window.requestIdleCallback || ((then) => setTimeout(then, 50));
  const layOut = () => {
    const block = waiting.shift();
    if (!block) return;
    block.style.contentVisibility = "visible";
    requestAnimationFrame(() => whenQuiet(layOut));
  };
  addEventListener("load", () => whenQuiet(layOut));

  /* -- search: its script, engine and index load on first use ------------------------------------ */

  // The engine and the script lie beside this one, under names that the build may change; the texts do not.
  const beside = (name) => new URL(name, script.src).href;
  const files = [beside("minisearch.js"), beside("search.js"), `${base}search/index.js`];
  // The host's policy lets scripts make script addresses only through here, and only for these three.
  const own = { createScriptURL: (path) => (files.includes(path) ? path : "") };
  const addresses = window.trustedTypes ? trustedTypes.createPolicy("explainer", own) : own;
  const load = (path) =>
    new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = addresses.createScriptURL(path);
      element.onload = resolve;
      element.onerror = () => reject(new Error(path));
      document.head.append(element);
    });

  const dialog = $("search");
  let loading = null;
  const open = () => {
    dialog.showModal();
    $("search-input").select();
    if (!loading) $("search-status").textContent = "Loading the texts of the site …";
    loading ||= Promise.all(files.map(load)).then(() => window.startSearch(base));
    loading.then(
      (render) => render(),
      () =>
        ($("search-status").textContent =
          "The search index could not be loaded. The glossary and the list of claims have everything."),
    );
  };

  $("search-input").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault(); // else the first press only empties the field
    dialog.close();
  });

  const opener = $("search-open");
  opener.hidden = false;
  opener.addEventListener("click", open);

  /* The key "/" can be switched off: those who speak to their computer, or whose hand shakes, meet it unasked. */
  const key = $("search-key");
  const tellKey = () => {
    if (key.checked) opener.setAttribute("aria-keyshortcuts", "/");
    else opener.removeAttribute("aria-keyshortcuts");
  };
  try {
    key.checked = localStorage.getItem("search-key") !== "off";
  } catch {
    /* storage is off: the switch holds for this page */
  }
  tellKey();
  key.addEventListener("change", () => {
    tellKey();
    try {
      if (key.checked) localStorage.removeItem("search-key");
      else localStorage.setItem("search-key", "off");
    } catch {
      /* as above */
    }
  });
  dialog.querySelector("form").addEventListener("submit", (event) => {
    if (event.submitter?.value !== "close") event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const held = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "/" && key.checked && !typing && !dialog.open && !held) {
      event.preventDefault();
      open();
    }
  });
})();
