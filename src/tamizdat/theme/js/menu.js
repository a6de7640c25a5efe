// Menu panels close on Escape, on a click elsewhere and when the focus leaves them. Without this they open and close alone.
(function () {
  var panels = document.querySelectorAll(".menu details");
  function close(except) {
    panels.forEach(function (panel) {
      if (panel !== except) panel.open = false;
    });
  }
  panels.forEach(function (panel) {
    panel.addEventListener("toggle", function () {
      if (panel.open) close(panel);
    });
    panel.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !panel.contains(event.relatedTarget)) panel.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && document.querySelector(".menu details[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest(".menu details")) close(null);
  });
})();
