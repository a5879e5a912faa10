/* The form of a notice: shows while somebody types which links it points at, and keeps what was typed on the device until
   it is sent. The page works without this file. */

const form = document.querySelector("[data-preview]");
const hits = document.getElementById("hits");
const DRAFT = "allostream.notice";
const PAUSE = 400; // milliseconds without a key
let asked, timer;

/** What the form says now, without the file. */
function said() {
  const data = new FormData(form);
  data.delete("file");
  return new URLSearchParams([...data].map(([name, value]) => [name, String(value)]));
}

async function look() {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: said(), signal: asked.signal });
    if (answer.ok) hits.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
    show();
  } catch (error) {
    if (error.name !== "AbortError") return; // the button looks as well
  }
}

/** The button names how many links are ticked. */
function show() {
  const button = form.querySelector("[value=send]");
  const ticked = form.querySelectorAll("[name=pick]:checked").length;
  const words = button.dataset;
  button.textContent = ticked === 1 ? words.one : ticked ? words.many.replace("{}", ticked) : words.none;
}

function keep() {
  try {
    const text = said();
    for (const name of ["token", "shown", "pick", "website"]) text.delete(name);
    sessionStorage.setItem(DRAFT, text.toString());
  } catch {
    // It is sent all the same.
  }
}

/** Fill in again what was typed here before; what the server has filled in stays. */
function restore() {
  let text = null;
  try {
    text = sessionStorage.getItem(DRAFT);
  } catch {
    return;
  }
  const kept = new URLSearchParams(text ?? "");
  if (kept.get("matter") !== form.elements.matter.value) return;
  for (const [name, value] of kept) {
    const field = form.elements[name];
    if (!field || name === "matter") continue;
    if (field instanceof RadioNodeList) field.value ||= value;
    else if (field.type === "checkbox") continue; // a statement is ticked by a person alone
    else field.value ||= value;
  }
}

if (form && hits) {
  if (!document.getElementById("troubles")) restore();
  form.addEventListener("input", ({ target }) => {
    keep();
    if (target.name === "pick") return show();
    if (!["works", "addresses"].includes(target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  show();
  if (form.elements.addresses?.value || form.elements.works?.value) look();
}
if (document.querySelector("[data-received]")) {
  try {
    sessionStorage.removeItem(DRAFT);
  } catch {
    // Nothing was.
  }
}

/* Deadlines count down each minute; nothing is announced. */
const told = document.getElementById("time-left");
if (told) {
  const { now, rows, looks } = JSON.parse(told.dataset.told);
  const ahead = now - Date.now();
  const plural = new Intl.PluralRules(document.documentElement.lang);
  setInterval(() => {
    for (const one of document.querySelectorAll("[data-left]")) {
      const left = (Date.parse(one.dateTime) - Date.now() - ahead) / 1000;
      const [, length, ...said] = rows.find(([from]) => Math.abs(left) >= from);
      const count = Math.floor(Math.abs(left) / length);
      one.textContent = said[+(left < 0)][+(plural.select(count) !== "one")].replace("{}", count);
      const shown = one.closest(".clock") ?? one;
      for (const [name, from, to] of looks) shown.classList.toggle(name, left >= from && left < to);
    }
  }, 60_000);
}
