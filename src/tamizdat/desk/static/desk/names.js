// Gives a name, for those who listen to a page, to what the framework leaves without one: text editors, tags, uploads.
(() => {
  const NAMELESS =
    '[contenteditable="true"][role="textbox"], .tagit-new input, #fileupload, [data-streamfield-child] input[type="text"]';
  let number = 0;
  const labelOf = (field) =>
    field.closest(".w-field__wrapper, [data-contentpath]:has(> label)")?.querySelector("label") ??
    field.closest("[data-panel]")?.querySelector("[data-panel-heading]") ??
    document.querySelector("h1");
  const name = (field) => {
    if (field.ariaLabel || field.hasAttribute("aria-labelledby")) return;
    const label = labelOf(field);
    if (!label) return;
    label.id ||= `desk-name-${(number += 1)}`;
    field.setAttribute("aria-labelledby", label.id);
  };
  // A button that leads to a tab is called a tab itself, and a tab stands in a list of tabs.
  const enlist = (tab) => {
    const list = document.createElement("div");
    list.role = "tablist";
    tab.replaceWith(list);
    list.append(tab);
  };
  const look = (part) => {
    part.querySelectorAll(NAMELESS).forEach(name);
    // A link is called what is written on it, where anything is; its hint says the rest.
    for (const link of part.querySelectorAll("a[data-w-tooltip-content-value][aria-label]")) {
      if (link.textContent.trim()) link.removeAttribute("aria-label");
    }
    part.querySelectorAll('a.button[role="tab"]:not([role="tablist"] *)').forEach(enlist);
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) look(node.parentNode ?? node);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
