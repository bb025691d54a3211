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
        const box = make("input", { type: "checkbox", name, value, autocomplete: "off" });
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
  const form = make(
    "form",
    { class: "filters", id: "filters", "aria-label": "Choose events" },
    group("Kind", "show", "category", tools.dataset.kinds),
    group("Place", "place", "region", tools.dataset.places),
    make("p", { class: "filters-note" }, "A group with nothing ticked leaves nothing out."),
    make("p", { class: "filters-actions" }, local, " ", everything, " ", link),
    status,
  );
  tools.append(form);

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
    for (const year of years) {
      const list = year.nextElementSibling;
      year.hidden = list.hidden = !list.querySelector(".event:not([hidden])");
      for (const jump of document.querySelectorAll(`li > a[href$="#${year.id}"]`)) jump.parentElement.hidden = year.hidden;
    }
    const outside = linked && !linked.hidden && fitting < document.querySelectorAll(".event[id]:not([hidden])").length;
    const all = fitting === events.length;
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
