// A session that ends while somebody writes: they sign in over the form, and nothing is sent before.
(() => {
  const dialog = document.getElementById("desk-sign-in");
  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;
  const [username, password] = ["username", "password"].map((name) => dialog.querySelector(`[name=${name}]`));
  const alarm = dialog.querySelector("[role=alert]");
  const [firstStep, secondStep, add] = ["first", "second", "add"].map((name) => dialog.querySelector(`[data-step=${name}]`));
  const code = dialog.querySelector("[name=code]");
  const passkey = dialog.querySelector("[data-passkey-button]");

  let signedIn = true;

  // What /desk/session/ answers; without a connection it throws.
  const session = async (story = "") => {
    const answer = await fetch(`${dialog.dataset.session}?story=${story}`, { headers: { Accept: "application/json" } });
    const found = await answer.json();
    window.wagtailConfig.CSRF_TOKEN = found.token;
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = found.token;
    return found;
  };
  const first = session().catch(() => ({ user: "", owner: "", key: "" }));
  first.then(({ user }) => {
    username.value = user;
  });

  // Whether the person is signed in who opened the form; if not, they are asked to.
  const isSignedIn = async () => {
    const { user } = await session();
    username.value ||= user;
    if (user && user === username.value) return true;
    signedIn = false;
    if (!dialog.open) dialog.showModal();
    return false;
  };

  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  // Which part of the window is shown: the password, the second step, or that one has to be set up.
  const show = (step) => {
    for (const part of [firstStep, secondStep, add]) part.hidden = part !== step;
    password.required = step === firstStep;
    code.value = "";
  };
  dialog.addEventListener("close", () => show(firstStep));

  let second; // where the second step goes, once the password was right
  let options; // what the browser needs to show a passkey
  const post = async (address, fields) => {
    alarm.textContent = "";
    try {
      const { token } = await session();
      const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...fields });
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      options = said.passkey;
      passkey.hidden = !(options && window.deskPasskey?.isPossible);
      if (!answer.ok) {
        alarm.textContent = said.error;
        if (address === second && !said.again) show(firstStep);
        return;
      }
      if (said.second) {
        second = said.second;
        show(secondStep);
        code.focus();
        return;
      }
      if (said.add) {
        add.querySelector("a").href = said.add;
        show(add);
        return;
      }
      await session(); // the token is another one now
    } catch {
      alarm.textContent = dialog.dataset.offline;
      return;
    }
    password.value = "";
    signedIn = true;
    dialog.close();
    window.dispatchEvent(new Event("desk:signed-in"));
  };
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (secondStep.hidden) post(dialog.dataset.signIn, { username: username.value, password: password.value });
    else post(second, { code: code.value });
  });
  passkey.addEventListener("click", async () => {
    let shown;
    try {
      shown = await window.deskPasskey.use(options);
    } catch {
      return; // the browser has said why, or the person closed its window
    }
    post(second, { passkey: shown });
  });

  let sending = false;
  const send = async (button) => {
    // What is being saved by itself goes first: after it, this form would be one of an older version.
    await window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave")?.submitPromise;
    // The form is one of the version that was saved last, by itself. Not earlier: a changed field would be saved by itself again.
    for (const [name, value] of Object.entries(window.desk.version ?? {})) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    // The framework disables a pressed button, and then the browser does not send it.
    const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button?.name ?? "", value: button?.value ?? "" });
    form.append(pressed);
    sending = true;
    form.requestSubmit();
    sending = false;
    pressed.remove();
  };
  const release = (button) => button && window.wagtail.app.getControllerForElementAndIdentifier(button, "w-progress")?.deactivate();

  let asking = false;
  let stopped; // what was to be sent when the session had ended, goes after it has begun again
  window.addEventListener("submit", async (event) => {
    if (event.target !== form || sending) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking) return;
    asking = true;
    const button = event.submitter;
    try {
      await window.desk.keep?.({ submitted: true });
      if (await isSignedIn()) await send(button);
      else stopped = { button };
    } catch {
      window.desk.fail("offline");
      window.desk.keep?.({ submitted: false });
      window.alert(dialog.dataset.offline);
      release(button);
    }
    asking = false;
  }, true);
  dialog.addEventListener("close", () => {
    if (stopped && signedIn) send(stopped.button);
    else release(stopped?.button);
    stopped = undefined;
  });

  Object.assign(window.desk, { session: first, ask: session, isSignedIn });
})();
