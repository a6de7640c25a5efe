// A picture is shown whole, over the page, with its caption; a click or Escape closes it. Without a script the link opens its file.
(function () {
  var words = document.querySelector("[data-close]");
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a.whole");
    if (!link || !words || !window.HTMLDialogElement || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    var small = link.querySelector("img"), viewer = document.createElement("dialog");
    var picture = document.createElement("img"), button = document.createElement("button");
    var said = link.parentNode.querySelector("figcaption, .frame-credit");
    // "?show" goes past a reader's own wish to load no pictures (worker.js).
    picture.src = link.href + (/\?show$/.test(small.currentSrc) ? "?show" : "");
    picture.alt = small.alt;
    button.type = "button";
    button.textContent = words.dataset.close;
    viewer.className = "viewer";
    viewer.append(picture);
    viewer.setAttribute("aria-label", words.dataset.show);
    if (said) viewer.append(document.createElement("p"));
    if (said) viewer.lastChild.textContent = said.textContent;
    viewer.append(button);
    viewer.addEventListener("click", function () {
      viewer.close();
    });
    viewer.addEventListener("close", function () {
      viewer.remove();
    });
    document.body.append(viewer);
    viewer.showModal();
  });
})();
