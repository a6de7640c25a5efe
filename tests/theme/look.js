// Asked inside the page by test_within_reach.py.
function texts() {
  var walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    var parent = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || parent.closest("script, .trap") || !parent.checkVisibility()) continue;
    found.push([parent, walk.currentNode.data.trim()]);
  }
  return found;
}
function luminance(colour) {
  var part = colour.match(/[\d.]+/g).slice(0, 3).map(function (one) {
    return (one /= 255) <= 0.03928 ? one / 12.92 : Math.pow((one + 0.055) / 1.055, 2.4);
  });
  return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
}
function paper(element) {
  for (; element; element = element.parentElement) {
    // A band lays its paper behind itself, out to the edges of the window.
    var behind = getComputedStyle(element, "::before"), laid = behind.zIndex === "-1" && behind.backgroundColor;
    var colour = laid || getComputedStyle(element).backgroundColor;
    if (!/, 0\)$/.test(colour)) return colour;
  }
  return "rgb(255, 255, 255)";
}
// Texts whose contrast is below `least`.
function faint(least) {
  return texts().filter(function (text) {
    var both = [luminance(getComputedStyle(text[0]).color), luminance(paper(text[0]))].sort(function (a, b) { return b - a; });
    return (both[0] + 0.05) / (both[1] + 0.05) < least;
  }).map(function (text) { return text[0].tagName + ": " + text[1].slice(0, 60); });
}
// The element that has the focus, null when the page has given it away.
function focused() {
  var one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (one === document.body) return null;
  window.stops = window.stops || [];
  if (!window.stops.includes(one)) window.stops.push(one);
  var above = document.elementFromPoint(box.x + Math.min(box.width / 2, 12), box.y + Math.min(box.height / 2, 8));
  return {
    name: window.stops.indexOf(one) + " " + one.outerHTML.slice(0, 90),
    marked: style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2 || one.matches("audio, video"),
    player: one.matches("audio, video"),
    hidden: above !== null && !one.contains(above) && !above.contains(one)
  };
}
// Texts that stand outside the window to the side, where nothing scrolls to them.
function cut() {
  var wide = document.documentElement.clientWidth;
  return texts().filter(function (text) {
    if (text[0].closest(".gallery, .menu-links, .table, .skip, .panel:not([open]), pre, input, textarea")) return false;
    var range = document.createRange();
    range.selectNodeContents(text[0]);
    return Array.from(range.getClientRects()).some(function (box) {
      return box.width > 1 && (box.left < -1 || box.right > wide + 1);
    });
  }).map(function (text) { return text[0].tagName + ": " + text[1].slice(0, 60); });
}
// Texts in a script that is not of the language that they are said to be in.
function foreign() {
  var scripts = { en: /\p{Script=Latin}/u, ru: /\p{Script=Cyrillic}/u, fa: /\p{Script=Arabic}/u };
  return texts().filter(function (text) {
    var said = text[0].closest("[lang]").lang;
    return Object.keys(scripts).some(function (other) {
      return other !== said && other !== "en" && scripts[other].test(text[1]);
    });
  }).map(function (text) { return text[0].tagName + ": " + text[1].slice(0, 60); });
}
