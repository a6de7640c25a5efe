// Passkeys: the browser makes or shows one, and its answer goes with the form. Without JavaScript a code is typed.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

  const answer = (credential, names) => JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(names.filter((name) => credential.response[name]).map((name) => [name, text(credential.response[name])])),
  });

  const make = async ({ publicKey }) => {
    const asked = { ...publicKey, challenge: bytes(publicKey.challenge), user: { ...publicKey.user, id: bytes(publicKey.user.id) } };
    asked.excludeCredentials = known(publicKey.excludeCredentials);
    return answer(await navigator.credentials.create({ publicKey: asked }), ["clientDataJSON", "attestationObject"]);
  };

  const use = async ({ publicKey }) => {
    const asked = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) };
    const names = ["clientDataJSON", "authenticatorData", "signature", "userHandle"];
    return answer(await navigator.credentials.get({ publicKey: asked }), names);
  };

  window.deskPasskey = { make, use, isPossible: Boolean(window.PublicKeyCredential) };

  const part = document.querySelector("[data-passkey]");
  if (!part || !window.deskPasskey.isPossible) return;
  part.hidden = false;
  const form = part.closest("form");
  part.querySelector("[data-passkey-button]").addEventListener("click", async (event) => {
    event.preventDefault();
    if (part.dataset.passkey === "make" && !form.reportValidity()) return;
    const alarm = part.querySelector(".desk-alarm[hidden], .desk-alarm[role=alert]");
    alarm.hidden = true;
    try {
      const options = JSON.parse(document.getElementById("desk-passkey-options").textContent);
      form.elements.passkey.value = await window.deskPasskey[part.dataset.passkey](options);
      form.submit();
    } catch {
      alarm.hidden = false;
    }
  });
})();
