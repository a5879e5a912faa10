// Which address of a site is opened for a page. Nothing here asks the network or the browser.

const BRING = "/bring";

// The origin of a site as somebody writes its address, "" for what is none: “films.example” is taken as https.
export function siteOf(written) {
  const text = written.trim();
  try {
    const { protocol, origin } = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    return protocol === "https:" || protocol === "http:" ? origin : "";
  } catch {
    return "";
  }
}

// Where a site takes the address of a page. What is no page of the web, such as a file of one's own, is not handed on,
// and neither are a name and a password that stand in an address.
export function bringing(site, page) {
  const given = new URL(BRING, site);
  try {
    const url = new URL(page);
    if (url.protocol === "https:" || url.protocol === "http:") {
      url.username = "";
      url.password = "";
      given.searchParams.set("url", url.href);
    }
  } catch {
    // The empty form is opened: an address can be pasted there.
  }
  return given.href;
}
