// The search where no server answers: reads the index that lies in the edition (src/tamizdat/search/static_index.py says how it
// is written). Nothing is fetched before search.js finds that it stands alone.
(function () {
  var form = document.querySelector("form[data-search]"), model = document.getElementById("found-entry");
  if (!form || !model) return;
  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", SPAN = 32, SHOWN = 10;
  var WORTH = [1, 1.6, 3, 5], ENOUGH = 10, NEAR = 12, CLOSE = 1.9, QUESTION = 5, SHORTEST = 4, ENDING = 3;
  var fetched = {}, books = {}, turn = 0, words = model.dataset, mine = form.dataset.search;

  // Files

  function read(path) {
    // A browser may keep what a plain host says nothing about, but a name that stays must not keep a killed story's words.
    var cache = path.endsWith(".json") ? "no-cache" : "default";
    fetched[path] = fetched[path] || fetch(path, { credentials: "omit", cache: cache }).then(function (answer) {
      if (!answer.ok) throw new Error(path);
      return answer.text();
    });
    fetched[path].catch(function () { delete fetched[path]; });
    return fetched[path];
  }
  async function open(language) {
    if (books[language]) return books[language];
    var book = JSON.parse(await read("/" + language + "/search/words.json"));
    var both = await Promise.all([read(place(book.letters)), read(place(book.aliases))]);
    book.names_ = Names(JSON.parse(both[0]));
    book.language = language;
    book.alias = rows(both[1]);
    return books[language] = book;
  }
  function place(name) {
    return "/_/search/" + name + ".txt";
  }
  function rows(text) {
    var found = new Map();
    text.split("\n").forEach(function (line) {
      var cells = line.split("\t");
      if (!found.has(cells[0])) found.set(cells[0], []);
      found.get(cells[0]).push(cells.slice(1));
    });
    return found;
  }
  // The shard where a word would stand, as a Map of its lines.
  async function shard(shelf, word) {
    var low = 0, high = shelf.length;
    while (high - low > 1) {
      var middle = low + high >> 1;
      if (shelf[middle][0] <= word) low = middle;
      else high = middle;
    }
    if (!shelf.length) return new Map();
    var leaf = shelf[low];
    if (!leaf[2]) leaf[2] = rows(await read(place(leaf[1])));
    return leaf[2];
  }
  // {stories: Map of number to weight, capped, forms}, or nothing.
  async function entry(book, stem) {
    var line = ((await shard(book.words, stem)).get(stem) || []).find(function (cells) { return cells.length > 1; });
    if (!line) return null;
    if (!line.stories) {
      var capped = line[1][0] === "*", story = 0, value = 0, shift = 0;
      line.stories = new Map();
      for (var at = +capped; at < line[1].length; at++) {
        var five = DIGITS.indexOf(line[1][at]);
        value += (five & 31) * Math.pow(2, shift);
        shift += 5;
        if (five > 31) continue;
        story += Math.floor(value / 4);
        line.stories.set(story, value % 4);
        value = shift = 0;
      }
      line.capped = capped;
      line.forms = line[0].split(" ").map(function (form) { return form.replace(/^~/, stem); });
    }
    return line;
  }

  // Words

  // Stems that a typed word may mean, with how well: as it is written, or as the newsroom spells a name otherwise. A form
  // that no story has is taken for one of the word whose form begins alike, but for the last letters of both: `near`.
  async function meant(book, word) {
    var lines = await shard(book.words, word), found = new Map(), near = ["", ""], pairs = [];
    function put(stem, worth) {
      if ((found.get(stem) || 0) < worth) found.set(stem, worth);
    }
    lines.forEach(function (all, stem) {
      all.forEach(function (cells) {
        (cells.length > 1 ? cells[0].split(" ") : [stem]).forEach(function (form) {
          pairs.push([form.replace(/^~/, stem), cells.length > 1 ? stem : cells[0]]);
        });
      });
    });
    pairs.forEach(function (pair) {
      if (pair[0] === word) put(pair[1], 1);
      for (var size = 0; size < word.length && pair[0][size] === word[size];) size++;
      if (size > near[0].length && pair[0].length - size <= ENDING) near = [word.slice(0, size), pair[1]];
    });
    (book.alias.get(word) || []).forEach(function (cells) {
      cells.forEach(function (stems) { put(stems, 0.9); });
    });
    near = near[0].length >= Math.max(SHORTEST, word.length - ENDING) && near[1];
    return { found: found, near: near };
  }
  // Names that sound so; the coarse keys only where another word of the query vouches for the story.
  async function alike(book, typed, several) {
    var keys = book.names_.keys(book.names_.spelled(typed, book.language)), worth = new Map();
    await Promise.all(Array.from(keys, async function (pair) {
      var alone = pair[0][0] === "6" && pair[0].length > book.names_.alone;
      if (pair[0].length < 4 && book.names_.plain(typed, book.language).length > 3) return;
      if (!several && !alone && book.names_.vouched.includes(pair[0][0])) return;
      var line = (await shard(book.names, pair[0])).get(pair[0]);
      if (line) line[0][0].split(" ").forEach(function (stem) {
        worth.set(stem, (worth.get(stem) || 0) + pair[1]);
      });
    }));
    return Array.from(worth).sort(function (one, two) { return two[1] - one[1]; }).slice(0, NEAR);
  }
  // What one typed word finds: {stories: Map of number to score, capped, forms}.
  async function find(book, typed, several) {
    var word = book.names_.plain(typed, book.language), all = { stories: new Map(), forms: new Set(), capped: false };
    async function add(stems, worth) {
      var entries = await Promise.all(stems.split(" ").map(function (stem) { return entry(book, stem); }));
      if (entries.includes(null)) return;
      var rarest = entries.sort(function (one, two) { return one.stories.size - two.stories.size; })[0];
      var rare = Math.log(1 + book.stories / rarest.stories.size);
      entries.forEach(function (one) { one.forms.forEach(function (form) { all.forms.add(form); }); });
      if (worth === 1 && rarest.capped) all.capped = true;
      rarest.stories.forEach(function (weight, story) {
        if (!entries.every(function (one) { return one.capped || one.stories.has(story); })) return;
        all.stories.set(story, Math.max(all.stories.get(story) || 0, worth * rare * WORTH[weight]));
      });
    }
    if (!word) return all;
    var by = await meant(book, word);
    await Promise.all(Array.from(by.found, function (pair) { return add(pair[0], pair[1]); }));
    if (all.stories.size < ENOUGH && !all.capped) {
      var names = await alike(book, typed, several), best = names.length ? names[0][1] : 0;
      await Promise.all(names.map(function (pair) {
        if (pair[1] >= Math.min(best / 3, CLOSE)) return add(pair[0], Math.min(0.25, pair[1] / 60));
      }));
      if (!all.stories.size && by.near) await add(by.near, 0.2);
    }
    return all;
  }

  // Stories, the best first: those with more of the words before those with fewer.
  async function search(language, query) {
    var book = await open(language), without = [], wanted = [], forms = new Set();
    query.replace(/\bOR\b/g, " ").split(/\s+/).forEach(function (part) {
      (/^[-\u2212]./.test(part) ? without : wanted).push.apply(/^[-\u2212]./.test(part) ? without : wanted, book.names_.tokens(part));
    });
    var plain = wanted.map(function (one) { return book.names_.plain(one, language); });
    var parts = await Promise.all(wanted.map(function (one) { return find(book, one, wanted.length > 1); }));
    var not = await Promise.all(without.map(function (one) { return find(book, one, false); }));
    var scores = new Map(), has = new Map(), most = 0;
    parts.forEach(function (part) {
      part.forms.forEach(function (form) { forms.add(form); });
      part.stories.forEach(function (score, story) { scores.set(story, (scores.get(story) || 0) + score); });
    });
    await Promise.all(several(book, plain).map(async function (stems) {
      var entries = await Promise.all(stems.split(" ").map(function (stem) { return entry(book, stem); }));
      entries.forEach(function (one) { one.forms.forEach(function (form) { forms.add(form); }); });
      entries[0].stories.forEach(function (weight, story) {
        if (!entries.every(function (one) { return one.stories.has(story); })) return;
        scores.set(story, Math.max(scores.get(story) || 0, 4 * WORTH[weight]));
        has.set(story, parts.length);
      });
    }));
    scores.forEach(function (score, story) {
      var count = has.get(story) || parts.filter(function (part) { return part.capped || part.stories.has(story); }).length;
      if (not.some(function (part) { return part.stories.has(story); })) return scores.delete(story);
      has.set(story, count);
      most = Math.max(most, count);
    });
    // As the server has it: every word; of three and more, one may be missing; a question has many of its words.
    var least = parts.length < QUESTION ? parts.length - (parts.length > 2 && most < parts.length) : most;
    var stories = Array.from(scores.keys()).filter(function (story) { return has.get(story) >= least; });
    stories.sort(function (one, two) { return scores.get(two) - scores.get(one) || two - one; });
    return { language: language, stories: stories, forms: forms, book: book };
  }
  // Names of several words that the newsroom spells in other ways, too.
  function several(book, plain) {
    var found = [];
    plain.forEach(function (_, at) {
      for (var end = at + 2; end <= plain.length; end++) {
        (book.alias.get(plain.slice(at, end).join(" ")) || []).forEach(function (cells) { found = found.concat(cells); });
      }
    });
    return found;
  }

  // Results

  async function show(hits, first, list, now) {
    var passages = await Promise.all(hits.stories.slice(first, first + SHOWN).map(async function (story) {
      var text = await read("/" + hits.language + "/search/passages/" + Math.floor(story / SPAN) + ".json").catch(function () { return "{}"; });
      return JSON.parse(text)[story];
    }));
    if (now !== turn) return;
    passages.filter(Boolean).forEach(function (row) {
      var one = model.content.cloneNode(true), entry = one.querySelector(".entry"), time = one.querySelector("time");
      if (hits.language !== document.documentElement.lang) {
        entry.lang = hits.language;
        entry.dir = "auto";
      }
      one.querySelector(".headline a").href = row[0];
      one.querySelector(".headline a").textContent = row[1];
      time.dateTime = row[2];
      time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" }).format(new Date(row[2]));
      marked(one.querySelector(".fragment"), row[3], hits);
      list.append(one);
    });
  }
  function marked(line, text, hits) {
    var at = 0, names = hits.book.names_;
    names.tokens(text).forEach(function (token) {
      var start = text.indexOf(token, at), mark = document.createElement("mark");
      if (!hits.forms.has(names.plain(token, hits.language))) return;
      mark.textContent = token;
      line.append(text.slice(at, start), mark);
      at = start + token.length;
    });
    line.append(text.slice(at));
  }
  function others() {
    return words.languages.split(" ").filter(function (language) { return language && language !== mine; });
  }
  function say(found, text) {
    var line = document.createElement("p");
    line.className = "found-count";
    line.textContent = document.querySelector(".heard").textContent = text;
    found.replaceChildren(line);
  }
  async function answer(found, query) {
    var now = ++turn, list = document.createElement("div"), more = document.createElement("button"), first = 0, hits;
    history.replaceState(null, "", "?q=" + encodeURIComponent(query));
    try {
      hits = await search(mine, query);
      for (var language of hits.stories.length ? [] : others()) {
        var there = await search(language, query).catch(function () { return hits; });
        if (there.stories.length) {
          hits = there;
          break;
        }
      }
    } catch (error) {
      // The index may have been renewed since: its old files are gone.
      if (!books[mine]) throw error;
      books = {};
      fetched = {};
      hits = await search(mine, query);
    }
    if (now !== turn) return;
    list.className = "river";
    more.type = "button";
    more.className = "found-more";
    more.textContent = words.more;
    async function next() {
      await show(hits, first, list, now);
      first += SHOWN;
      more.hidden = first >= hits.stories.length;
    }
    more.addEventListener("click", async function () {
      var before = list.children.length;
      await next();
      var fresh = list.children[before];
      if (fresh) fresh.querySelector("a").focus();
    });
    await next();
    if (now !== turn) return;
    say(found, list.children.length ? words.total.replace("%(count)s", new Intl.NumberFormat(document.documentElement.lang).format(hits.stories.length)) : words.none);
    if (list.children.length) found.append(list, more);
  }
  form.addEventListener("search-away", function (event) {
    event.preventDefault();
    if (location.protocol === "file:") return say(event.detail.found, words.file);
    answer(event.detail.found, event.detail.query).catch(function () {
      say(event.detail.found, form.dataset.away);
    });
  });
})();
