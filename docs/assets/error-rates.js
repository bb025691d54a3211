/*
 * The panel of the page on error rates: its galleries are drawn in the page, and this adds the choice between them
 * without a jump, and sliders. All settings come from the record (data-panel); the sums are those of
 * explainer/facts/model.py, and a test compares the two. They are a model for teaching and describe no product.
 */
(() => {
  "use strict";

  /* -- the model: rates and shares from 0 to 1, counts may be fractions --------------------------- */

  const expectedFalse = (faces, rate) => faces * rate;
  const anyFalse = (faces, rate) => {
    if (!faces || !rate) return 0;
    return rate >= 1 ? 1 : -Math.expm1(faces * Math.log1p(-rate)); // 1 − (1 − rate)^faces, with all its digits
  };
  const inGroup = (rate, ratio) => Math.min(1, rate * ratio);
  const alerts = (searches, present, misses, falseAlarms) => {
    const right = searches * present * (1 - misses);
    const wrong = searches * (1 - present) * falseAlarms;
    return { right, wrong, shareRight: right + wrong ? right / (right + wrong) : 0 };
  };
  window.errorRates = { expectedFalse, anyFalse, inGroup, alerts };

  /* -- numbers as readers see them ---------------------------------------------------------------- */

  const count = (number) => {
    for (const [name, scale] of [["trillion", 1e12], ["billion", 1e9], ["million", 1e6]])
      if (number >= scale) return `${+(number / scale).toPrecision(3)} ${name}`;
    return (number < 1 ? +number.toPrecision(2) : +number.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 20 });
  };
  const oneIn = ([part, times]) => `${count(part)} in ${count(times)}`;
  const inSearches = (share) => {
    const number = 1000 * share;
    if (!number) return "none of 1,000";
    if (number < 0.95) return `about 1 in ${count(+(1 / share).toPrecision(2))}`;
    return number > 999.5 ? "almost all of 1,000" : `about ${Math.round(number)} of 1,000`;
  };

  /* -- the choice of a gallery ---------------------------------------------------------------------- */

  const panel = document.querySelector("[data-panel]");
  const given = JSON.parse(panel.dataset.panel);
  const links = [...panel.querySelectorAll(".panel-galleries a")];
  const stills = [...panel.querySelectorAll(".still")];
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const said = make("p", { class: "visually-hidden", role: "status", id: "panel-summary" });

  // A reader of the screen hears what the pictures show; the captions hold it in words.
  const tell = (still) => {
    const [first, second] = [...still.querySelectorAll("figcaption")].map((words) => words.textContent.trim().replace(/\s+/g, " "));
    said.textContent = `${still.getAttribute("aria-label")}. ${first}. ${second}.`;
  };
  const show = (still) => {
    for (const one of stills) one.classList.toggle("start", one === still);
    for (const link of links) {
      if (link.hash === `#${still.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    tell(still);
  };
  for (const link of links)
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(document.getElementById(link.hash.slice(1)));
    });

  /* -- "Set it yourself": one more gallery, whose pictures the sliders draw --------------------------- */

  const own = stills[0].cloneNode(true); // its form is that of the others; every word in it is written anew
  own.id = "gallery-own";
  own.classList.remove("start");
  own.setAttribute("aria-label", "Your own");
  own.querySelector(".still-name").textContent = "Your own";
  const about = own.querySelector(".still-about");
  stills[0].parentNode.append(own);
  stills.push(own);

  const slider = (id, label, steps, at) => {
    const value = make("span", { class: "panel-value", id: `${id}-value` });
    const start = steps.findIndex((step) => String(step) === String(at));
    const input = make("input", { type: "range", id, min: 0, max: steps.length - 1, step: 1, value: start, autocomplete: "off" });
    return { input, value, start, row: make("p", { class: "panel-row" }, make("label", { for: id }, label), value, input) };
  };
  const faces = slider("faces", "Faces searched", given.faces, given.start.faces);
  const rate = slider("rate", "False match rate, first group", given.rates, given.start.rate);
  const ratio = slider("ratio", "False matches, second group", given.ratios, given.start.ratio);
  const choice = (id, label) => {
    const input = make("input", { type: "radio", name: "present", id });
    return { input, row: make("label", { for: id }, input, ` ${label}`) };
  };
  const absent = choice("present-no", "No");
  const present = choice("present-yes", "Yes");
  const reset = make("button", { type: "button", class: "tool" }, "Back to the start");
  const form = make(
    "form",
    { class: "panel-form", "aria-label": "Change the model" },
    faces.row,
    rate.row,
    ratio.row,
    make("fieldset", {}, make("legend", {}, "Are you in the gallery?"), absent.row, present.row),
    make("p", {}, reset),
  );

  const ROW = 5.6; // height of a row of people in their drawing (panel.html)
  const draw = (figure, share) => {
    const words = inSearches(share);
    const hits = Math.round(1000 * share);
    figure.querySelector("strong").textContent = words.replace(" of 1,000", "");
    figure.querySelector(".still-what").textContent =
      `${words.startsWith("about 1 in") ? "searches points" : "of 1,000 searches point"} at a stranger`;
    for (const svg of figure.querySelectorAll("svg")) {
      const { width } = svg.viewBox.baseVal;
      const [full, rest] = [Math.floor((4 * hits) / width), ((4 * hits) % width) / 4];
      const d = `M0 0h${width}v${ROW * full}h${4 * rest - width}v${rest ? ROW : 0}H0z`;
      for (const path of svg.querySelectorAll("path")) path.setAttribute("d", hits ? d : "");
    }
  };
  // The pictures of the first gallery may have no marks to copy.
  for (const svg of own.querySelectorAll("svg")) {
    if (svg.querySelector("path")) continue;
    for (const attributes of [{ class: "people-ground" }, { fill: "url(#people-hit)" }]) {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      for (const [name, value] of Object.entries(attributes)) path.setAttribute(name, value);
      svg.append(path);
    }
  }

  const update = () => {
    const n = given.faces[faces.input.value];
    const fraction = given.rates[rate.input.value];
    const times = given.ratios[ratio.input.value];
    const there = present.input.checked;
    const strangers = there ? n - 1 : n;
    const rates = [fraction[0] / fraction[1], inGroup(fraction[0] / fraction[1], times)];
    for (const [control, words] of [
      [faces, count(n)],
      [rate, oneIn(fraction)],
      [ratio, times === 1 ? "as many as in the first" : `${times} times as many`],
    ]) {
      control.value.textContent = words;
      control.input.setAttribute("aria-valuetext", words);
    }
    [...own.querySelectorAll("figure")].forEach((figure, i) => draw(figure, anyFalse(strangers, rates[i])));
    const found = alerts(given.searches, 1, given.fnir, 0).right;
    const average = rates.map((one) => count(expectedFalse(strangers, one)));
    about.textContent =
      (expectedFalse(strangers, rates[1]) < 1 ? "" : `On average one search brings up ${average[0]} strangers in the first group and ${average[1]} in the second. `) +
      (there
        ? `You are in the gallery, and about ${count(found)} of 1,000 searches find you. Strangers turn up beside you.`
        : "You are not in the gallery, so every match is a stranger.");
  };
  const start = () => {
    for (const control of [faces, rate, ratio]) control.input.value = control.start;
    absent.input.checked = true;
    update();
  };
  start();
  form.addEventListener("input", () => {
    update();
    show(own);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  reset.addEventListener("click", () => {
    start();
    show(own);
  });
  const fold = make("details", {}, make("summary", {}, "Set it yourself"), form);
  panel.querySelector(".panel-own").append(fold, said);
})();
