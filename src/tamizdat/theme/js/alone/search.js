// The search page: results and suggestions while typing. Without this the form works as it stands.
// Where no server answers, the form says so by the event "search-away" {query, language, found}: whoever can search
// otherwise prevents its default, which is a sentence, and fills `found`.
(function () {
  var form = document.querySelector("form[data-search]");
  if (!form) return;
  var field = form.elements.q, found = document.getElementById("found"), heard = document.querySelector(".heard");
  var language = form.dataset.search, PAUSE = 160, SETTLED = 2500;
  var list = document.createElement("ul");
  // Who hears "search-away" stands in a script of its own, which a slow line may bring after the host's answer.
  var scripts = document.readyState === "complete" ? Promise.resolve() : new Promise(function (resolve) {
    document.addEventListener("DOMContentLoaded", resolve);
    window.addEventListener("load", resolve);
  });
  var chosen = -1, clock = 0, settled = 0, asked = null, answered = "", shown = field.value.trim(), typed = field.value;

  function address(place, more) {
    return place + "?" + new URLSearchParams(Array.from(new FormData(form)).concat(more || []));
  }

  // Results

  function ask() {
    var query = field.value.trim();
    clearTimeout(settled);
    if (query === shown) return;
    shown = query;
    if (asked) asked.abort();
    if (!query) return show("", form.getAttribute("action"));
    asked = new AbortController();
    var signal = asked.signal;
    fetch(address(form.action, [["live", "1"]]), { signal: signal, credentials: "omit" }).then(function (answer) {
      return answer.text();
    }).then(function (text) {
      if (signal.aborted) return;
      // A host of files answers with a page of its own, which has nothing to say.
      if (!/data-said/.test(text) || /<html/i.test(text)) return away();
      show(text, address(form.getAttribute("action")));
      settled = setTimeout(tell, SETTLED);
    }).catch(function (error) {
      if (error.name !== "AbortError") away();
    });
  }
  function show(html, place) {
    found.innerHTML = html;
    history.replaceState(null, "", place);
    var said = found.querySelector("[data-said]");
    heard.textContent = said ? said.textContent.trim() : "";
  }
  async function away() {
    await scripts;
    var event = new CustomEvent("search-away", {
      bubbles: true, cancelable: true, detail: { query: field.value.trim(), language: language, found: found }
    });
    if (form.dispatchEvent(event)) found.textContent = heard.textContent = form.dataset.away;
  }
  // A search that its reader let stand and that found nothing is counted, as one sent by the button is.
  // Suggestions that are still open then would hide what was looked for, but for one that is being chosen.
  function tell() {
    answered = shown;
    if (chosen < 0) close();
    if (!found.querySelector(".entry")) fetch(address("/api/search", [["language", language], ["limit", "1"]]), { credentials: "omit" }).catch(function () {});
  }

  // Suggestions: a listbox that the field controls, by the pattern of the ARIA guide.

  list.id = "search-choices";
  list.className = "search-choices";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestions);
  form.firstElementChild.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  function suggest() {
    var query = field.value.trim();
    if (query.length < 2) return close();
    var parameters = new URLSearchParams({ q: query, language: language, limit: 6 });
    fetch("/api/complete?" + parameters, { credentials: "omit" }).then(function (answer) {
      return answer.ok ? answer.json() : { completions: [] };
    }).then(function (answer) {
      if (field.value.trim() === query && query !== answered && document.activeElement === field) open(answer.completions);
    }).catch(close);
  }
  function open(completions) {
    chosen = -1;
    list.replaceChildren.apply(list, completions.map(function (one, at) {
      var row = document.createElement("li"), label = document.createElement("span"), kind = document.createElement("span");
      row.id = "search-choice-" + at;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.dataset.url = one.url;
      label.textContent = one.label;
      label.dir = "auto";
      kind.textContent = form.dataset[one.kind] || "";
      kind.className = "kind";
      row.append(label, kind);
      return row;
    }));
    list.hidden = !completions.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    field.removeAttribute("aria-activedescendant");
  }
  function close() {
    open([]);
  }
  function choose(at) {
    var rows = list.children;
    if (chosen >= 0) rows[chosen].setAttribute("aria-selected", "false");
    chosen = at;
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    rows[at].setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", rows[at].id);
  }

  field.addEventListener("input", function () {
    if (field.value === typed) return;
    typed = field.value;
    clearTimeout(clock);
    clock = setTimeout(function () {
      ask();
      suggest();
    }, PAUSE);
  });
  field.addEventListener("keydown", function (event) {
    var last = list.children.length - 1;
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen === last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else {
      if (event.key === "Escape" || event.key === "Tab" || event.key === "Enter") close();
      if (event.key !== "Escape") return;
    }
    event.preventDefault();
  });
  list.addEventListener("mousedown", function (event) {
    event.preventDefault(); // the field keeps the focus
  });
  list.addEventListener("click", function (event) {
    var row = event.target.closest("li");
    if (row) location.assign(row.dataset.url);
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", function () {
    clearTimeout(settled);
    close();
  });

  // A host of files gives the page without results, whatever its address asks for.
  var wanted = new URLSearchParams(location.search).get("q");
  if (wanted && !field.value && !found.querySelector("[data-said]")) {
    field.value = typed = wanted;
    ask();
  } else if (!field.value) field.focus({ preventScroll: true });
})();
