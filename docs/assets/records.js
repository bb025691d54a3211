/*
 * For the long lists of records (claims, sources): a filter whose choice stands in the address
 * (claims.html?status=measured&words=gallery#id), a record that opens when it is addressed, and "Copy link".
 * Without this script every line is there and opens by itself.
 */
(() => {
  "use strict";
  const tools = document.getElementById("record-tools");
  const { name } = tools.dataset;
  const records = [...document.querySelectorAll("[data-record]")];
  const groups = [...document.querySelectorAll(".records")];
  const jumps = new Map(groups.map((group) => [`#${group.previousElementSibling.id}`, []])); // links to each group
  for (const jump of document.querySelectorAll("li > a[href]:not([data-record] a)")) jumps.get(jump.hash)?.push(jump.parentElement);
  const texts = new Map(); // what the word filter looks in, filled when it is first used

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const valueOf = (record, field) => record.dataset[field] ?? record.parentElement.dataset[field];

  /* -- the form ----------------------------------------------------------------------------------- */

  const selects = JSON.parse(tools.dataset.choices).map(([field, label, values]) => {
    const held = records.map((record) => valueOf(record, field));
    const options = values.map(([value, words]) => {
      const count = held.filter((one) => one === value).length;
      return make("option", { value }, `${words} (${count})`);
    });
    const select = make("select", { name: field, id: `choose-${field}`, autocomplete: "off" }, make("option", { value: "" }, "all"), ...options);
    return [make("label", { for: select.id }, label), select];
  });
  const words = make("input", { type: "search", name: "words", id: "choose-words", autocomplete: "off", spellcheck: "false" });
  const status = make("p", { id: "filter-status", role: "status" });
  const everything = make("button", { type: "button", class: "tool" }, "Show all");
  const link = make("a", { id: "filter-link", href: "" }, "Link to this choice");
  const form = make(
    "form",
    { class: "filters record-filters", id: "filters", "aria-label": `Choose ${name}` },
    ...[[make("label", { for: words.id }, "Words"), words], ...selects].map((pair) => make("p", {}, ...pair)),
    make("p", { class: "filters-actions" }, everything, " ", link),
    status,
  );
  tools.append(form);
  const fields = [words, ...selects.map(([, select]) => select)];

  /* -- what is shown ------------------------------------------------------------------------------ */

  let linked = null; // the record that the address points at is shown even where the choice leaves it out

  const query = () => {
    const chosen = fields.filter((field) => field.value.trim());
    return chosen.length ? `?${new URLSearchParams(chosen.map((field) => [field.name, field.value.trim()]))}` : "";
  };
  const textOf = (record) => {
    if (!texts.has(record)) texts.set(record, record.textContent.toLowerCase());
    return texts.get(record);
  };

  const apply = () => {
    const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.map(([, select]) => select).filter((select) => select.value);
    let fitting = 0;
    for (const record of records) {
      const fits =
        chosen.every((select) => valueOf(record, select.name) === select.value) &&
        asked.every((word) => textOf(record).includes(word));
      fitting += fits;
      record.hidden = !fits && record !== linked;
    }
    for (const group of groups) {
      const count = [...group.children].filter((record) => !record.hidden).length;
      const heading = group.previousElementSibling;
      group.hidden = heading.hidden = !count;
      heading.dataset.count = count;
      for (const item of jumps.get(`#${heading.id}`)) item.hidden = !count;
    }
    status.textContent =
      fitting === records.length
        ? `All ${fitting} ${name} are shown.`
        : `${fitting || "None"} of ${records.length} ${name} fit${fitting === 1 ? "s" : ""} your choice.`;
    link.href = location.pathname + query() + location.hash;
  };

  const target = () => {
    const element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return element?.closest("[data-record]");
  };

  /* From the address to the page: on arrival, and when the reader goes back, forward or to another record. */
  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const field of fields) field.value = asked.get(field.name) || "";
    linked = target();
    if (linked) linked.querySelector("details").open = true;
    apply();
  };

  /* From the reader's choice to the address. */
  const choose = () => {
    linked = null;
    apply();
    const hash = target()?.hidden ? "" : location.hash;
    try {
      history.replaceState(null, "", location.pathname + query() + hash);
    } catch {
      /* some browsers refuse this for files: the link below the choice still holds it */
    }
    link.href = location.pathname + query() + hash;
  };

  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  everything.addEventListener("click", () => {
    for (const field of fields) field.value = "";
    choose();
  });
  addEventListener("popstate", () => {
    read();
    linked?.scrollIntoView();
  });
  read(); // the browser itself goes to the place when all is parsed

  /* -- "Copy link" in each record, put there when it opens ------------------------------------------ */

  const said = make("p", { class: "visually-hidden", role: "status" });
  document.querySelector("article").append(said);
  const copy = async (record, button) => {
    const title = record.querySelector(".line").textContent;
    const address = new URL(location.pathname + location.search + `#${record.id}`, location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = "Copied";
      said.textContent = `The link to “${title}” was copied.`;
    } catch {
      location.hash = record.id; // the clipboard is closed to this page: the address bar has the link now
      button.textContent = "In the address bar";
      said.textContent = `The link to “${title}” is in the address bar.`;
    }
    setTimeout(() => (button.textContent = "Copy link"), 3000);
  };
  const equip = (record) => {
    const own = record.querySelector(`a[href$="#${record.id}"]`);
    if (own.nextElementSibling) return;
    const button = make("button", { type: "button", class: "copy" }, "Copy link");
    button.addEventListener("click", () => copy(record, button));
    own.after(" ", button);
  };
  document.addEventListener(
    "toggle",
    ({ target: { open, parentElement } }) => open && parentElement.matches("[data-record]") && equip(parentElement),
    true,
  );
  for (const record of records) if (record.querySelector("details").open) equip(record);
})();
