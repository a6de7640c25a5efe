// Kept: pages that a reader asked to have without a line, each with its pictures in a cache of its own, and what all pages need
// in one more. The service worker (worker.js) reads them, and is there only while there is something for it to do.
var Kept = (function () {
  var PAGE = "tamizdat.kept:", FRAME = "tamizdat.frame", NO_PICTURES = "tamizdat.no-pictures";
  var WIDTH = 640;

  function all(page, selector) {
    return Array.from(page.querySelectorAll(selector));
  }
  async function put(cache, url, answer, more) {
    var body = await answer.blob(), headers = new Headers(more);
    ["content-type", "content-security-policy", "referrer-policy"].forEach(function (name) {
      if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
    });
    headers.set("x-kept-size", body.size);
    await cache.put(url, new Response(body, { headers: headers }));
    return body.size;
  }
  async function ask(url) {
    var answer = await fetch(url, { credentials: "omit" });
    if (!answer.ok || answer.redirected) throw new Error(url);
    return answer;
  }
  async function putOnce(cache, url) {
    var held = await cache.match(url);
    return held ? +held.headers.get("x-kept-size") : put(cache, url, await ask(url));
  }
  // Of each picture one size; every browser that keeps reads WebP.
  function sizeOf(picture) {
    var img = picture.querySelector("img"), source = picture.querySelector("[type='image/webp']") || img;
    var sizes = (source.getAttribute("srcset") || "").split(", ");
    var fit = sizes.find(function (size) {
      return parseInt(size.split(" ")[1]) >= WIDTH;
    }) || sizes.pop();
    return fit.split(" ")[0] || img.getAttribute("src");
  }
  function recordings(page) {
    return all(page, "main audio source").map(function (source) {
      return source.getAttribute("src");
    });
  }

  // The page itself is put last: while it is there, all that it needs is.
  async function fetchAll(path, sound) {
    await navigator.serviceWorker.register("/sw.js");
    var answer = await ask(path), page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
    var cache = await caches.open(PAGE + path), frame = await caches.open(FRAME);
    for (var part of all(page, "link[rel='stylesheet'], link[rel='icon'][type$='svg+xml'], script[src]")) {
      await putOnce(frame, part.getAttribute("href") || part.getAttribute("src"));
    }
    var wanted = sound ? recordings(page) : [], bytes = 0;
    if (!await caches.has(NO_PICTURES)) wanted = wanted.concat(all(page, ".image, .nameplate picture").map(sizeOf));
    for (var url of new Set(wanted)) bytes += await putOnce(cache, url);
    for (var held of await cache.keys()) {
      var place = new URL(held.url).pathname;
      if (place !== path && !wanted.includes(place)) await cache.delete(held);
    }
    var heading = page.querySelector("h1");
    bytes += (await answer.clone().blob()).size;
    await put(cache, path, answer, {
      "x-kept-at": new Date().toISOString(),
      "x-kept-bytes": bytes,
      "x-kept-name": encodeURIComponent(heading ? heading.textContent.trim() : page.title),
      "x-kept-path": path,
      "x-kept-sound": sound ? "yes" : "no"
    });
    return bytes;
  }

  return {
    pages: async function () {
      var found = [];
      for (var name of await caches.keys()) {
        if (!name.startsWith(PAGE)) continue;
        var path = name.slice(PAGE.length), page = await (await caches.open(name)).match(path);
        if (page) found.push({
          path: path,
          name: decodeURIComponent(page.headers.get("x-kept-name")),
          at: new Date(page.headers.get("x-kept-at")),
          bytes: +page.headers.get("x-kept-bytes"),
          sound: page.headers.get("x-kept-sound") === "yes"
        });
      }
      return found.sort(function (one, other) {
        return other.at - one.at;
      });
    },
    // Answers its size. What could not be fetched whole leaves nothing behind.
    keep: async function (path, sound) {
      try {
        return await fetchAll(path, sound);
      } catch (error) {
        if (!await caches.match(path, { cacheName: PAGE + path })) await Kept.remove(path);
        throw error;
      }
    },
    remove: async function (path) {
      await caches.delete(PAGE + path);
      await Kept.tidy();
    },
    has: function (path) {
      return caches.has(PAGE + path);
    },
    picturesOff: function () {
      return caches.has(NO_PICTURES);
    },
    setPictures: async function (shown) {
      if (shown) {
        await caches.delete(NO_PICTURES);
        return Kept.tidy();
      }
      await caches.open(NO_PICTURES);
      await navigator.serviceWorker.register("/sw.js");
      await navigator.serviceWorker.ready;
    },
    // Nothing stays behind for a page that went, nor a service worker that has nothing to do.
    tidy: async function () {
      var names = await caches.keys();
      var pages = names.filter(function (name) {
        return name.startsWith(PAGE) && !/^tamizdat\.kept:\/[^/]+\/offline\/$/.test(name);
      });
      if (pages.length) return;
      for (var name of names) if (name !== NO_PICTURES) await caches.delete(name);
      if (!names.includes(NO_PICTURES)) await Kept.unregister();
    },
    unregister: async function () {
      for (var worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
    }
  };
})();
