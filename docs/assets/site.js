/*
 * What scripts add to pages that work without them: search, the switch between light and dark, the mark
 * at the section being read, and notes beside the text. Nothing is fetched from elsewhere.
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
    schemeSwitch.textContent = isDark() ? schemeSwitch.dataset.light : schemeSwitch.dataset.dark;
    schemeSwitch.setAttribute("aria-label", schemeSwitch.dataset[isDark() ? "toLight" : "toDark"]);
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
    requestAnimationFrame(mark); // with the browser's own layout, not before it
  }

  /* -- the bar at the bottom of narrow screens: there when the reader scrolls up ------------------- */

  const bar = $("bar");
  const side = document.querySelector(".side");
  const narrow = matchMedia("(max-width: 63.99em)");
  let last = 0; // asking for scrollY here would lay the page out before its time
  addEventListener(
    "scroll",
    () => {
      const up = scrollY < last - 4;
      const asked = bar.contains(document.activeElement) || (up && scrollY > innerHeight);
      if (up || scrollY > last + 4) bar.hidden = !(narrow.matches && asked);
      last = scrollY;
    },
    { passive: true },
  );
  $("bar-top").addEventListener("click", () => {
    scrollTo(0, 0);
    $("content").focus({ preventScroll: true });
  });
  $("bar-search").addEventListener("click", () => $("search-open").click());
  $("bar-contents")?.addEventListener("click", () => {
    side.popover = "auto";
    side.showPopover();
    (side.querySelector(".here") || side.querySelector("[aria-current]")).scrollIntoView({ block: "center" });
    side.querySelector("a").focus({ preventScroll: true });
  });
  side?.addEventListener("toggle", (event) => event.newState === "closed" && (side.popover = null));
  side?.addEventListener("click", (event) => side.popover && event.target.closest("a") && side.hidePopover());

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

/*
 * Notes: dresses the one list at the page's end, in the margin where there is room beside the text, else as a sheet.
 * Without this each phrase is a link to its note on the same page, and ↩ leads back.
 */
(() => {
  "use strict";
  const section = document.querySelector("[data-notes]");
  if (!section?.showPopover) return;
  const article = section.closest("article");
  const wide = matchMedia("(min-width: 80em)");
  const inMargin = () => wide.matches && !section.classList.contains("all");

  // Each note: its box (the entry itself stays a list item), its phrases, and from `layout` on where it stands.
  const items = [...section.querySelectorAll("li > div")].map((note) => ({ note, uses: [] }));
  const itemOf = (phrase) => items[phrase.dataset.note - 1];
  for (const phrase of article.querySelectorAll("a[data-note]")) itemOf(phrase).uses.push(phrase);
  let open = null; // the note that is open
  let asked = null; // the phrase that opened it

  // The entry says that its box shows: `:has()` in the style sheet would ask all entries at each tap.
  const dress = ({ note }, name, yes) => {
    note.classList.toggle(name, !!yes);
    note.parentNode.classList.toggle("here", note.matches(".beside, .open"));
  };

  /* -- the margin: read everything, reckon, write everything ------------------------------------------------ */

  const NEAR = 140; // a note farther than this from its phrase shrinks to one line, then leaves the margin
  const GAP = 10;
  let free = []; // stretches of the margin between full-width blocks: {from, to}
  let edge, top, left; // where the margin begins, and the article in the page

  // Places a note beside one of its phrases; false where the margin is not free there.
  const locate = (item, phrase) => {
    const rects = phrase.getClientRects();
    const last = rects[rects.length - 1];
    item.phrase = phrase;
    item.stretch = null;
    // A closed <details> keeps boxes for what it hides, so boxes alone do not tell; a drawing may move with the reader.
    if (!last || phrase.ownerSVGElement || !phrase.checkVisibility()) return false;
    item.line = rects[0].top + scrollY - top;
    item.base = last.bottom + scrollY - top;
    item.right = last.right - left;
    item.stretch = free.find(({ from, to }) => item.base >= from && item.base <= to);
    return !!item.stretch;
  };

  // Tops of the notes of one stretch, nearest to their phrases without overlap: neighbours that would meet become one
  // block, which stands where its members' wishes balance, so that an overlap is shared up and down. What is too tight
  // or too far gives way: the tallest shrinks to a line, figures and quotations last; then the farthest leaves.
  const stack = (list, { from, to }) => {
    const blocks = [];
    for (const item of list) {
      let block = { list: [item], wish: item.y * item.pull, pull: item.pull, size: item.h + GAP };
      for (;;) {
        block.top = Math.max(from, Math.min(block.wish / block.pull, to - block.size));
        const above = blocks.at(-1);
        if (!above || above.top + above.size <= block.top) break;
        blocks.pop();
        block = {
          list: above.list.concat(block.list),
          wish: above.wish + block.wish - above.size * block.pull,
          pull: above.pull + block.pull,
          size: above.size + block.size,
        };
      }
      blocks.push(block);
    }
    const far = (item) => Math.abs(item.top - item.y);
    let given = false;
    for (const block of blocks) {
      let { top } = block;
      for (const item of block.list) {
        item.top = top;
        top += item.h + GAP;
      }
      if (block.size <= to - from && !block.list.some((item) => far(item) > NEAR)) continue;
      const soft = block.list.filter((item) => item !== open);
      const tall = soft.filter((item) => !item.brief).sort((a, b) => a.figure - b.figure || b.h - a.h)[0];
      const gone = tall || soft.sort((a, b) => far(b) - far(a))[0];
      if (!gone) continue;
      given = true;
      if (tall) [tall.brief, tall.h] = [true, lineHeight];
      else gone.gone = true;
    }
    return given;
  };

  let lineHeight; // of a note that shows one line
  const settle = (stretch) => {
    const mine = items.filter((item) => item.stretch === stretch);
    for (const item of mine) {
      item.h = item.full;
      item.pull = 1;
      item.y = item.line;
      item.brief = item.gone = false;
      item.figure = "figure" in item.phrase.dataset;
      if (item !== open) continue;
      item.pull = 1e6; // the open note stands firm, and inside the window
      item.y = Math.max(Math.min(item.y, scrollY + innerHeight - top - item.h - 12), scrollY - top + 12);
    }
    mine.sort((a, b) => a.y - b.y);
    while (stack(mine.filter((item) => !item.gone), stretch));
    for (const item of mine) {
      const { style } = item.note;
      dress(item, "beside", !item.gone);
      dress(item, "brief", item.brief);
      style.translate = `0 ${Math.round(item.top)}px`;
      style.setProperty("--dy", `${Math.round(item.base - item.top)}px`);
      style.setProperty("--dx", `${Math.round(edge - item.right)}px`);
    }
  };

  const measure = (changed) => {
    for (const item of changed) {
      dress(item, "beside", item.stretch);
      dress(item, "brief", false);
    }
    for (const item of changed) if (!item.note.popover) item.full = item.note.offsetHeight;
  };
  // Notes have opened, closed or found another phrase: only the stretches that they leave and enter are settled again.
  const settleAll = (stretches) => new Set(stretches).forEach((stretch) => stretch && settle(stretch));

  const layout = () => {
    for (const item of items) dress(item, "beside", inMargin());
    if (!inMargin()) return;
    const style = getComputedStyle((items.find((item) => item !== open) || items[0]).note);
    const box = article.getBoundingClientRect();
    lineHeight = parseFloat(style.lineHeight) + 4;
    edge = parseFloat(style.left);
    [top, left] = [box.top + scrollY, box.left];
    // Blocks that reach into the margin keep it to themselves; phrases in them open the sheet.
    let from = 0;
    free = [];
    for (const rect of [...article.querySelectorAll(":scope > *, :scope > * > *, :scope > * > * > *")]
      .filter((block) => !section.contains(block))
      .map((block) => block.getBoundingClientRect())
      .filter((rect) => rect.height && rect.right > left + edge - 8)
      .sort((a, b) => a.top - b.top)) {
      const to = rect.top - box.top - GAP;
      if (to > from) free.push({ from, to });
      from = Math.max(from, rect.bottom - box.top + GAP);
    }
    free.push({ from, to: box.height });
    for (const item of items) item.uses.some((phrase) => locate(item, phrase));
    measure(items);
    settleAll(free);
  };

  let soon;
  const later = () => {
    clearTimeout(soon);
    soon = setTimeout(layout, 120);
  };

  /* -- opening and closing ---------------------------------------------------------------------------------- */

  // Links of a note at rest are no stops for the keyboard; those of the open note are.
  const reach = ({ note }, yes) => {
    for (const link of note.querySelectorAll("a, button")) link.tabIndex = yes ? 0 : -1;
  };

  const close = (back, next) => {
    if (!open) return [];
    const [item, phrase] = [open, asked];
    const { note } = item;
    open = asked = null;
    phrase.removeAttribute("aria-expanded");
    dress(item, "open", false);
    reach(item, false);
    for (const name of ["tabindex", "role", "aria-label"]) note.removeAttribute(name);
    if (note.popover) {
      if (note.matches(":popover-open")) note.hidePopover();
      note.popover = null;
    }
    if (back) phrase.focus({ preventScroll: true });
    if (!next && inMargin()) {
      measure([item]);
      settleAll([item.stretch]);
    }
    return item === next ? [] : [item];
  };

  const show = (phrase) => {
    const item = itemOf(phrase);
    const { note } = item;
    const changed = [item, ...close(false, item)];
    const stretches = changed.map(({ stretch }) => stretch);
    [open, asked] = [item, phrase];
    dress(item, "open", true);
    reach(item, true);
    note.tabIndex = -1;
    note.setAttribute("role", "dialog");
    note.setAttribute("aria-label", `Note on “${phrase.textContent.trim()}”`);
    phrase.setAttribute("aria-expanded", "true");
    const former = item.phrase;
    if (!inMargin() || !locate(item, phrase)) {
      if (former) locate(item, former); // its place in the margin waits for it
      note.popover = "auto"; // Escape, a tap outside and the back gesture close it
      note.showPopover();
    }
    if (inMargin()) measure(changed);
    note.focus({ preventScroll: true }); // before anything moves: the browser need not reckon twice
    if (inMargin()) settleAll([...stretches, item.stretch]);
  };

  let held; // the phrase whose note was open when the press began
  document.addEventListener("pointerdown", () => (held = asked), true);
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const { target } = event;
    const phrase = target.closest("a[data-note]");
    const item = items.find(({ note }) => note.contains(target));
    if (target.closest(".close")) close(true);
    else if (phrase) {
      event.preventDefault();
      if (held === phrase && event.detail) close(true);
      else show(phrase);
    } else if (!item) close(document.activeElement === document.body);
    else if (item !== open && !target.closest("a") && item.note.matches(".beside")) show(item.phrase);
    held = null;
  });
  section.addEventListener(
    "toggle",
    ({ newState, target }) => {
      if (newState === "closed" && target === open?.note)
        close(target.contains(document.activeElement) || document.activeElement === document.body);
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    const here = document.activeElement;
    if (!open) return;
    if (event.key === "Escape") close(true);
    if (event.key !== "Tab" || !open?.note.contains(here)) return;
    // Before the first and past the last link of a note the keyboard is at its phrase again.
    const stops = [...open.note.querySelectorAll("a, button")].filter((stop) => stop.getClientRects().length);
    if (event.shiftKey ? here !== open.note && here !== stops[0] : here !== stops.at(-1)) return;
    if (event.shiftKey) event.preventDefault();
    close(true); // the browser's own step goes on from the phrase
  });

  // Phrase and note light up together.
  const light = ({ target, type }) => {
    const phrase = target.closest("a[data-note]") || items.find(({ note }) => note.contains(target))?.phrase;
    if (!phrase) return;
    const yes = type === "pointerover" || type === "focusin";
    phrase.classList.toggle("lit", yes);
    if (itemOf(phrase).phrase === phrase) itemOf(phrase).note.classList.toggle("lit", yes);
  };
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) article.addEventListener(type, light);

  /* -- the line under the heading; arrival ------------------------------------------------------------------ */

  const newButton = (name, text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `tool ${name}`;
    button.textContent = text;
    return button;
  };
  for (const { note } of items) note.lastElementChild.append(newButton("close", "Close")); // a tap adds nothing
  const line = document.createElement("p");
  line.className = "notes-line";
  const all = newButton("", "");
  const label = () => {
    const yes = section.classList.contains("all");
    all.textContent = yes ? "Close the list" : "Show them as a list";
    for (const item of items) reach(item, yes);
  };
  all.addEventListener("click", () => {
    close();
    section.classList.toggle("all");
    label();
    layout();
  });
  line.append(`This page has ${items.length} notes. Each opens from its words in the text. `, all);
  section.querySelector("h2").after(line);
  label();
  section.classList.add("on");
  layout();
  new ResizeObserver(later).observe(article);
  wide.addEventListener("change", () => (close(), layout()));
  requestAnimationFrame(() => requestAnimationFrame(() => section.classList.add("moves")));

  const arrive = () => {
    const item = items.find(({ note }) => location.hash === `#${note.parentNode.id}`);
    if (!item) return;
    const [phrase] = item.uses;
    history.replaceState(null, "", `#${phrase.id}`); // else the browser goes on looking for the hidden entry
    phrase.scrollIntoView({ block: "center" });
    show(phrase);
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
