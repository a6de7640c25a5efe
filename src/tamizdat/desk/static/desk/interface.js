// Shows in grey, in the field for the newsroom's own text, what the site says now.
(() => {
  const said = JSON.parse(document.getElementById("interface-said").textContent);
  const field = (row, name) => document.getElementById(`id_words-${row}-${name}`);
  const show = (row) => {
    const text = field(row, "text");
    if (text) text.placeholder = said[field(row, "language").value]?.[field(row, "message").value] ?? "";
  };
  const changed = (event) => {
    const row = /^id_words-(\d+)-(language|message)$/.exec(event.target.id);
    if (row) show(row[1]);
  };
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  for (let row = 0; field(row, "text"); row += 1) show(row);
})();
