// A player is put in place only when a reader asks for it; until then nothing of its host is loaded.
(function () {
  document.addEventListener("click", function (event) {
    var link = event.target.closest(".embed[data-player] .embed-open");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    var embed = link.closest(".embed");
    var frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation allow-popups");
    frame.setAttribute("allow", "autoplay; fullscreen; encrypted-media; picture-in-picture");
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.allowFullscreen = true;
    frame.title = embed.dataset.title;
    frame.src = embed.dataset.player;
    embed.replaceChildren(frame);
    embed.classList.add("open");
    frame.focus();
  });
})();
