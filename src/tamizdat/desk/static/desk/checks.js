// The checks of a story: the note beside Publish opens their list, and whoever goes to a place sees it.
document.addEventListener("click", ({ target }) => {
  const list = document.querySelector('[data-side-panel="checks"]');
  if (target.closest("[data-desk-checks]") && list.hidden) document.querySelector('[data-side-panel-toggle="checks"]').click();
  const check = target.closest("[data-desk-check]");
  if (!check) return;
  const place = document.querySelector(check.dataset.wFocusTargetValue);
  for (let part = place?.closest("[data-panel]"); part; part = part.parentElement.closest("[data-panel]")) {
    const toggle = part.querySelector("[data-panel-toggle]");
    if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  }
  // The framework focuses what is around the field, where nothing can be typed.
  const field = place?.querySelector('input:not([type="hidden"]), select, textarea, [contenteditable="true"], button');
  const enter = () => field?.focus({ preventScroll: true });
  if (document.activeElement === place) enter();
  else place?.addEventListener("focus", enter, { once: true });
  // On a phone the list covers the form.
  if (window.innerWidth < 800) document.querySelector("[data-form-side-close-button]").click();
});
