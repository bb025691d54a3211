/*
 * Filters for the timeline. Without this script the page shows every event, and the form stays hidden.
 *
 * The choice stands in the address (timeline.html?show=law,study&place=dallas#event), so that a link
 * carries it. An event that the address points at is shown even where the choice leaves it out.
 */
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const form = $("filters");
  const events = [...document.querySelectorAll(".event[id]")];
  const years = [...document.querySelectorAll("h2[id^='year-']")];
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
      for (const link of document.querySelectorAll(`li > a[href$="#${year.id}"]`)) link.parentElement.hidden = year.hidden;
    }
    const outside = linked && !linked.hidden && fitting < document.querySelectorAll(".event[id]:not([hidden])").length;
    const all = fitting === events.length;
    $("filter-status").textContent =
      (all ? `All ${fitting} events are shown.` : `${fitting || "None"} of ${events.length} events fit${fitting === 1 ? "s" : ""} your choice.`) +
      (outside ? " The event that the link points to is shown as well." : "");
    $("filter-link").href = location.pathname + query() + location.hash;
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
    $("filter-link").href = location.pathname + query() + hash;
  };

  const tick = (values) => {
    for (const box of boxes) box.checked = values.includes(`${box.name}=${box.value}`);
    choose();
  };

  form.hidden = false;
  form.addEventListener("change", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  $("filter-dallas").addEventListener("click", () => tick(["place=dallas"]));
  $("filter-none").addEventListener("click", () => tick([]));
  addEventListener("popstate", () => {
    const target = $(location.hash.slice(1));
    const away = target && !target.getClientRects().length;
    read();
    if (away) target.scrollIntoView(); // the browser could not scroll to it while it was hidden
  });
  read()?.scrollIntoView({ behavior: "instant" });
})();
