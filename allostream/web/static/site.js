/* What scripts add to every page: suggestions while typing, keys, and pop-overs that close by themselves.

   Every page works without this file. It holds no sentence: words come from the page, in its language. */

const root = document.documentElement;
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// ---- what is kept on this device; player.js writes under the same names

function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`allostream.${name}`)) ?? otherwise;
  } catch {
    return otherwise; // storage that is switched off, or that somebody has written into
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`allostream.${name}`, JSON.stringify(value));
  } catch {
    // A device that keeps nothing plays all the same.
  }
}

/** Seconds as a clock shows them: 12:40, 1:02:03. */
function clock(seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  if (!parts[0]) parts.shift();
  return parts.map((part, place) => String(part).padStart(place ? 2 : 1, "0")).join(":");
}

// ---- pop-overs, drawers, the panel of filters

function closePop(pop, focus) {
  pop.open = false;
  if (focus) one("summary", pop).focus();
}

for (const moved of ["pointerdown", "focusin"]) {
  document.addEventListener(moved, (event) => {
    for (const pop of all(".pop[open]")) if (!pop.contains(event.target)) closePop(pop);
  });
}

/** Close what is open around the focus, else what lies over the page. Returns whether there was anything. */
function closeOpen() {
  const around = document.activeElement?.closest(".pop[open], .drawer[open]") ?? one(".pop[open]");
  if (around) closePop(around, true);
  else if (location.hash === "#filters") location.hash = "#results";
  else return false;
  return true;
}

/** Open the drawer that the address names: `#l-…` is the row of a link. */
function openNamed() {
  const named = document.getElementById(location.hash.slice(1));
  const drawer = named?.closest(".drawer") ?? (named && one(":scope > .drawer", named));
  if (!drawer || drawer.open) return;
  drawer.open = true;
  named.scrollIntoView();
}

addEventListener("hashchange", (event) => {
  openNamed();
  // The panel of filters opens by its address; whoever opened it goes on inside it, and comes back to its link.
  if (location.hash === "#filters") one("#filters :is(a, summary, button, input)")?.focus();
  else if (event.oldURL.endsWith("#filters")) one('a[href="#filters"]')?.focus();
});
openNamed();

// ---- a choice made in the frame of a page sends the reader back to the place that was being read

const PLACE = "allostream.place";

document.addEventListener("submit", ({ target }) => {
  if (!one("[name=back]", target)) return;
  const above = all("main [id]").filter((part) => part.getBoundingClientRect().top <= 1).pop();
  const place = {
    path: location.pathname + location.search,
    id: above?.id,
    by: above ? above.getBoundingClientRect().top : -scrollY,
    focus: target.closest(".pop") ? ".pop summary" : ".switch",
  };
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  } catch {
    // Then the page begins at its top, as it does without a script.
  }
});

function comeBack() {
  let place;
  try {
    place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
  } catch {
    return;
  }
  if (place?.path !== location.pathname + location.search) return;
  one(place.focus)?.focus({ preventScroll: true });
  const part = place.id ? document.getElementById(place.id) : document.body;
  if (part) scrollBy({ top: part.getBoundingClientRect().top - place.by, behavior: "instant" });
}
comeBack();

// ---- suggestions: the combobox pattern of the ARIA Authoring Practices, focus stays in the field

const WAIT = 120; // milliseconds after a letter: fast typists ask once, not for every letter
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The letters of a text as they are compared, and where each of them ends in the text. */
function spelled(text) {
  const ends = [];
  let letters = "", place = 0;
  for (const sign of text) {
    place += sign.length;
    const plain = folded(sign);
    letters += plain;
    for (let count = 0; count < plain.length; count++) ends.push(place);
  }
  return { letters, ends };
}

/** How many letters of what was typed are wrong, missing, too many or the wrong way round at the beginning of a word,
    and how much of the word that beginning is. */
function slips(typed, word) {
  let before = [], row = [...Array(word.length + 1).keys()];
  for (let n = 1; n <= typed.length; n++) {
    const next = [n];
    for (let m = 1; m <= word.length; m++) {
      next[m] = Math.min(row[m] + 1, next[m - 1] + 1, row[m - 1] + (typed[n - 1] !== word[m - 1]));
      if (n > 1 && m > 1 && typed[n - 1] === word[m - 2] && typed[n - 2] === word[m - 1])
        next[m] = Math.min(next[m], before[m - 2] + 1);
    }
    [before, row] = [row, next];
  }
  const fewest = Math.min(...row);
  return [fewest, row.lastIndexOf(fewest)];
}

/** The name with what fits each typed word marked, also where a letter or two of it are wrong. */
function marked(name, typed) {
  const { letters, ends } = spelled(name), hits = new Map();
  const words = [...letters.matchAll(/[\p{L}\p{N}]+/gu)];
  for (const [part] of folded(typed).slice(0, 100).matchAll(/[\p{L}\p{N}]+/gu)) {
    const found = words.map((word) => [...slips(part, word[0]), word.index]).sort((a, b) => a[0] - b[0])[0];
    if (!found || found[0] > (part.length + 1) / 4 || found[1] <= (hits.get(found[2]) ?? 0)) continue;
    hits.set(found[2], found[1]);
  }
  const line = document.createElement("span");
  let at = 0;
  for (const [start, length] of [...hits].sort((a, b) => a[0] - b[0])) {
    const mark = document.createElement("mark");
    const from = start ? ends[start - 1] : 0, to = ends[start + length - 1];
    mark.textContent = name.slice(from, to);
    line.append(name.slice(at, from), mark);
    at = to;
  }
  line.append(name.slice(at));
  return line;
}

function suggest(form) {
  const field = one("input[type=search]", form);
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const words = form.dataset;
  let asked, timer, addresses = [], active = -1;

  list.className = "sugg";
  list.id = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggestions);
  said.className = "vh";
  said.setAttribute("role", "status");
  form.after(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": false, "aria-controls": list.id,
  })) field.setAttribute(name, value);

  function choose(place) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = list.children[active];
    field.setAttribute("aria-activedescendant", option?.id ?? "");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    choose(-1);
    list.hidden = true;
    said.textContent = "";
    field.setAttribute("aria-expanded", "false");
  }

  function show(typed, names, notes, languages) {
    list.replaceChildren(...names.map((name, place) => {
      const option = document.createElement("li");
      const note = document.createElement("span");
      option.id = `suggestion-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      note.className = "small quiet";
      note.textContent = notes[place] ?? "";
      const line = marked(name, typed);
      if (languages?.[place]) line.lang = languages[place];
      option.append(line, note);
      return option;
    }));
    choose(-1);
    list.hidden = !names.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    const told = names.length ? (names.length === 1 ? words.one : words.many) : words.none;
    said.textContent = told.replace("{}", names.length);
  }

  async function ask() {
    const typed = field.value.trim();
    asked?.abort();
    if (typed.length < 2) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${words.suggest}?languages=1&q=${encodeURIComponent(typed)}`, { signal: asked.signal });
      if (!answer.ok) return close();
      const [, names, notes, found, languages] = await answer.json();
      if (document.activeElement !== field) return;
      const chosen = addresses[active];
      addresses = found;
      show(typed, names, notes, languages);
      choose(found.indexOf(chosen)); // an answer that comes late takes no choice away that it holds too
    } catch {
      // Given up for a newer question, or the line is down: the form still sends.
    }
  }

  /** Only the path counts: a suggestion leads to a page of this site. */
  function go(place) {
    const to = new URL(addresses[place], location.href);
    location.assign(to.pathname + to.search);
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    choose(-1);  // what was chosen was a suggestion for other letters
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.hidden ? 0 : list.children.length;
    // The caret is in the text again: Enter sends what stands there.
    if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) return choose(-1);
    if (event.key === "Escape" && count) close();
    else if (event.key === "Escape" && field.value) field.value = "";
    else if (event.key === "Enter" && active >= 0) go(active);
    else if (event.key === "ArrowDown" && event.altKey && count) return;
    else if (event.key === "ArrowUp" && event.altKey && count) close();
    else if (event.key === "ArrowDown" && count) choose(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowUp" && count) choose(active < 0 ? count - 1 : active - 1);
    else if (event.key === "ArrowDown") ask();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // Pressing must not take the focus away, or the list would close before the press has ended.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const place = [...list.children].indexOf(target.closest("li"));
    if (place >= 0) go(place);
  });
}
all("form[data-suggest]").forEach(suggest);

// ---- keys

/** The name of a key: signs and Latin letters as they are written, all others by their place on the keyboard.

    So `j` works on a Cyrillic keyboard, and the digits of a French one without Shift. */
function nameOf({ key, code }) {
  if (key.length > 1 || /^[ ?/<>,.]$/.test(key)) return key;
  if (/^[a-z0-9]$/i.test(key)) return key.toLowerCase();
  return (/^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key).toLowerCase();
}

const ITEMS = "main :is(.card, .programme li, .ep h3, .offer h3, .found li, .queue h2) a";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const items = () => all(ITEMS).filter((item) => item.checkVisibility());

/** To the next or the previous result; at first to the one that can be seen. */
function step(by) {
  const found = items();
  const here = found.indexOf(document.activeElement);
  const first = found.findIndex((item) => item.getBoundingClientRect().top > 0);
  found[here < 0 ? Math.max(first, 0) : here + by]?.focus();
  return found.length > 0;
}

/** From a result to its neighbour in a direction; elsewhere arrows scroll, as always. */
function moveTo([x, y]) {
  const here = document.activeElement;
  if (!here?.matches(ITEMS)) return false;
  const middle = (item) => {
    const box = (item.closest("li") ?? item).getBoundingClientRect();
    return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  };
  const [left, top] = middle(here);
  let nearest, least = Infinity;
  for (const item of items()) {
    const [across, down] = middle(item);
    const along = (across - left) * x + (down - top) * y;
    const away = along + 3 * Math.abs((across - left) * y + (down - top) * x);
    if (along > 4 && away < least) [nearest, least] = [item, away];
  }
  nearest?.focus();
  return Boolean(nearest);
}

async function showKeys() {
  const link = one("a[data-sheet]");
  let sheet = one("dialog.keys");
  if (!sheet) {
    if (!link || link.pathname === location.pathname) return;
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.statusText);
      sheet = sheetFrom(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      return location.assign(link.href);
    }
  }
  if (!sheet.open) sheet.showModal();
}

/** The page of keys as a dialog; it closes with Esc, with its button and with a press beside it. */
function sheetFrom(page) {
  const sheet = document.createElement("dialog");
  const heading = document.createElement("h2");
  const close = one("[data-close]", page);
  heading.id = "keys-heading";
  heading.textContent = one("h1", page).textContent;
  close.hidden = false;
  sheet.className = "keys";
  sheet.setAttribute("aria-labelledby", heading.id);
  sheet.append(close, heading, one("#keys", page));
  sheet.addEventListener("click", ({ target }) => target === sheet && sheet.close());
  // It may need sheets that this page has not loaded.
  for (const style of all("link[rel=stylesheet]", page)) if (!one(`link[href="${style.getAttribute("href")}"]`)) document.head.append(style);
  document.body.append(sheet);
  return sheet;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("a[data-sheet]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  showKeys();
});

/** What a key does on every page. Returns whether it did anything. */
function press(key) {
  if (key === "/") {
    const field = one(".find input");
    field?.focus();
    field?.select();
    return Boolean(field);
  }
  if (key === "?") showKeys();
  else if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  else if (key in ARROWS) return moveTo(ARROWS[key]);
  else if (key === "0") one(".brand").click();
  else if (/^[1-9]$/.test(key)) all(".top nav a")[key - 1]?.click();
  else return false;
  return true;
}

const TYPED_INTO = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    if (!one("dialog[open]") && closeOpen()) event.preventDefault();
    return;
  }
  const { target } = event;
  if (one("dialog[open]") || target.closest(TYPED_INTO)) return;
  const key = nameOf(event);
  // Single characters can be switched off (WCAG 2.2, 2.1.4); Space and the arrows are none.
  if (key.length === 1 && key !== " " && root.dataset.keys === "off") return;
  if (event.ctrlKey && key !== "Enter") return;
  // Space and Enter belong to the button that has the focus, and arrows to what scrolls.
  if ((key === " " || key === "Enter") && target.closest("a, button, summary, input, video")) return;
  const told = new CustomEvent("allostream:key", {
    cancelable: true, detail: { key, shift: event.shiftKey, ctrl: event.ctrlKey, again: event.repeat, target },
  });
  // The player comes first: who takes a key prevents the default.
  const taken = !document.dispatchEvent(told) || (!event.ctrlKey && press(key));
  if (taken) event.preventDefault();
});

// ---- where one stopped: on the buttons that lead to a copy, and on the home page

const said = (point) => document.body.dataset.resume.replace("{}", clock(point.at));

function showPoints() {
  const seen = kept("seen", {});
  for (const button of all("main a.btn:not(.stage a)")) {
    const point = seen[button.pathname.split("/").pop()];
    const word = point && [...button.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
    if (!word) continue;
    word.data = said(point);
    button.closest(".ep")?.classList.add("now");
  }
  for (const shelf of all("#continue")) fillShelf(shelf, seen);
}

/** The latest of each title, the last first. */
function fillShelf(shelf, seen) {
  const latest = new Map();
  const points = Object.entries(seen).sort(([, a], [, b]) => b.when - a.when);
  for (const [id, point] of points) if (!latest.has(point.picture)) latest.set(point.picture, { id, ...point });
  const cards = [...latest.values()].slice(0, 12).map((point) => cardOf(one("template", shelf), point));
  one("ul", shelf).replaceChildren(...cards);
  shelf.hidden = !cards.length;
}

function cardOf(template, point) {
  const card = template.content.cloneNode(true);
  const [link, picture] = [one("a", card), one("img", card)];
  const [work, place] = all("p", card);
  // The server judges whether the copy may still be seen: it may have been withdrawn since.
  link.href = `/l/${point.id}`;
  link.textContent = point.name;
  if (point.lang) link.lang = point.lang;
  if (point.work) work.textContent = point.work;
  else work.remove();
  picture.addEventListener("error", () => picture.remove());
  picture.src = point.picture;
  one("progress", card).value = point.at / point.of || 0;
  place.textContent = said(point);
  return card;
}

showPoints();
// A page that comes back from the browser's memory was made before what has been watched since.
addEventListener("pageshow", ({ persisted }) => persisted && showPoints());

// ---- what is kept on this device, and how to have it forgotten (settings)

function fillDevice(device) {
  const hosts = kept("hosts", []);
  const list = one("ul", device);
  const forgets = () => {
    one("[data-hosts]", device).hidden = !list.children.length;
    one("[data-nothing]", device).hidden = Boolean(list.children.length || Object.keys(kept("seen", {})).length);
    one("[data-seen]", device).hidden = !Object.keys(kept("seen", {})).length;
  };
  for (const host of hosts) {
    const row = one("template", device).content.cloneNode(true).firstElementChild;
    one("strong", row).textContent = host;
    one("button", row).append(Object.assign(document.createElement("span"), { className: "vh", textContent: ` ${host}` }));
    one("button", row).addEventListener("click", () => {
      keep("hosts", kept("hosts", []).filter((other) => other !== host));
      row.remove();
      one("h2", device).focus();
      forgets();
    });
    list.append(row);
  }
  device.hidden = false;
  forgets();
}
all("#device").forEach(fillDevice);

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-clear]");
  if (!button) return;
  keep("seen", {});
  const part = button.closest("section");
  all("#continue").forEach((shelf) => { shelf.hidden = true; });
  all("#device").forEach((device) => {
    one("[data-seen]", device).hidden = true;
    one("[data-nothing]", device).hidden = Boolean(one("li", device));
  });
  (part.hidden ? one("h1") : one("h2", part))?.focus();
});
