// Menu panels close on Escape, on a click elsewhere and when the focus leaves them. Without this they open and close alone.
(function () {
  var panels = document.querySelectorAll(".panel");
  function close(except) {
    panels.forEach(function (panel) {
      if (panel !== except) panel.open = false;
    });
  }
  // Names compare without case and accents, in whatever script.
  function plain(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }
  function narrow(body) {
    var links = body.querySelectorAll("li a");
    if (!body.dataset.narrow || links.length < 12) return;
    var field = document.createElement("input");
    var none = document.createElement("p");
    field.type = "search";
    field.className = "narrow";
    field.placeholder = body.dataset.narrow;
    field.setAttribute("aria-label", body.dataset.narrow);
    none.setAttribute("role", "status");
    body.prepend(field, none);
    field.addEventListener("input", function () {
      var wanted = plain(field.value.trim());
      var found = 0;
      body.querySelectorAll(".group").forEach(function (group) {
        var own = plain(group.querySelector("h2").textContent).includes(wanted);
        var shown = own;
        group.querySelectorAll("li").forEach(function (row) {
          var link = row.firstElementChild;
          row.hidden = !own && !plain(link.textContent + " " + (link.dataset.also || "")).includes(wanted);
          if (!row.hidden) shown = true;
        });
        group.hidden = !shown;
        if (shown) found++;
      });
      none.textContent = found ? "" : body.dataset.none;
    });
    field.addEventListener("keydown", function (event) {
      var first = event.key === "Enter" && field.value && body.querySelector(".group:not([hidden]) li:not([hidden]) a");
      if (first) first.click();
    });
  }
  panels.forEach(function (panel) {
    panel.addEventListener("toggle", function () {
      if (!panel.open) return;
      close(panel);
      panel.querySelectorAll(".panel-body:not(:has(.narrow))").forEach(narrow);
    });
    panel.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !panel.contains(event.relatedTarget)) panel.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && document.querySelector(".panel[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest(".panel")) close(null);
  });
})();
