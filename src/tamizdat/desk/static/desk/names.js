// A text editor has the name of its field, for those who listen to the form: the framework's label belongs to a hidden field.
(() => {
  let number = 0;
  const name = (editor) => {
    if (editor.ariaLabel || editor.hasAttribute("aria-labelledby")) return;
    const label =
      editor.closest(".w-field__wrapper, [data-contentpath]:has(> label)")?.querySelector("label") ??
      editor.closest("[data-panel]")?.querySelector("[data-panel-heading], [data-panel-heading-text]");
    if (!label) return;
    label.id ||= `desk-name-${(number += 1)}`;
    editor.setAttribute("aria-labelledby", label.id);
  };
  const nameAll = (part) => part.querySelectorAll('[contenteditable="true"][role="textbox"]').forEach(name);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.nodeType === 1) nameAll(node);
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
