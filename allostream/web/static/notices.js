/* The form of a notice: shows while somebody types which links of this site it points at, and keeps a copy of what was
   typed on the device until it is sent. The page works without this file: a button does the same. */

const form = document.querySelector("[data-preview]");
const hits = document.getElementById("hits");
const DRAFT = "allostream.notice";
const PAUSE = 400; // milliseconds without a key before it is looked
let asked, timer;

/** What the form says now, without the file, which only its sending needs. */
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
    if (error.name !== "AbortError") return; // no connection: the button looks as well
  }
}

/** The send button names how many links are ticked. */
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
    // A device that keeps nothing sends all the same.
  }
}

/** Fill in again what was typed on this page before it was left; what the server has filled in stays. */
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
    // Nothing was kept.
  }
}
