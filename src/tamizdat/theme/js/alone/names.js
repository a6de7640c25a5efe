// Reads a typed word as the bake read those of the stories: src/tamizdat/search/scripts.py and fold.py, with their tables.
// A test holds both to the same answers.
function Names(table) {
  var SILENT = new RegExp(table.silent, "g"), APOSTROPHES = new RegExp("[" + table.apostrophes + "\"*″”]", "g");
  var MARKS = /[\u0300-\u036f]/g, TWICE = /(.)\1+/g, RUN = /[aeiou]+/g;
  var LETTERS = new RegExp(table.letters, "g"), KNOWN = new Set(table.known);
  var WORD = new RegExp("[\\p{L}\\p{N}](?:[\\p{L}\\p{N}_\\u0300-\\u036f\\u00ad\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u200b-\\u200f\\u2060\\ufeff]|[" + table.apostrophes + "](?=[\\p{L}\\p{N}])|" + table.typed + ")*", "gu");
  var READINGS = 14, ASKED = 8;

  function exchange(text, from, to) {
    return text.replace(new RegExp("[" + from + "]", "g"), function (letter) {
      return to[from.indexOf(letter)];
    });
  }
  function spelled(word, language) {
    word = word.replace(SILENT, "").normalize("NFKC").replace(APOSTROPHES, "'");
    if (table.dotless.includes(language)) word = word.replace(/I/g, "ı").replace(/İ/g, "i");
    return word.toLowerCase().normalize("NFC");
  }
  function plain(word, language) {
    word = spelled(word, language).replace(APOSTROPHES, "").replace(/ß/g, "ss").replace(/ς/g, "σ");
    word = Array.from(word, function (letter) {
      return table.own.includes(letter) ? letter : letter.normalize("NFD").replace(MARKS, "");
    }).join("").replace(MARKS, "").normalize("NFC");
    return Array.from(word, function (letter) {
      return letter in table.like ? table.like[letter] : letter;
    }).join("");
  }

  function known(word) {
    if (/^[\x00-\x7f]*$/.test(word)) return word;
    return Array.from(word, function (sign) {
      var base = Array.from(sign.normalize("NFD"))[0];
      return KNOWN.has(sign) ? sign : KNOWN.has(base) ? base : "";
    }).join("");
  }
  // How a word may sound, the likeliest first.
  function readings(word) {
    var units = Array.from(known(word).matchAll(LETTERS), function (match) {
      return table.sounds[match.slice(1).findIndex(function (one) {
        return one !== undefined;
      })];
    });
    if (!units.some(function (sounds) { return sounds[0]; })) return [];
    var other = [], departures = [[0, []]];
    units.forEach(function (sounds, place) {
      for (var rank = 1; rank < sounds.length; rank++) other.push([rank, place]);
    });
    other.sort(function (one, two) { return one[0] - two[0] || one[1] - two[1]; });
    other.forEach(function (one) { departures.push([one[0], [one]]); });
    other = other.slice(0, 40);
    other.forEach(function (one, at) {
      other.slice(at + 1).forEach(function (two) {
        if (one[1] !== two[1]) departures.push([one[0] + two[0] + 0.5, [one, two]]);
      });
    });
    departures.sort(function (one, two) { return one[0] - two[0]; });
    var heard = new Set();
    for (var departure of departures) {
      var chosen = {};
      departure[1].forEach(function (one) { chosen[one[1]] = one[0]; });
      heard.add(units.map(function (sounds, place) { return sounds[chosen[place] || 0]; }).join(""));
      if (heard.size === READINGS) break;
    }
    return Array.from(heard, function (sound) { return sound.replace(/J/g, "Z"); });
  }
  var LEVEL = {
    2: function (sound) {
      return sound.replace(/i+(?=[aeou])/g, "i").replace(TWICE, "$1");
    },
    6: function (sound) {
      return (/^[aeiou]/.test(sound) ? "-" : "") + sound.replace(RUN, "").replace(TWICE, "$1");
    },
    7: function (sound) {
      sound = exchange(sound, "zcSZCJgxfdb", "sssssskkvtp").replace(/[ieu](?=[aou])/g, "");
      return sound.replace(RUN, function (run) { return exchange(run[0], "eo", "ia"); }).replace(TWICE, "$1");
    }
  };
  // Keys, and what each is worth: a Map in the order of fold.wanted. A coarse key that is short tells no name.
  function keys(word) {
    var worth = new Map(), heard = readings(word);
    Object.keys(table.levels).forEach(function (level) {
      var found = new Map();
      heard.forEach(function (sound, reading) {
        var key = level + LEVEL[level](sound);
        if (found.size < ASKED && !found.has(key)) found.set(key, reading);
      });
      found.forEach(function (reading, key) {
        if (key.length > (table.least[level] || 0)) worth.set(key, table.levels[level] * Math.pow(table.less, reading));
      });
    });
    return worth;
  }

  return {
    vouched: table.vouched,
    alone: table.alone,
    spelled: spelled,
    plain: plain,
    keys: keys,
    tokens: function (text) {
      return text.match(WORD) || [];
    }
  };
}
