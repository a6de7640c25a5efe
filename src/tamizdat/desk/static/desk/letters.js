// The form of a letter: of each part only the fields of its kind; the preview and the checks follow each save. Elsewhere: the
// progress of a sending follows the sender.
(() => {
  const KINDS = { story: ["article", "full_text"], text: ["text", "language"], picture: ["picture", "language"] };
  const FIELDS = ["article", "full_text", "text", "picture", "language"];

  const dress = (kind) => {
    const start = kind.id.replace(/kind$/, "");
    for (const field of FIELDS) {
      const wrapper = document.getElementById(start + field)?.closest(".w-panel__wrapper");
      if (wrapper) wrapper.hidden = !KINDS[kind.value].includes(field);
    }
    kind.closest(".w-panel__wrapper").hidden = true; // a part has its kind from the button that added it
    const heading = kind.closest("[data-inline-panel-child]")?.querySelector("[data-panel-heading-text]");
    if (heading) heading.firstChild.textContent = kind.selectedOptions[0].text;
  };
  const dressAll = () => document.querySelectorAll(".desk-parts select[id$='-kind']").forEach(dress);

  document.querySelectorAll(".desk-parts__add [data-part]").forEach((button) =>
    button.addEventListener("click", () => {
      const { into } = button.closest("[data-into]").dataset;
      document.getElementById(`${into}-ADD`).click();
      const row = Number(document.getElementById(`${into}-TOTAL_FORMS`).value) - 1;
      document.getElementById(`${into}-${row}-kind`).value = button.dataset.part;
      dressAll();
    }),
  );
  const parts = document.querySelector(".desk-parts");
  if (parts) new MutationObserver(dressAll).observe(parts.querySelector("[id$='-FORMS']"), { childList: true });
  dressAll();

  const preview = document.querySelector("[data-letter-preview]");
  if (preview) {
    const frame = preview.querySelector("iframe");
    const [language, look] = preview.querySelectorAll("select");
    const findings = document.getElementById("desk-letter-findings");
    const show = () => {
      frame.classList.toggle("desk-letter__phone", look.value === "phone");
      const asked = new URLSearchParams({ language: language.value, as: look.value });
      const top = frame.contentWindow?.scrollY ?? 0;
      frame.onload = () => frame.contentWindow?.scrollTo(0, top); // whoever reads on is not thrown back to the start
      frame.contentWindow.location.replace(`${preview.dataset.letterPreview}?${asked}`);
    };
    language.addEventListener("change", show);
    look.addEventListener("change", show);
    document.addEventListener("w-autosave:success", async () => {
      show();
      const answer = await fetch(findings.dataset.source);
      if (answer.ok) findings.innerHTML = await answer.text();
    });
  }

  const progress = document.querySelector("[data-progress]");
  const hasEnded = () => progress.querySelector("[data-ended]");
  const follow = async () => {
    try {
      const answer = await fetch(progress.dataset.progress);
      if (answer.ok) progress.innerHTML = await answer.text();
    } catch {
      // Offline: the next question may be answered.
    }
    if (hasEnded()) window.location.reload(); // other buttons are right now
    else setTimeout(follow, 3000);
  };
  if (progress && !hasEnded()) setTimeout(follow, 3000);
})();
