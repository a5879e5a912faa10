// Passkeys (WebAuthn): asks the browser for a key and puts its answer into the form. No sentence stands here.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function options(given) {
  const key = structuredClone(given.publicKey);
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  for (const list of [key.excludeCredentials, key.allowCredentials]) {
    for (const one of list ?? []) one.id = bytes(one.id);
  }
  return key;
}

function answer(credential) {
  const said = credential.response;
  const response = { clientDataJSON: text(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) response[name] = text(said[name]);
  }
  if (said.getTransports) response.transports = said.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function ask(form) {
  if (form.dataset.passkey === "sign-in") {
    const reply = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    return navigator.credentials.get({ publicKey: options((await reply.json()).request_options) });
  }
  const given = JSON.parse(form.dataset.options);
  if (form.dataset.passkey === "use") return navigator.credentials.get({ publicKey: options(given.request_options) });
  const key = options(given.creation_options);
  const alone = form.elements.passwordless?.checked ?? false;
  key.authenticatorSelection = {
    ...key.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone ? { userVerification: "required" } : {}),
  };
  return navigator.credentials.create({ publicKey: key });
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = form.querySelector("[role=status]");
    if (status) status.textContent = "";
    try {
      form.elements.credential.value = answer(await ask(form));
      form.submit();
    } catch {
      if (status) status.textContent = form.dataset.failed;
    }
  });
}
