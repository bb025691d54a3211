/*
 * Search in the reader's own browser: loaded by site.js when a reader first opens the search box, together
 * with the engine and the texts of the site (search/index.js). Nothing leaves the machine.
 *
 * The engine is MiniSearch: small, without parts of others, one plain script that also works from file://, with
 * near words, beginnings of words and weights of fields. It takes our own function for words, so that texts and
 * questions are cleaned alike; lunr, which was here before, cleans them in two ways.
 */
window.startSearch = (base) => {
  "use strict";
  const { entries, weights, words: lay } = window.searchIndex;

  /* -- words: this one function cleans the texts that are indexed and the words that a reader types -- */

  const STOP = new Set(
    `a about again all also am an and any anybody anyone anything are as at be because been being between but by can
    could d did do does doing done for from had has have having he her here hers him his how i if in into is it its
    just ll m may me might mine much must my no nor not of on onto or our ours please re s shall she should so some
    somebody someone t tell than that the their theirs them then there these they this those to too ve versus vs was we
    were what when where whether which while who whom whose why will with without would you your yours`.split(/\s+/),
  );
  const SPELLED = { ß: "ss", ø: "o", æ: "ae", œ: "oe", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const FORMS = {
    children: "child",
    getting: "get",
    got: "get",
    men: "man",
    news: "news",
    ran: "run",
    said: "say",
    used: "use",
    using: "use",
    women: "woman",
  };

  /* Plural and singular, and the endings of verbs: searches, searched and searching are one word. */
  const stem = (word) => {
    if (FORMS[word]) return FORMS[word];
    if (word.length < 4 || /\d/.test(word)) return word;
    let w = word;
    if (/[^aeiou]ies$/.test(w)) w = `${w.slice(0, -3)}y`;
    else if (/(?:ss|x|z|ch|sh)es$/.test(w)) w = w.slice(0, -2);
    else if (/[^siu]s$/.test(w)) w = w.slice(0, -1);
    const verb = /^(.*[aeiouy].*)(?:ed|ing)$/.exec(w);
    if (verb && verb[1].length > 2) w = verb[1].replace(/([^aeiouylsz])\1$/, "$1").replace(/i$/, "y");
    return w.length > 3 ? w.replace(/e$/, "") : w;
  };

  /*
   * The words of a text, each as it is written and with the terms that it is found by: the parts of "Ton-That", and
   * the whole. A word of which nothing counts is left out.
   */
  const clean = (text) => {
    const plain = text
      .normalize("NFKD")
      .replace(/[\p{M}\u00ad\u200b-\u200d\u2060]/gu, "")
      .replace(/[ßøæœłđðþı]/gi, (sign) => SPELLED[sign.toLowerCase()])
      .replace(/[\u2018\u2019\u02bc`´]/g, "'")
      .replace(/[\u2010\u2011]/g, "-")
      .replace(/%/g, " percent ")
      .replace(/(\d),(?=\d{3}(?!\d))/g, "$1")
      .replace(/\b(?:\p{L}\.)+\p{L}\b\.?/gu, (short) => short.replaceAll(".", ""));
    const found = [];
    for (const written of plain.match(/[\p{L}\p{N}]+(?:[-'.&][\p{L}\p{N}]+)*/gu) || []) {
      const bare = written.toLowerCase().replace(/'s\b/g, "").replaceAll("'", "");
      const all = bare.match(/\p{N}+(?:\.\p{N}+)*|\p{L}+/gu);
      const parts = all.filter((part) => !STOP.has(part)).map(stem);
      const whole = all.length > 1 && /\p{L}/u.test(bare) ? all.slice(0, -1).join("") + stem(all.at(-1)) : "";
      if (whole || parts.length) found.push({ written, whole, parts });
    }
    return found;
  };
  const termsOf = ({ whole, parts }) => (whole ? [whole, ...parts] : parts);
  const terms = (text) => clean(text).flatMap(termsOf);

  /* -- the index ----------------------------------------------------------------------------------- */

  /*
   * What counts how much. Fields of a place: t its name, d its description, a other names of it, p the title of its
   * page; its text counts 1. The weights of the kinds of places come with the index (explainer/out/search.py).
   */
  const FIELDS = { t: 4, d: 3, a: 4, p: 2, x: 1 };
  const BEGINNING = 0.3; // a word that begins with the one asked for
  const MEANT = 0.9; // a word that means what is asked for
  const LACKING = 2; // the power of the share of the question that a place has: half the question, a quarter
  const DESCRIBED = 1.5; // a page whose title and description have the whole question

  const as = (term) => term;
  const spelling = new Map(); // how the site writes a term: "william" is Williams
  const engine = new MiniSearch({
    idField: "n",
    fields: Object.keys(FIELDS),
    tokenize: (text) =>
      clean(text).flatMap((word) => {
        if (!word.whole && !spelling.has(word.parts[0])) spelling.set(word.parts[0], word.written.replace(/'s?$/, ""));
        return termsOf(word);
      }),
    processTerm: as,
    searchOptions: {
      tokenize: (asked) => asked.split(" "),
      processTerm: as,
      combineWith: "AND",
      prefix: (term) => term.length > 2 && !/\d/.test(term), // of a number only the whole counts
      weights: { prefix: BEGINNING, fuzzy: 0.5 },
      boost: FIELDS,
    },
  });

  /*
   * What readers' words mean here, by the terms of those words (docs/data/search-words.yml). Of "get it" one common
   * word is left: such a phrase counts only where nothing else is asked.
   */
  const partsOf = (text) => clean(text).flatMap(({ parts }) => parts);
  const meant = new Map();
  const alone = new Map();
  for (const { asked, means } of lay)
    for (const phrase of asked) {
      const parts = partsOf(phrase);
      const by = parts.length === 1 && phrase.includes(" ") ? alone : meant;
      by.set(parts.join(" "), [...(by.get(parts.join(" ")) || []), ...means.map(partsOf)]);
    }
  const longest = Math.max(1, ...[...meant.keys()].map((key) => key.split(" ").length));

  /* -- a question: its words in groups, each with the terms that answer it --------------------------- */

  const groupsOf = (words) => {
    const groups = [];
    for (let n = 0; n < words.length; ) {
      let count = Math.min(longest, words.length - n);
      const parts = () => words.slice(n, n + count).flatMap((word) => word.parts);
      while (count > 1 && !meant.has(parts().join(" "))) count -= 1;
      const key = parts().join(" ");
      const own = words.slice(n, n + count);
      const answers = [parts()];
      if (count === 1 && own[0].whole) answers.push([own[0].whole]);
      const means = [...(meant.get(key) || []), ...((words.length === 1 && alone.get(key)) || [])];
      groups.push({ written: own.map((word) => word.written).join(" "), answers, means });
      n += count;
    }
    return groups;
  };

  const lookUp = (answer, options) => (answer.length ? engine.search(answer.join(" "), options) : []);

  /* The known word nearest to one that stands nowhere: one letter off, or two in a long word. */
  const nearest = (term) => {
    if (/\d/.test(term) || term.length < 4) return null;
    for (const fuzzy of term.length > 5 ? [1, 2] : [1]) {
      const counts = new Map();
      for (const { terms: found } of lookUp([term], { fuzzy, prefix: false }))
        for (const one of found) counts.set(one, (counts.get(one) || 0) + 1);
      if (counts.size) return [...counts].sort((a, b) => b[1] - a[1])[0][0];
    }
    return null;
  };

  /* How the places match one group of words: by place, the score, the terms, and the fields that have its own words. */
  const matches = (group) => {
    const found = new Map();
    const add = (answer, share) => {
      for (const { id, score, match } of lookUp(answer)) {
        const one = found.get(id) || { score: 0, terms: [], fields: new Set() };
        one.score = Math.max(one.score, score * share);
        one.terms.push(...Object.keys(match));
        if (share === 1) for (const field of Object.values(match).flat()) one.fields.add(field);
        found.set(id, one);
      }
    };
    for (const answer of group.answers) add(answer, 1);
    for (const answer of group.means) add(answer, MEANT);
    if (!found.size) {
      const near = group.answers[0].map((term) => (lookUp([term]).length ? term : nearest(term)));
      if (near.length && near.every(Boolean)) {
        group.near = near.map((term) => spelling.get(term) || term).join(" ");
        add(near, 1);
      }
    }
    return found;
  };

  /* The places that answer, the best first, each with the words that it lacks. */
  const find = (words) => {
    const groups = groupsOf(words);
    const asked = words.flatMap(termsOf).join();
    const places = new Map();
    for (const group of groups) {
      const found = matches(group);
      group.rare = found.size ? Math.log(1 + entries.length / found.size) : 0;
      for (const [n, one] of found) {
        const place = places.get(n) || { n, score: 0, has: new Set(), terms: new Set(), named: 0, described: 0 };
        place.score += one.score;
        place.named += one.fields.has("t");
        place.described += one.fields.has("t") || one.fields.has("d");
        place.has.add(group);
        one.terms.forEach((term) => place.terms.add(term));
        places.set(n, place);
      }
    }
    const rare = (some) => some.reduce((sum, group) => sum + group.rare, 0);
    let hits = [...places.values()];
    // Of words that stand nowhere, all guessed, only a place with all is an answer: a stranger's name has none.
    if (groups.every((group) => group.near || !group.rare))
      hits = hits.filter(({ has }) => has.size === groups.length);
    for (const hit of hits) {
      hit.entry = entries[hit.n];
      const page = hit.entry.k === "page";
      hit.lacks = groups.filter((group) => !hit.has.has(group)).map(({ written }) => written);
      hit.score *= weights[hit.entry.k] * (rare([...hit.has]) / rare(groups)) ** LACKING;
      if (page && hit.described === groups.length) hit.score *= DESCRIBED;
      // Before all others: what has the question as its name, then pages with all the words in their title.
      if (hit.named < groups.length) hit.first = 0;
      else hit.first = terms(hit.entry.t).join() === asked ? 2 : Number(page);
    }
    hits.sort((a, b) => b.first - a.first || b.score - a.score);
    const seen = new Set();
    const once = hits.filter(({ entry }) => {
      const name = `${entry.p} ${entry.t}`;
      return !seen.has(name) && seen.add(name);
    });
    return { groups, hits: once };
  };

  /* -- what is shown ------------------------------------------------------------------------------- */

  const kept = new Map();
  const has = (word, sought) => {
    if (!kept.has(word)) kept.set(word, terms(word));
    return kept.get(word).some((term) => sought.has(term));
  };

  /* The words round the place where most of the terms stand. */
  const LENGTH = 30;
  const excerpt = (text, sought) => {
    const words = text.split(" ");
    const at = words.flatMap((word, n) => (has(word, sought) ? [n] : []));
    const near = (from) => at.filter((n) => n >= from && n < from + LENGTH - 4).flatMap((n) => kept.get(words[n]));
    const within = (from) => new Set(near(from).filter((term) => sought.has(term))).size;
    const best = at.reduce((one, other) => (within(other) > within(one) ? other : one), at[0] || 0);
    let from = Math.max(0, best - 4);
    for (let n = best; n > Math.max(0, best - 12); n -= 1)
      if (/[.!?][”’)]?$/.test(words[n - 1])) {
        from = n; // at the beginning of its sentence
        break;
      }
    if (best < 8) from = 0;
    const cut = words.slice(from, from + LENGTH).join(" ");
    return (from ? "… " : "") + cut + (from + LENGTH < words.length ? " …" : "");
  };

  const marked = (text, sought) => {
    const fragment = document.createDocumentFragment();
    for (const piece of text.split(/(\s+)/)) {
      const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}%]*)$/su.exec(piece);
      if (word && has(word, sought)) {
        const mark = document.createElement("mark");
        mark.textContent = word;
        fragment.append(before, mark, after);
      } else fragment.append(piece);
    }
    fragment.normalize();
    return fragment;
  };

  const $ = (id) => document.getElementById(id);
  const dialog = $("search");
  const input = $("search-input");
  const results = $("search-results");
  const status = $("search-status");
  const SHOWN = 20;

  const element = (tag, className, ...content) => {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...content);
    return made;
  };

  const places = (n) => `${n} ${n === 1 ? "place" : "places"}`;
  const quoted = (words) => words.map((word) => `“${word}”`).join(", ");

  /* How many places were found, and with how much of the question. */
  const said = (words, groups, hits) => {
    if (!words.length) {
      if (!input.value.trim()) return "";
      return /[\p{L}\p{N}]/u.test(input.value)
        ? "These words are too common to look for. Add one that says what you want to know."
        : "Signs alone find nothing. Type a word or a number.";
    }
    if (!hits.length) return "Nothing found. Try another word for it.";
    const guessed = groups.filter((group) => group.near);
    const guess = ({ written, near }) => `No page has “${written}”, so this looks for “${near}”. `;
    const instead = guessed.map(guess).join("");
    const full = hits.filter(({ lacks }) => !lacks.length).length;
    const best = hits.length > SHOWN ? `, the best ${SHOWN} shown` : "";
    if (full === hits.length) return `${instead}${places(full)} found${best}.`;
    const absent = groups.filter((group) => !group.rare).map(({ written }) => written);
    if (absent.length) return `${instead}Not found: ${quoted(absent)}. ${places(hits.length)} found without${best}.`;
    if (!full) return `${instead}No place has all these words. ${places(hits.length)} found with some of them${best}.`;
    return `${instead}${places(full)} found with all these words, ${hits.length - full} with some${best}.`;
  };

  const line = ({ n, entry, lacks, terms: sought }) => {
    const link = element("a", "", element("span", "hit-title", marked(entry.t, sought)));
    link.href = base + entry.u;
    // The comma is for the ear only: it keeps the name of a place apart from that of its page.
    const comma = element("span", "visually-hidden", ",");
    if (entry.p) link.append(comma, " ", element("span", "hit-page", marked(entry.p, sought)));
    link.addEventListener("click", () => dialog.close());
    const words = [entry.d, entry.x].filter(Boolean).join(" ");
    const text = element("p", "hit-text", marked(excerpt(words, sought), sought));
    if (lacks.length) text.append(" ", element("span", "hit-lacks", `Without ${quoted(lacks)}.`));
    text.id = `hit-${n}`;
    link.setAttribute("aria-describedby", text.id);
    return element("li", "", link, text);
  };

  const render = () => {
    const words = clean(input.value);
    const { groups, hits } = find(words);
    status.textContent = said(words, groups, hits);
    results.replaceChildren(...hits.slice(0, SHOWN).map(line));
  };

  window.searchParts = { terms, find: (text) => find(clean(text)) }; // for tests, and for whoever wonders
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

  // In portions, so that a slow device takes what is typed meanwhile.
  return engine.addAllAsync(entries.map((entry, n) => ({ n, ...entry })), { chunkSize: 100 }).then(() => {
    input.addEventListener("input", render);
    return render;
  });
};
