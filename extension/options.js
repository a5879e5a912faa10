// The page on which the address of a site is kept, in this browser alone.

import { siteOf } from "./addresses.js";

const { i18n, storage } = chrome;
const field = document.getElementById("site");
const said = document.getElementById("said");

document.documentElement.lang = i18n.getMessage("language");
for (const one of document.querySelectorAll("[data-words]")) one.textContent = i18n.getMessage(one.dataset.words);

const { site } = await storage.local.get("site");
field.value = site ?? "";

document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const given = siteOf(field.value);
  field.setAttribute("aria-invalid", String(!given));
  if (!given) {
    said.textContent = i18n.getMessage("noAddress");
    field.focus();
    return;
  }
  await storage.local.set({ site: given });
  field.value = given;
  said.textContent = i18n.getMessage("saved");
});
