// The switches at the foot of a page: light or dark, and the size of text. Without a script the device alone decides.
(function () {
  if (!window.Display) return; // a newsroom's own head without display.js
  document.querySelectorAll("[data-display]").forEach(function (group) {
    var buttons = group.querySelectorAll("button");
    function mark() {
      buttons.forEach(function (button) {
        button.setAttribute("aria-pressed", button.value === Display.chosen(group.dataset.display));
      });
    }
    group.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) return;
      Display.choose(group.dataset.display, button.value);
      mark();
    });
    group.hidden = false;
    mark();
  });
})();
