// What pages tell the door: that a story was read, and forms. Nothing of this is needed to read, so it waits until the page stands.
(window.requestIdleCallback || setTimeout)(function () {
  var forms = document.querySelectorAll("form[data-door]");
  var story = document.querySelector("[data-read]");
  var web = /^http/.test(location.protocol);
  function away(form) {
    form.hidden = true;
    form.nextElementSibling.hidden = false;
  }
  function check(form) {
    if (!web) return away(form);
    fetch(form.getAttribute("action"), { credentials: "omit", cache: "no-store" }).then(function (answer) {
      if (answer.status !== 204) away(form);
    }, function () { away(form); });
  }
  function tell(kind, path) {
    fetch("/api/read", {
      method: "POST",
      body: new URLSearchParams({ kind: kind, path: path }),
      keepalive: true,
      credentials: "omit",
      referrerPolicy: "no-referrer"
    }).catch(function () {});
  }
  // Where the site is only files, a form has nowhere to go: the mail address takes its place. One that stands on every page
  // is looked at when it is used, so that a page asks for no more than it needs.
  forms.forEach(function (form) {
    if (form.dataset.door === "late" && web) form.addEventListener("focusin", function () { check(form); }, { once: true });
    else check(form);
  });
  if (!web || navigator.webdriver || navigator.doNotTrack === "1" || navigator.globalPrivacyControl) return;
  document.addEventListener("copy", function (event) {
    var taken = event.target.closest && event.target.closest("[data-republish]");
    if (taken) tell("republish", taken.dataset.republish);
  });
  if (!story) return;
  // Eight seconds in sight are a read.
  var left = 8;
  var clock = setInterval(function () {
    if (document.visibilityState !== "visible" || --left) return;
    clearInterval(clock);
    tell("read", story.dataset.read);
  }, 1000);
});
