// Recordings: times and chapters seek, one plays at a time, the chapter that is heard is marked. Visual stories: the arrows
// turn the pages. Without this, times open the recording at that place, and pages turn by scrolling.
(function () {
  document.addEventListener("click", function (event) {
    var link = event.target.closest(".audio .at");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    var player = link.closest(".audio").querySelector("audio");
    event.preventDefault();
    player.currentTime = link.hash.slice(3);
    player.play();
  });
  document.addEventListener("play", function (event) {
    document.querySelectorAll("audio, video").forEach(function (other) {
      if (other !== event.target) other.pause();
    });
    var figure = event.target.closest(".audio");
    if (!figure || !navigator.mediaSession) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: figure.querySelector("figcaption").firstChild.textContent.trim(),
      artist: document.querySelector("[property='og:site_name']").content
    });
  }, true);
  document.addEventListener("timeupdate", function (event) {
    var figure = event.target.closest(".audio"), heard = null;
    if (!figure) return;
    figure.querySelectorAll(".chapters .at").forEach(function (link) {
      link.removeAttribute("aria-current");
      if (link.hash.slice(3) <= event.target.currentTime + 0.2) heard = link;
    });
    if (heard) heard.setAttribute("aria-current", "true");
  }, true);

  var frames = document.querySelectorAll(".visual .cover, .visual .frame, .visual .story-end");
  if (frames.length) document.addEventListener("keydown", function (event) {
    var forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (!/^Arrow(Left|Right)$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, audio, video, [tabindex='0']")) return;
    var here = 0;
    function away(place) {
      return Math.abs(frames[place].getBoundingClientRect().top);
    }
    frames.forEach(function (frame, place) {
      if (away(place) < away(here)) here = place;
    });
    var next = frames[here + (event.key === forward ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.scrollIntoView();
  });
})();
