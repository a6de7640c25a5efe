// The phone: offers to keep a page and to see no pictures, says how old a kept copy is, erases. Where a browser cannot keep
// (an address without https, a file), only erasing is offered.
(function () {
  var words = document.querySelector("[data-phone]");
  if (!words) return;
  words = words.dataset;
  var root = document.documentElement, can = "caches" in window && navigator.serviceWorker, here = location.pathname;
  var tongue = root.lang === "en" ? "en-150" : root.lang;
  var MOST_STORIES = 30, MOST_BYTES = 60e6;

  function each(selector, what) {
    document.querySelectorAll(selector).forEach(what);
  }
  function say(text, values) {
    return text.replace(/%\((\w+)\)s/g, function (_, name) {
      return values[name];
    });
  }
  function size(bytes) {
    var large = bytes >= 1e6, style = { style: "unit", unit: large ? "megabyte" : "kilobyte", maximumFractionDigits: +large };
    return new Intl.NumberFormat(tongue, style).format(bytes / (large ? 1e6 : 1e3));
  }
  function age(at) {
    var minutes = (Date.now() - at) / 6e4, hours = minutes / 60, days = hours / 24;
    var how = days >= 1 ? [days, "day"] : hours >= 1 ? [hours, "hour"] : [minutes, "minute"];
    return {
      date: new Intl.DateTimeFormat(tongue, { dateStyle: "long", timeStyle: "short" }).format(at),
      age: new Intl.RelativeTimeFormat(tongue, { numeric: "auto" }).format(-Math.floor(how[0]), how[1])
    };
  }

  // A copy says that it is one. Whoever has a line sees the page itself, and a kept one is renewed by that.
  if (root.dataset.keptAt) {
    var line = document.createElement("p");
    line.className = "kept-line";
    line.setAttribute("role", "status");
    line.textContent = "notKept" in root.dataset ? words.missing : say(words.copy, age(new Date(root.dataset.keptAt)));
    document.querySelector("main").prepend(line);
  } else if (can && navigator.serviceWorker.controller) {
    Kept.pages().then(function (pages) {
      var mine = pages.find(function (page) {
        return page.path === here;
      });
      if (mine) return Kept.keep(here, mine.sound);
    }).catch(function () {});
    Kept.picturesOff().then(function (off) {
      if (off) each(".image", hide);
    });
  }

  // A picture that was not fetched: its words, and a way to it.
  function hide(picture) {
    var img = picture.querySelector("img"), show = document.createElement("button");
    show.type = "button";
    show.className = "picture-off";
    show.append(img.alt, document.createElement("b"));
    show.lastChild.textContent = words.show;
    var whole = picture.closest("a.whole") || picture; // a button may not be in a link
    whole.hidden = true;
    whole.after(show);
    show.addEventListener("click", function (event) {
      event.preventDefault();
      picture.querySelectorAll("[srcset], [src]").forEach(function (one) {
        if (one.srcset) one.srcset = one.srcset.replace(/(\.\w+)(?= \d+w)/g, "$1?show");
        if (one.src) one.src += "?show";
      });
      whole.hidden = false;
      show.remove();
    });
  }

  each("[data-keep]", function (offer) {
    if (!can || root.dataset.keptAt) return;
    var button = offer.querySelector("button"), told = offer.querySelector("[role='status']");
    var sound = offer.querySelector("input");
    offer.hidden = false;
    if (sound) sound.parentElement.hidden = false;
    function wanted() {
      return offer.dataset.keep === "front" ? linked() : [];
    }
    function isKept() {
      button.classList.add("kept");
      button.textContent = words.kept;
    }
    Promise.all([here].concat(wanted()).map(Kept.has)).then(function (kept) {
      if (kept.every(Boolean)) isKept();
    });
    button.addEventListener("click", async function () {
      var stories = wanted(), bytes = 0, missed = 0, done = 0;
      button.disabled = true;
      told.textContent = words.keeping;
      try {
        await Kept.keep(words.phone, false);
        bytes = await Kept.keep(here, sound && sound.checked);
        for (var path of stories) {
          if (bytes > MOST_BYTES) break;
          bytes += await Kept.keep(path, false).catch(function () {
            missed++;
            return 0;
          });
          told.textContent = words.keeping + " " + ++done + " / " + stories.length;
        }
        if (!missed) isKept();
        told.textContent = say(missed ? words.some : words.done, { size: size(bytes) });
      } catch (error) {
        told.textContent = words.failed;
      }
      button.disabled = false;
    });
  });
  function linked() {
    var found = new Set();
    each("main .headline a", function (link) {
      if (link.host === location.host && link.pathname !== here) found.add(link.pathname);
    });
    return Array.from(found).slice(0, MOST_STORIES);
  }

  each("[data-kept-list]", function (list) {
    if (!can) return;
    list.hidden = false;
    function draw() {
      Kept.pages().then(function (pages) {
        pages = pages.filter(function (page) {
          return page.path !== words.phone;
        });
        var rows = list.querySelector("ul");
        list.querySelector("[data-none]").hidden = pages.length > 0;
        rows.replaceChildren.apply(rows, pages.map(row));
      });
    }
    function row(page) {
      var item = document.createElement("li"), link = document.createElement("a"), about = document.createElement("span");
      var button = document.createElement("button");
      link.href = page.path;
      link.textContent = page.name;
      about.textContent = [age(page.at).date, age(page.at).age, size(page.bytes)].join(" · ");
      button.type = "button";
      button.textContent = words.remove;
      button.setAttribute("aria-label", words.remove + ": " + page.name);
      button.addEventListener("click", function () {
        Kept.remove(page.path).then(draw);
      });
      item.append(link, about, button);
      return item;
    }
    draw();
  });

  each("[data-pictures]", function (part) {
    if (!can) return;
    var box = part.querySelector("input");
    part.hidden = false;
    Kept.picturesOff().then(function (off) {
      box.checked = off;
    });
    box.addEventListener("change", function () {
      Kept.setPictures(!box.checked).then(function () {
        part.querySelector("[role='status']").textContent = box.checked ? part.dataset.off : "";
      });
    });
  });

  each("[data-erase]", function (way) {
    way.addEventListener(way.tagName === "FORM" ? "submit" : "click", function (event) {
      event.preventDefault();
      erase();
    });
  });
  // What a script cannot reach (the browser's own cache) the door's answer clears; the history stays, and the page says so.
  async function erase() {
    try {
      localStorage.clear();
      sessionStorage.clear();
    } catch (error) {
      // Storage is switched off: there is nothing in it.
    }
    document.cookie.split("; ").forEach(function (cookie) {
      document.cookie = cookie.split("=")[0] + "=; path=/; max-age=0";
    });
    if (can) {
      await Kept.unregister();
      for (var name of await caches.keys()) await caches.delete(name);
    }
    if (window.indexedDB && indexedDB.databases) {
      for (var base of await indexedDB.databases()) indexedDB.deleteDatabase(base.name);
    }
    if (/^http/.test(location.protocol)) await fetch("/api/erase", { method: "POST" }).catch(function () {});
    location.replace("about:blank");
  }
})();
