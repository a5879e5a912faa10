// The button and the entry of the menu of links: each opens the site's page to bring an address, and sends nothing else.

import { bringing } from "./addresses.js";

const LINK = "bring-link";

async function bring(page, tab) {
  const { site } = await chrome.storage.local.get("site");
  if (!site) {
    await chrome.runtime.openOptionsPage();
    return;
  }
  // Beside the tab it comes from, in its window: what is opened from a private window stays private.
  const place = tab && tab.id >= 0 ? { windowId: tab.windowId, index: tab.index + 1, openerTabId: tab.id } : {};
  await chrome.tabs.create({ url: bringing(site, page), ...place });
}

chrome.runtime.onInstalled.addListener(() => {
  chrome.contextMenus.removeAll(() => {
    chrome.contextMenus.create({
      id: LINK,
      title: chrome.i18n.getMessage("bringLink"),
      contexts: ["link"],
      targetUrlPatterns: ["https://*/*", "http://*/*"],
    });
  });
});

chrome.action.onClicked.addListener((tab) => bring(tab.url ?? "", tab));
chrome.contextMenus.onClicked.addListener((chosen, tab) => bring(chosen.linkUrl ?? "", tab));
