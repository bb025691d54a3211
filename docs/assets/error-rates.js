/*
 * The panel of "Error rates you can feel". The sums are those of explainer/model.py, and a test
 * compares the two. They are a model for teaching and describe no product.
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

  /* -- what the controls offer, and where they start ---------------------------------------------- */

  const FACES = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1.6e6, 1.2e7, 1e8, 1e9, 3e9, 1e10];
  const RATES = [[1, 1e2], [1, 1e3], [1, 1e4], [1, 1e5], [1, 1e6], [1, 1e7], [1, 1e8], [1, 1e9], [3, 1e10], [1, 1e10], [1, 1e11], [1, 1e12]];
  const RATIOS = [1, 2, 5, 10, 20, 50, 100];
  const START = { faces: 8, rate: 8, ratio: 3 };
  const MISSES = 0.0015; // as in the record model-trust-an-alert
  const SEARCHES = 1000;

  /* -- numbers as readers see them ---------------------------------------------------------------- */

  const count = (number) => {
    for (const [name, scale] of [["trillion", 1e12], ["billion", 1e9], ["million", 1e6]])
      if (number >= scale) return `${+(number / scale).toPrecision(3)} ${name}`;
    return (number < 1 ? +number.toPrecision(2) : +number.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 20 });
  };
  const oneIn = ([part, times], ratio = 1) => `${count(part * ratio)} in ${count(times)}`;
  const ofThousand = (share) => {
    const number = share * SEARCHES;
    if (!number) return "none of 1,000 searches matches a stranger";
    if (number < 0.95) return `about 1 in ${count(+(1 / share).toPrecision(2))} searches matches a stranger`;
    if (number > SEARCHES - 0.5) return "almost all of 1,000 searches match a stranger";
    return `about ${Math.round(number)} of 1,000 searches match${number < 1.5 ? "es" : ""} a stranger`;
  };

  /* -- the page ----------------------------------------------------------------------------------- */

  const make = (tag, attributes = {}, ...children) => {
    const svg = ["svg", "path"].includes(tag);
    const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  const slider = (id, label, steps) => {
    const value = make("span", { class: "panel-value", id: `${id}-value` });
    const input = make("input", { type: "range", id, min: 0, max: steps.length - 1, step: 1, value: START[id], autocomplete: "off" });
    return { input, value, row: make("p", { class: "panel-row" }, make("label", { for: id }, label), value, input) };
  };
  const faces = slider("faces", "Faces searched", FACES);
  const rate = slider("rate", "False match rate, first group", RATES);
  const ratio = slider("ratio", "False matches, second group", RATIOS);

  const choice = (id, label) => {
    const input = make("input", { type: "radio", name: "present", id, autocomplete: "off" });
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
    make("fieldset", {}, make("legend", {}, "Is the person in the gallery?"), absent.row, present.row),
    make("p", {}, reset),
  );

  /* One mark for each of 1,000 searches: a dot over a bar, which looks like a person. The caption says it all in
     words, so a screen reader passes over the marks. */
  const marks = (from, to) => {
    let path = "";
    for (let n = from; n < to; n++) path += `M${(n % 50) * 4 + 2} ${Math.floor(n / 50) * 8 + 2}h0m0 2.6v1.2`;
    return path;
  };
  const group = (name) => {
    const hit = make("path", { class: "mark-hit" });
    const rest = make("path", { class: "mark-rest" });
    const caption = make("figcaption");
    const drawing = make("svg", { viewBox: "0 0 200 160", "aria-hidden": "true" }, rest, hit);
    const show = (share, rateInWords) => {
      const hits = Math.round(share * SEARCHES);
      hit.setAttribute("d", marks(0, hits));
      rest.setAttribute("d", marks(hits, SEARCHES));
      caption.replaceChildren(make("strong", {}, name), ` False match rate ${rateInWords}: ${ofThousand(share)}.`);
    };
    return { show, figure: make("figure", {}, drawing, caption) };
  };
  const first = group("First group.");
  const second = group("Second group.");
  const summary = make("p", { class: "panel-summary", id: "panel-summary", "aria-live": "polite", "aria-atomic": "true" });

  const update = () => {
    const n = FACES[faces.input.value];
    const fraction = RATES[rate.input.value];
    const times = RATIOS[ratio.input.value];
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
    const shares = rates.map((r) => anyFalse(strangers, r));
    first.show(shares[0], oneIn(fraction));
    second.show(shares[1], oneIn(fraction, times));
    const found = alerts(SEARCHES, 1, MISSES, 0).right;
    const averages = rates.map((r) => expectedFalse(strangers, r));
    const average = (number) => (number < 1 ? "fewer than one stranger" : number === 1 ? "1 stranger" : `${count(number)} strangers`);
    summary.textContent =
      `With ${count(n)} ${n === 1 ? "face" : "faces"} searched, ${ofThousand(shares[0])} in the first group. In the second group, ${ofThousand(shares[1])}. ` +
      (averages[1] < 1 ? "" : `On average one search matches ${average(averages[0])} in the first group and ${average(averages[1])} in the second. `) +
      (there
        ? `The person sought is in the gallery, and about ${count(found)} of 1,000 searches find them, as in the table of alerts. Any strangers turn up beside them.`
        : "The person sought is not in the gallery, so every match is a stranger.");
  };

  const start = () => {
    for (const [control, id] of [[faces, "faces"], [rate, "rate"], [ratio, "ratio"]]) control.input.value = START[id];
    absent.input.checked = true;
    update();
  };

  const limits = make(
    "p",
    { class: "panel-limits" },
    "A model for teaching: comparisons are taken as independent, real engines need not work this way, and Clearview’s threshold is not public. No product is shown.",
  );
  const panel = document.getElementById("error-panel");
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", "Error rates: a model to try");
  panel.replaceChildren(form, make("div", { class: "panel-groups" }, first.figure, second.figure), summary, limits);
  start();
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  reset.addEventListener("click", start);
})();
