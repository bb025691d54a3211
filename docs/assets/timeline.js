/*
 * Filters for the timeline. Without this script the page shows every event and no filters.
 *
 * The choice stands in the address (timeline.html?show=law,study&place=texas#event), so that a link
 * carries it. An event that the address points at is shown even where the choice leaves it out.
 */
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const tools = $("timeline-tools");
  const events = [...document.querySelectorAll(".event[id]")];
  const years = [...document.querySelectorAll("h2[id^='year-']")];

  /* -- the form ----------------------------------------------------------------------------------- */

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const group = (legend, name, field, choices) =>
    make(
      "fieldset",
      {},
      make("legend", {}, legend),
      ...JSON.parse(choices).map(([value, words]) => {
        const count = events.filter((event) => event.dataset[field] === value).length;
        const box = make("input", { type: "checkbox", name, value });
        const unit = make("span", { class: "visually-hidden" }, count === 1 ? " event" : " events");
        return make("label", {}, box, ` ${words} `, make("span", { class: "count" }, count, unit));
      }),
    );
  // The first region is the one that the story is about.
  const [here, hereInWords] = JSON.parse(tools.dataset.places)[0];
  const local = make("button", { type: "button", class: "tool" }, `${hereInWords} only`);
  const everything = make("button", { type: "button", class: "tool" }, "Show all");
  const link = make("a", { id: "filter-link", href: "" }, "Link to this choice");
  const status = make("p", { id: "filter-status", role: "status" });
  // A bar that stays in sight, from which the choice opens over the page, so that nothing below it moves.
  const panel = make(
    "details",
    {},
    make("summary", { class: "tool" }, "Choose", make("span", { class: "visually-hidden" }, " events")),
    make(
      "div",
      { class: "filters-panel" },
      group("Kind", "show", "category", tools.dataset.kinds),
      group("Place", "place", "region", tools.dataset.places),
      make("p", { class: "filters-note" }, "A group with nothing ticked leaves nothing out."),
      make("p", { class: "filters-actions" }, local, " ", link),
    ),
  );
  const form = make("form", { class: "filters", id: "filters", "aria-label": "Choose events" }, status, everything, panel);
  tools.append(form);
  document.addEventListener("click", (event) => {
    if (!panel.contains(event.target)) panel.open = false;
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel.open) return;
    panel.open = false;
    panel.firstElementChild.focus();
  });

  /* -- the drawing: one stop for the keyboard, arrow keys from mark to mark, words under it ----------------- */

  const drawn = document.querySelector("[data-drawn]");
  const marks = [...drawn.querySelectorAll(".lane a")].map((link) => ({
    link,
    event: $(link.getAttribute("href").slice(1)),
    box: () => link.lastElementChild.getBoundingClientRect(),
  }));
  const lanes = [...drawn.querySelectorAll(".lane")];
  const readout = drawn.querySelector(".drawn-readout");
  const hint = matchMedia("(hover: hover)").matches
    ? "Point at a mark, or move with the arrow keys; a press leads to the event."
    : "A tap on a mark leads to its event.";
  const say = (mark) => {
    const date = mark?.event.querySelector("time").textContent;
    readout.textContent = mark ? `${date}: ${mark.link.querySelector("title").textContent}` : hint;
  };
  const markOf = (target) => marks.find(({ link }) => link.contains(target));
  const stop = (mark) => {
    for (const { link } of marks) link.setAttribute("tabindex", link === mark?.link ? 0 : -1);
  };
  for (const type of ["pointerover", "focusin"])
    drawn.addEventListener(type, ({ target }) => {
      const mark = markOf(target);
      if (mark) say(mark);
      if (mark && type === "focusin") stop(mark);
    });
  for (const type of ["pointerleave", "focusout"]) drawn.addEventListener(type, () => say());
  drawn.addEventListener("keydown", (event) => {
    const from = markOf(document.activeElement);
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!from || !step) return;
    event.preventDefault();
    // Along a lane to the next date, across to the nearest date of the next lane, as the drawing lies on the screen.
    const down = drawn.querySelector("svg").getBoundingClientRect();
    const along = down.height > down.width ? step[1] : step[0];
    const across = down.height > down.width ? step[0] : step[1];
    const lane = from.link.parentNode;
    const open = marks.filter(({ link }) => !link.classList.contains("off"));
    const own = open.filter(({ link }) => link.parentNode === lane);
    let to = along ? own[own.indexOf(from) + along] : null;
    if (across) {
      const { x, y } = from.box();
      const far = (mark) => Math.hypot(mark.box().x - x, mark.box().y - y);
      for (let n = lanes.indexOf(lane) + across; lanes[n] && !to; n += across)
        to = open.filter(({ link }) => link.parentNode === lanes[n]).sort((a, b) => far(a) - far(b))[0];
    }
    to?.link.focus();
  });
  say();
  stop(marks[0]);

  /* -- what is shown ------------------------------------------------------------------------------ */

  const boxes = [...form.querySelectorAll("input")];
  let linked = null;

  const chosen = (name) => boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);

  const query = () => {
    const parts = ["show", "place"].map((name) => [name, chosen(name).join(",")]).filter(([, values]) => values);
    return parts.length ? `?${parts.map((part) => part.join("=")).join("&")}` : "";
  };

  const apply = () => {
    const kinds = chosen("show");
    const places = chosen("place");
    let fitting = 0;
    for (const event of events) {
      const { category, region } = event.dataset;
      const fits = (!kinds.length || kinds.includes(category)) && (!places.length || places.includes(region));
      fitting += fits;
      event.hidden = !fits && event !== linked;
    }
    for (const { link, event } of marks) link.classList.toggle("off", event.hidden);
    for (const lane of lanes) lane.classList.toggle("off", kinds.length > 0 && !kinds.includes(lane.dataset.category));
    for (const year of years) {
      const list = year.nextElementSibling;
      year.hidden = list.hidden = !list.querySelector(".event:not([hidden])");
      for (const jump of document.querySelectorAll(`li > a[href$="#${year.id}"]`)) jump.parentElement.hidden = year.hidden;
    }
    const outside = linked && !linked.hidden && fitting < document.querySelectorAll(".event[id]:not([hidden])").length;
    const all = fitting === events.length;
    everything.hidden = all && !chosen("show").length && !chosen("place").length;
    status.textContent =
      (all ? `All ${fitting} events are shown.` : `${fitting || "None"} of ${events.length} events fit${fitting === 1 ? "s" : ""} your choice.`) +
      (outside ? " The event that the link points to is shown as well." : "");
    link.href = location.pathname + query() + location.hash;
  };

  /* From the address to the page: on arrival, and when the reader goes back, forward or to another event. */
  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const box of boxes) box.checked = (asked.get(box.name) || "").split(",").includes(box.value);
    const target = $(location.hash.slice(1));
    linked = events.includes(target) ? target : null;
    apply();
    return target;
  };

  /* From the reader's choice to the address. */
  const choose = () => {
    const target = linked;
    linked = null;
    apply();
    const hash = target?.hidden ? "" : location.hash;
    try {
      history.replaceState(null, "", location.pathname + query() + hash);
    } catch {
      /* some browsers refuse this for files: the link below the choice still holds it */
    }
    link.href = location.pathname + query() + hash;
  };

  const tick = (values) => {
    for (const box of boxes) box.checked = values.includes(`${box.name}=${box.value}`);
    choose();
  };

  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  local.addEventListener("click", () => tick([`place=${here}`]));
  everything.addEventListener("click", () => tick([]));
  addEventListener("popstate", () => {
    const target = $(location.hash.slice(1));
    const away = target && !target.getClientRects().length;
    read();
    if (away) target.scrollIntoView(); // the browser could not scroll to it while it was hidden
  });
  read()?.scrollIntoView({ behavior: "instant" });
})();
