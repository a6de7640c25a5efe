// Entries of the budget that may be moved are dragged to another day. It fills the entry's own form, which works without this.
(() => {
  const MOVED = "desk-budget__entry--dragged";
  const OVER = "desk-budget__drop";
  let dragged = null;
  for (const form of document.querySelectorAll(".desk-budget__entry .desk-move form")) {
    const entry = form.closest(".desk-budget__entry");
    entry.draggable = true;
    entry.addEventListener("dragstart", (event) => {
      dragged = entry;
      entry.classList.add(MOVED);
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", entry.id);
    });
    entry.addEventListener("dragend", () => {
      entry.classList.remove(MOVED);
      dragged = null;
    });
  }
  for (const day of document.querySelectorAll("[data-day]")) {
    day.addEventListener("dragover", (event) => {
      if (!dragged) return;
      event.preventDefault();
      day.classList.add(OVER);
    });
    day.addEventListener("dragleave", ({ relatedTarget }) => {
      if (!day.contains(relatedTarget)) day.classList.remove(OVER);
    });
    day.addEventListener("drop", (event) => {
      day.classList.remove(OVER);
      if (!dragged) return;
      event.preventDefault();
      const form = dragged.querySelector(".desk-move form");
      if (day.contains(dragged)) return;
      form.elements.day.value = day.dataset.day;
      form.requestSubmit();
    });
  }
})();
