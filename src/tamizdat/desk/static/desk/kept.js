// What is typed and not yet saved is kept on this device, encrypted with a key that only a session of the same person gets, and
// is offered again when the story or the letter is opened: after a lost connection, a closed tab, a browser that fell over.
(() => {
  const form = document.querySelector("form#page-edit-form, form:has([name=loaded])");
  if (!form || !window.crypto.subtle) return; // browsers encrypt on https and on the machine itself only
  const MONTH = 30 * 24 * 3600 * 1000;
  const LEFT_OUT = ["csrfmiddlewaretoken", "next", "loaded_revision_id", "loaded_revision_created_at", "loaded", "desk-kept"];
  const mine = crypto.randomUUID();
  const value = (name) => form.elements.namedItem(name)?.value ?? "";
  const version = () => value("loaded") || value("loaded_revision_created_at");
  // What stands on the page for a number: the text of a choice, the name of a picture.
  const title = (field) =>
    field.selectedOptions?.[0]?.text ?? document.getElementById(`${field.id}-chooser`)?.querySelector("[data-chooser-title]")?.textContent.trim();
  const titles = () => [...form.elements].filter((field) => field.value && title(field)).map((field) => [field.name, title(field)]);
  const unsaved = () => window.wagtail.app.getControllerForElementAndIdentifier(form, "w-unsaved");
  const entries = () => [...new FormData(form)].filter(([name, held]) => typeof held === "string" && !LEFT_OUT.includes(name));
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  let slot = "";
  let submitted = false; // since the last change: that the page goes away then, makes no new words of them

  const opened = window.desk.session.then(async ({ owner, key }) => {
    if (!key) return null;
    const raw = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
    return { owner, key: await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]) };
  });
  const start = (owner) => `desk-kept ${owner} ${location.pathname} `;

  const keep = async (facts = {}) => {
    submitted = facts.submitted ?? submitted;
    const session = await opened;
    if (!session || !unsaved()?.initialFormData || (!unsaved().hasEditsValue && unsaved().formData === unsaved().initialFormData)) return;
    const record = { entries: entries(), titles: titles(), saved: version(), submitted };
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, session.key, new TextEncoder().encode(JSON.stringify(record)));
    const text = Array.from(new Uint8Array(sealed), (byte) => String.fromCharCode(byte)).join("");
    forget();
    slot = start(session.owner) + mine;
    try {
      localStorage.setItem(slot, JSON.stringify({ at: Date.now(), iv: [...iv], sealed: btoa(text) }));
    } catch {
      // No room on the device: the desk itself still saves.
    }
  };
  const forget = () => slot && localStorage.removeItem(slot);
  window.desk.keep = keep;

  let waiting;
  const soon = () => {
    submitted = false;
    clearTimeout(waiting);
    waiting = setTimeout(keep, 300);
  };
  for (const kind of ["input", "change", "w-unsaved:add"]) document.addEventListener(kind, soon);
  document.addEventListener("visibilitychange", () => keep());
  document.addEventListener("w-autosave:success", () => {
    if (!unsaved().hasEditsValue) {
      clearTimeout(waiting);
      forget();
    }
  });

  const open = async (name, { key }) => {
    const { at, iv, sealed } = JSON.parse(localStorage.getItem(name));
    const bytes = Uint8Array.from(atob(sealed), (letter) => letter.charCodeAt(0));
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: new Uint8Array(iv) }, key, bytes);
    return { name, at, ...JSON.parse(new TextDecoder().decode(text)) };
  };

  // A text of the editor, or a value, as a person reads it.
  const read = (text) => {
    try {
      const found = JSON.parse(text);
      if (found?.blocks) return found.blocks.map((block) => block.text).join("\n");
      if (found?.data) return found.data.map((row) => row.join(" | ")).join("\n");
    } catch {
      // not JSON
    }
    return text;
  };
  const differences = (record) => {
    const [now, then] = [entries(), record.entries].map((list) => new Map(list.map(([name, held]) => [name, read(held)])));
    return [...new Set([...now.keys(), ...then.keys()])]
      .filter((name) => (now.get(name) ?? "") !== (then.get(name) ?? ""))
      .map((name) => [name, now.get(name) ?? "", then.get(name) ?? ""]);
  };
  const shows = (name) => !/-(type|id|order|deleted|count|ORDER|DELETE|[A-Z_]+_FORMS)$/.test(name) && !["new_story", "untranslated"].includes(name);

  const offer = (record) => {
    const panel = document.getElementById("desk-kept").content.cloneNode(true).firstElementChild;
    const table = panel.querySelector("table");
    panel.querySelector("time").textContent = new Date(record.at).toLocaleString(language, { dateStyle: "long", timeStyle: "short" });
    const [here, kept] = [titles(), record.titles].map((list) => new Map(list));
    for (const [name, now, then] of differences(record).filter(([one]) => shows(one))) {
      const row = table.tBodies[0].insertRow();
      for (const text of [window.desk.label(name), here.get(name) ?? now, kept.get(name) ?? then]) row.insertCell().textContent = text;
    }
    panel.querySelector("[data-compare]").addEventListener("click", () => {
      table.hidden = !table.hidden;
    });
    panel.querySelector("[data-discard]").addEventListener("click", () => {
      localStorage.removeItem(record.name);
      panel.remove();
    });
    panel.querySelector("[data-restore]").addEventListener("click", async () => {
      // The server makes the form again, with these values in it; nothing is saved by that.
      await window.desk.ask();
      const again = document.createElement("form");
      Object.assign(again, { method: "post", action: location.href });
      const current = LEFT_OUT.slice(0, 4).map((name) => [name, value(name)]);
      current.push(["loaded", record.saved]); // of a letter that was changed since, the server shows both texts
      for (const [name, held] of [...record.entries, ...current, ["desk-kept", "1"]]) {
        again.append(Object.assign(document.createElement("textarea"), { name, value: held, hidden: true }));
      }
      document.body.append(again);
      localStorage.removeItem(record.name);
      unsaved().submit();
      again.submit();
    });
    form.before(panel);
  };

  const look = async () => {
    const session = await opened;
    if (!session) return;
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith("desk-kept "))) {
      if (Date.now() - JSON.parse(localStorage.getItem(name)).at > MONTH) localStorage.removeItem(name);
    }
    const restored = unsaved()?.forceValue; // the form already shows what was sent
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(start(session.owner)))) {
      if (name.endsWith(mine)) continue;
      const record = await open(name, session).catch(() => null); // the password is another one since: nobody reads it
      const story = record && new Map(record.entries).get("new_story");
      const isSaved = record?.submitted && record.saved !== version();
      const isMade = record && location.pathname.includes("/add/") && (await window.desk.ask(story)).made;
      if (!record || isSaved || isMade || (restored && record.submitted) || !differences(record).some(([one]) => shows(one))) {
        localStorage.removeItem(name);
      } else {
        offer(record);
      }
    }
  };
  // After the framework has filled the form.
  window.addEventListener("load", () => setTimeout(look, 500));
})();
