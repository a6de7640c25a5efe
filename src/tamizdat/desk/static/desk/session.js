// A session that ends while somebody writes: they sign in over the form, and nothing is sent before.
(() => {
  const dialog = document.getElementById("desk-sign-in");
  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;
  const [username, password] = ["username", "password"].map((name) => dialog.querySelector(`[name=${name}]`));
  const alarm = dialog.querySelector("[role=alert]");

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
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    alarm.textContent = "";
    try {
      const { token } = await session();
      const body = new URLSearchParams({ csrfmiddlewaretoken: token, username: username.value, password: password.value });
      const answer = await fetch(dialog.dataset.signIn, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) {
        alarm.textContent = (await answer.json()).error;
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
  });

  let sending = false;
  const send = (button) => {
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
      if (await isSignedIn()) send(button);
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
