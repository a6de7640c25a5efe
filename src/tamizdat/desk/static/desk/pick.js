// A field that searches while one types, after the ARIA pattern of a combobox with a list. It puts what is chosen into a new row
// of a formset (data-pick="row") or into the hidden field beside it (data-pick="one").
(() => {
  if (window.deskPick) return; // the script may be named by several panels of a page
  window.deskPick = true;
  const WAIT = 150; // ms between the last letter and the question
  let last = 0;

  const start = (box) => {
    const input = box.querySelector("[role=combobox]");
    const list = box.querySelector("[role=listbox]");
    const status = box.querySelector("[role=status]");
    const { source, make, language } = box.dataset;
    let timer, at = -1, asked = 0;
    let waiting = false; // what is listed answers an older text than the field's
    let entered = false; // Enter was pressed while the list was waited for: it chooses once the list is there

    const close = () => {
      clearTimeout(timer);
      asked += 1;
      list.hidden = true;
      at = -1;
      waiting = entered = false;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (next) => {
      const options = [...list.children];
      if (!options.length) return;
      at = (next + options.length) % options.length;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    };
    const option = (label, note, choose) => {
      const row = document.createElement("li");
      row.id = `desk-pick-${(last += 1)}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.dir = "auto";
      row.append(label);
      if (note) row.append(Object.assign(document.createElement("small"), { textContent: note }));
      row.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
      row.addEventListener("click", choose);
      return row;
    };
    const chosen = ({ id, name }) => {
      input.value = "";
      close();
      status.textContent = box.dataset.pick === "one" ? putOne(box, id, name) : addRow(box, id, name);
    };
    const create = async (name) => {
      const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
      try {
        const answer = await fetch(make, {
          method: "POST",
          headers: { "X-CSRFToken": token },
          body: new URLSearchParams({ name, language }),
        });
        if (!answer.ok) throw new Error(answer.status);
        chosen(await answer.json());
      } catch {
        status.textContent = box.dataset.failed;
      }
    };
    const ask = async () => {
      const number = (asked += 1);
      const text = input.value;
      try {
        const answer = await fetch(`${source}?${new URLSearchParams({ q: text, language })}`);
        if (!answer.ok) throw new Error(answer.status);
        const { found, new: name } = await answer.json();
        if (number !== asked) return; // something else was typed meanwhile
        const rows = found.map((one) => option(one.name, one.note, () => chosen(one)));
        if (name) rows.push(option(`${box.dataset.new} ${name}`, "", () => create(name)));
        list.replaceChildren(...rows);
        list.hidden = !rows.length;
        input.setAttribute("aria-expanded", String(!list.hidden));
        status.textContent = rows.length ? "" : box.dataset.none;
        at = -1;
        waiting = false;
        if (rows.length && text.trim()) mark(0);
        if (entered) enter();
      } catch {
        if (number !== asked) return;
        waiting = entered = false;
        status.textContent = box.dataset.failed;
      }
    };
    const enter = () => {
      entered = waiting;
      if (!waiting && !list.hidden && at >= 0) list.children[at].click();
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      asked += 1; // an answer to the text before comes too late
      waiting = true;
      entered = false;
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("focus", ask);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) ask();
        else mark(at < 0 && event.key === "ArrowUp" ? -1 : at + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter") {
        event.preventDefault(); // it would send the form
        enter();
      } else if (event.key === "Escape") close();
    });
  };

  const select = (field, id, name) => {
    if (![...field.options].some((one) => one.value === String(id))) field.add(new Option(name, id));
    field.value = id;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const addRow = (box, id, name) => {
    const { into, field, added, already } = box.dataset;
    const total = document.getElementById(`${into}-TOTAL_FORMS`);
    const there = [...Array(Number(total.value)).keys()].some((row) => {
      const gone = document.getElementById(`${into}-${row}-DELETE`)?.value;
      return !gone && document.getElementById(`${into}-${row}-${field}`)?.value === String(id);
    });
    if (there) return `${already} ${name}`;
    document.getElementById(`${into}-ADD`).click();
    select(document.getElementById(`${into}-${Number(total.value) - 1}-${field}`), id, name);
    return `${added} ${name}`;
  };

  const putOne = (box, id, name) => {
    select(document.getElementById(box.dataset.into), id, name);
    return "";
  };

  document.querySelectorAll("[data-pick]").forEach(start);
})();
