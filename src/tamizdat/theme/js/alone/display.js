// Light or dark, and the size of text, as this site's reader chose them: kept on the device only. It runs before anything is painted,
// so that no page is seen in the other theme first; it is a file, since the Content-Security-Policy allows no inline script.
var Display = (function () {
  var CHOICES = { theme: ["light", "dark"], text: ["large", "largest"] }, COLOURS = { light: "#faf7f0", dark: "#171512" };
  var data = document.documentElement.dataset;

  function show(name, value) {
    if (CHOICES[name].includes(value)) data[name] = value;
    else delete data[name];
    if (name === "theme") document.querySelectorAll("meta[name='theme-color']").forEach(function (meta) {
      meta.content = COLOURS[data.theme || (/dark/.test(meta.media) ? "dark" : "light")];
    });
  }
  Object.keys(CHOICES).forEach(function (name) {
    try {
      var kept = localStorage.getItem("tamizdat." + name);
      if (kept) show(name, kept);
    } catch (error) {
      // Storage is switched off: the page is as the device asks for it.
    }
  });
  return {
    // '' is what the device asks for.
    chosen: function (name) {
      return data[name] || "";
    },
    choose: function (name, value) {
      show(name, value);
      try {
        if (value) localStorage.setItem("tamizdat." + name, value);
        else localStorage.removeItem("tamizdat." + name);
      } catch (error) {
        // It holds for this page alone.
      }
    }
  };
})();
