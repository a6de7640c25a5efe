// The service worker, at /sw.js. A page registers it only when its reader asks to keep something or to see no pictures.
// The network goes first: a kept copy answers only where the network does not, and is marked with its age for the page to say.
var KEPT = "tamizdat.kept:", NO_PICTURES = "tamizdat.no-pictures", PICTURE = /^\/_\/pictures\/[^/]*-\d+\.\w+$/;
var PATIENCE = 12000;

addEventListener("install", function () {
  skipWaiting();
});
addEventListener("activate", function (event) {
  event.waitUntil(clients.claim());
});
addEventListener("fetch", function (event) {
  var request = event.request, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || /^\/(api|desk)\//.test(url.pathname)) return;
  event.respondWith(answer(request, url));
});

async function answer(request, url) {
  if (PICTURE.test(url.pathname) && request.destination === "image" && !url.search && await caches.has(NO_PICTURES)) {
    return Response.error();
  }
  var kept = await caches.match(url.origin + url.pathname, { ignoreVary: true });
  if (kept && url.pathname.startsWith("/_/")) return part(kept, request.headers.get("range"));
  try {
    var fresh = await (kept ? soon(fetch(request)) : fetch(request));
    if (fresh.status === 404 || fresh.status === 410) await caches.delete(KEPT + url.pathname);
    if (fresh.status < 500 || !kept) return fresh;
  } catch (error) {
    if (!kept && PICTURE.test(url.pathname)) kept = await sameInAnotherSize(url.pathname);
    if (!kept && request.mode === "navigate") kept = await caches.match("/" + url.pathname.split("/")[1] + "/offline/");
    if (!kept) throw error;
  }
  return marked(kept, url);
}

// A line that is up and brings nothing is no line.
function soon(answer) {
  return Promise.race([answer, new Promise(function (_, reject) {
    setTimeout(reject, PATIENCE, new TypeError("no answer"));
  })]);
}

// Of each picture one size is kept, and the browser may want another.
async function sameInAnotherSize(path) {
  var stem = path.slice(0, path.lastIndexOf("-") + 1);
  for (var name of await caches.keys()) {
    var cache = await caches.open(name);
    for (var request of await cache.keys()) {
      if (new URL(request.url).pathname.startsWith(stem)) return cache.match(request);
    }
  }
}

async function marked(kept, url) {
  if (!/html/.test(kept.headers.get("content-type"))) return kept;
  var mark = "<html data-kept-at='" + kept.headers.get("x-kept-at") + "'";
  if (kept.headers.get("x-kept-path") !== url.pathname) mark += " data-not-kept";
  return new Response((await kept.text()).replace("<html", mark), { headers: kept.headers });
}

// Players ask for parts of a recording, as RFC 9110, 14.1 says: a range that is none is ignored.
async function part(kept, range) {
  var wanted = /^bytes=(\d*)-(\d*)$/.exec(range || "");
  if (!wanted || !(wanted[1] || wanted[2]) || wanted[1] && wanted[2] && +wanted[2] < +wanted[1]) return kept;
  var whole = await kept.blob(), size = whole.size;
  var first = wanted[1] ? +wanted[1] : Math.max(0, size - wanted[2]);
  var last = Math.min(wanted[1] && wanted[2] ? +wanted[2] : Infinity, size - 1);
  if (first > last) return new Response(null, { status: 416, headers: { "content-range": "bytes */" + size } });
  return new Response(whole.slice(first, last + 1), { status: 206, headers: {
    "content-type": kept.headers.get("content-type"),
    "content-range": "bytes " + first + "-" + last + "/" + size
  } });
}
