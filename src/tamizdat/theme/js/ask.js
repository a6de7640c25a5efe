// The quiet ask: in the third story of a tab and every eighth after it, until a reader says "not again".
// The tab counts and forgets; only that answer is kept on the phone, under a name that "erase from this phone" knows.
// Storage is read from the phone's disk, so that waits until the story stands.
addEventListener("load", function () {
  var ask = document.querySelector("[data-ask]");
  if (!ask) return;
  try {
    if (localStorage.getItem("tamizdat.ask")) return;
    var read = 1 + Number(sessionStorage.getItem("tamizdat.read"));
    sessionStorage.setItem("tamizdat.read", read);
    ask.hidden = read % 8 !== 3;
    ask.querySelector("button").addEventListener("click", function () {
      localStorage.setItem("tamizdat.ask", "no");
      ask.remove();
    });
  } catch (error) {
    // Storage is switched off: nobody is asked.
  }
});
