// What the desk says about saving is true: the framework's script counts what is typed in a form's first two seconds, and what
// is typed while an answer is on its way, as saved.
(() => {
  const form = document.querySelector("form[data-edit-form]");
  const shown = document.getElementById("w-autosave-indicator");
  if (!form) return;
  const controller = (name) => window.wagtail.app.getControllerForElementAndIdentifier(form, name);
  const TOUCHES = ["beforeinput", "input", "change", "keydown", "pointerdown", "paste", "drop"];
  let state = "";
  let sent; // the form's data as the request under way has it
  let saved = false; // whether anything of this form was saved by itself
  let worthTrying = false; // whether the same data may be taken another time

  const say = (name, more = "") => {
    state = name;
    if (!shown) return;
    shown.dataset.state = name;
    shown.textContent = [shown.dataset[name], more].filter(Boolean).join(" ");
  };
  const fail = (reason) => say("failed", shown?.dataset[reason]);
  // What an input is called on the page.
  const label = (name) => {
    const field = form.elements.namedItem(name);
    return document.querySelector(`label[for="${CSS.escape(field?.id ?? name)}"]`)?.textContent.replace("*", "").trim() || name;
  };
  window.desk = { fail, label };

  const begin = (unsaved) => {
    // Until somebody touches the form, what it holds is what is saved: its editors still fill it. After two seconds the
    // framework takes the form as it is then.
    let before = unsaved.formData;
    const settling = setInterval(() => {
      before = unsaved.formData;
    }, 100);
    const touched = (event) => {
      if (event.type === "change" && !event.isTrusted) return; // an editor that fills its field
      clearInterval(settling);
      for (const kind of TOUCHES) form.removeEventListener(kind, touched, true);
      if (!unsaved.initialFormData) unsaved.initialFormData = unsaved.previousFormData = before;
      form.addEventListener("w-unsaved:watch-edits", () => {
        if (!saved) unsaved.initialFormData = before;
      });
    };
    for (const kind of TOUCHES) form.addEventListener(kind, touched, true);
    setTimeout(() => clearInterval(settling), 3000);
    // A form that comes back with errors, or with what a device had kept, is not looked at again by the framework.
    if (unsaved.forceValue) {
      unsaved.initialFormData = unsaved.previousFormData = "none of it is saved";
      setInterval(unsaved.check, unsaved.checkIntervalValue);
    }
    unsaved.clear = (event) => {
      saved = true;
      const held = new URLSearchParams(sent ?? unsaved.formData);
      for (const [name, value] of Object.entries(event?.detail?.data?.field_updates ?? {})) {
        if (form.elements.namedItem(name)) held.set(name, value);
      }
      unsaved.initialFormData = unsaved.previousFormData = held.toString();
      unsaved.forceValue = unsaved.hasCommentsValue = false;
      unsaved.check();
    };
  };
  if (controller("w-unsaved")) begin(controller("w-unsaved"));
  else form.addEventListener("w-unsaved:ready", () => begin(controller("w-unsaved")), { once: true });

  const isSaved = () => controller("w-unsaved").formData === controller("w-unsaved").initialFormData;
  const compare = () => {
    if (state === "saving" || state === "failed" || !controller("w-unsaved").initialFormData) return;
    if (!isSaved()) say("changed");
    else if (state === "changed") say(saved ? "saved" : "");
  };
  let comparing;
  const soon = () => {
    clearTimeout(comparing);
    comparing = setTimeout(compare, 300);
  };
  form.addEventListener("input", () => {
    if (state !== "saving" && state !== "failed") say("changed");
    soon();
  });
  form.addEventListener("change", soon);
  for (const kind of ["w-unsaved:add", "w-unsaved:clear"]) document.addEventListener(kind, compare);
  document.addEventListener("w-autosave:save", () => {
    sent = controller("w-unsaved").formData;
    if (state !== "failed") say("saving"); // what failed stays said until it is saved
  });
  document.addEventListener("w-autosave:success", ({ detail }) => {
    if (detail.data?.revision_id) window.desk.version = { loaded_revision_id: detail.data.revision_id, loaded_revision_created_at: detail.data.revision_created_at };
    const left = detail.data?.left_out ?? [];
    if (!isSaved()) say("changed");
    else say(left.length ? "partly" : "saved", [...new Set(left.map(label))].join(", "));
  });
  document.addEventListener("w-autosave:error", ({ detail: { type, text } }) => {
    worthTrying = type === "network_error" || type === "server_error";
    if (type === "network_error") fail("offline");
    else if (type === "server_error") fail("fault");
    else say("failed", text);
    if (type === "server_error") window.desk.isSignedIn().then((is) => is || fail("signedOut"), () => fail("offline"));
  });

  // The framework tries five times and then waits for the next key.
  const again = () => {
    const autosave = controller("w-autosave");
    if (state === "failed" && worthTrying && autosave?.activeValue) autosave.save(new Event("again"));
  };
  window.addEventListener("online", again);
  window.addEventListener("desk:signed-in", () => {
    again();
    setTimeout(again, 5000); // what was on its way had the token of the session that ended
  });
  setInterval(again, 15000);
})();
