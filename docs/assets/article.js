/*
 * For the page of the article check: a filter by verdict whose choice stands in the address
 * (article.html?verdict=differs#p09-34), and on wide screens the article's course on the left with the check of the
 * statement in focus beside it. Without this script every statement has its check beside or below it.
 */
(() => {
  "use strict";
  const tools = document.getElementById("check-tools");
  const list = tools.nextElementSibling;
  const checks = [...list.children];
  const cells = [...document.querySelectorAll(".strip a")];
  const wide = matchMedia("(min-width: 64em)");

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /* -- the filter ----------------------------------------------------------------------------------- */

  const FORMER = { "the-article-is-itself-the-record": "only-in-the-article" }; // published addresses stay
  const verdicts = [...document.querySelectorAll("th .shape")].map((shape) => ({
    value: shape.dataset.verdict,
    words: shape.parentElement.textContent.trim(),
    shape,
  }));
  const status = make("p", { id: "filter-status", role: "status" });
  const buttons = [{ value: "", words: "all" }, ...verdicts].map(({ value, words, shape }) => {
    const count = checks.filter((check) => !value || check.dataset.verdict === value).length;
    const button = make("button", { type: "button", class: "tool", value }, ...(shape ? [shape.cloneNode(true)] : []), `${words} `);
    button.append(make("span", { class: "count" }, count));
    button.addEventListener("click", () => choose(value));
    return button;
  });
  tools.append(make("div", { class: "verdict-filter", role: "group", "aria-label": "Show statements by verdict" }, ...buttons), status);

  let chosen = "";
  let linked = null; // a statement that the address points at is shown even where the choice leaves it out

  const apply = () => {
    for (const check of checks) check.hidden = !!chosen && check.dataset.verdict !== chosen && check !== linked;
    for (const cell of cells) cell.classList.toggle("off", !!chosen && cell.dataset.verdict !== chosen);
    for (const button of buttons) button.setAttribute("aria-pressed", button.value === chosen);
    const count = checks.filter((check) => !chosen || check.dataset.verdict === chosen).length;
    status.textContent = chosen
      ? `${count} of ${checks.length} statements: ${chosen.replaceAll("-", " ")}.`
      : `All ${checks.length} statements are shown.`;
    if (course) focusOn(here && !here.hidden ? here : checks.find((check) => !check.hidden));
  };

  const choose = (value) => {
    chosen = value;
    linked = null;
    const target = document.getElementById(location.hash.slice(1));
    const hash = target?.dataset.verdict && value && target.dataset.verdict !== value ? "" : location.hash;
    try {
      history.replaceState(null, "", location.pathname + (value ? `?verdict=${value}` : "") + hash);
    } catch {
      /* some browsers refuse this for files: the choice holds for this page */
    }
    apply();
  };

  /* -- the article's course ------------------------------------------------------------------------- */

  let course = false;
  let here = null;
  let held = 0; // a statement that was asked for stays until the reader has scrolled on

  const said = (check) => check.firstElementChild;
  const focusOn = (check, keep) => {
    if (keep) held = scrollY;
    if (check === here) return;
    here?.classList.remove("here");
    here = check || null;
    here?.classList.add("here");
  };

  // The statement at the reading line: a third of the way down the window.
  const follow = () => {
    if (!course || Math.abs(scrollY - held) < 60) return;
    held = -1e6;
    const line = innerHeight / 3;
    const shown = checks.filter((check) => !check.hidden);
    focusOn(shown.findLast((check) => said(check).getBoundingClientRect().top < line) || shown[0]);
  };

  const dress = () => {
    course = wide.matches;
    if (course) focusOn(here || checks.find((check) => !check.hidden));
  };

  const ask = (event) => {
    const check = course && event.target.closest(".check");
    if (check) focusOn(check, true);
  };
  list.addEventListener("click", ask);
  list.addEventListener("focusin", ask);
  addEventListener("scroll", follow, { passive: true });
  wide.addEventListener("change", dress);

  /* -- arrival: a link to a statement opens it, whatever the choice ----------------------------------- */

  const arrive = () => {
    const asked = new URLSearchParams(location.search).get("verdict") || "";
    chosen = verdicts.find(({ value }) => value === (FORMER[asked] || asked))?.value || "";
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    linked = checks.includes(target) ? target : null;
    apply();
    if (!linked) return;
    said(linked).scrollIntoView({ behavior: "instant" });
    focusOn(linked, true);
  };
  dress();
  addEventListener("popstate", arrive);
  arrive();
})();
