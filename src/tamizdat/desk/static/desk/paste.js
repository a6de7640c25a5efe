// What is pasted from a word processor keeps its headings, lists, tables, links and footnotes: headings and tables become
// blocks of their own, footnotes a box of notes. Fonts, colours and addresses of a search engine's redirect are left behind.
(() => {
  const OURS = "data-draftjs-conductor-fragment"; // the editor's own clipboard, which it reads itself
  const BLOCKS = /^(P|DIV|LI|UL|OL|BLOCKQUOTE|SECTION|ARTICLE|HEADER|FOOTER|MAIN|HR|DD|DL|DT|PRE|FIGURE|FIGCAPTION|ADDRESS)$/;
  const SKIPPED = /^(STYLE|SCRIPT|META|LINK|TITLE|HEAD|IMG|SVG|OBJECT|IFRAME|TEMPLATE)$/;
  const TAGS = { B: "BOLD", STRONG: "BOLD", I: "ITALIC", EM: "ITALIC", SUP: "SUPERSCRIPT", SUB: "SUBSCRIPT", S: "STRIKETHROUGH", STRIKE: "STRIKETHROUGH", DEL: "STRIKETHROUGH" };
  const NOTES = '[style*="mso-element:footnote"]:not([style*="footnote-list"]), [style*="mso-element:endnote"]:not([style*="endnote-list"]), div[id^="sdfootnote"], div[id^="sdendnote"]';
  const BACK = 'a[href*="ftnref"], a[href*="ednref"], a[href*="#ftnt_ref"], a[class*="notesym"]';
  const TO_NOTE = 'a[href*="#_ftn"], a[href*="#_edn"], a[href*="#ftnt"], a[href*="#sdfootnote"], a[href*="#sdendnote"]';

  const plain = (element) => element.textContent.replace(/\s+/g, " ").trim();

  const address = (element) => {
    const href = element.getAttribute("href") ?? "";
    let url;
    try {
      url = new URL(href);
    } catch {
      return "";
    }
    const isRedirect = /(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === "/url";
    const target = isRedirect ? url.searchParams.get("q") ?? url.searchParams.get("url") ?? "" : href;
    return /^(https?:|mailto:|tel:)/i.test(target) ? target : "";
  };

  const stylesOf = (element, styles) => {
    const found = new Set(styles);
    const css = (element.getAttribute("style") ?? "").toLowerCase().replace(/\s/g, "");
    if (TAGS[element.tagName]) found.add(TAGS[element.tagName]);
    if (/(^|;)font-weight:(bold|[6-9]00)/.test(css)) found.add("BOLD");
    if (/(^|;)font-weight:(normal|[1-5]00)/.test(css)) found.delete("BOLD");
    if (/(^|;)font-style:italic/.test(css)) found.add("ITALIC");
    if (/(^|;)font-style:normal/.test(css)) found.delete("ITALIC");
    if (/text-decoration[a-z-]*:[^;]*line-through/.test(css)) found.add("STRIKETHROUGH");
    if (/(^|;)vertical-align:super/.test(css)) found.add("SUPERSCRIPT");
    if (/(^|;)vertical-align:sub(;|$)/.test(css)) found.add("SUBSCRIPT");
    return found;
  };

  // A list item of Word is a paragraph with its mark typed into it.
  const wordList = (element) => {
    const level = /mso-list:\s*\S+\s+level(\d+)/.exec(element.getAttribute("style") ?? "");
    const mark = element.querySelector('[style*="mso-list:Ignore"], [style*="mso-list: Ignore"]');
    if (!level) return null;
    const ordered = mark ? /^\W?[\p{L}\p{N}]{1,4}[.)]/u.test(plain(mark)) && !/^o$/.test(plain(mark)) : false;
    mark?.remove();
    return { type: ordered ? "ordered-list-item" : "unordered-list-item", depth: Number(level[1]) - 1 };
  };

  const table = (element) => {
    const rows = [...element.rows].map((row) => [...row.cells].flatMap((cell) => [plain(cell), ...Array(cell.colSpan - 1).fill("")]));
    const width = Math.max(...rows.map((row) => row.length));
    const first = [...(element.rows[0]?.cells ?? [])];
    const isBold = (cell) => cell.tagName === "TH" || (plain(cell) && [...cell.querySelectorAll("b, strong, [style]")].some((one) => stylesOf(one, []).has("BOLD") && plain(one) === plain(cell)));
    return { kind: "table", header: first.length && first.every(isBold) ? "row" : "neither", rows: rows.map((row) => [...row, ...Array(width - row.length).fill("")]) };
  };

  // The parts of an element: {kind: "text", type, depth, runs}, {kind: "heading", text}, {kind: "table", header, rows}.
  const partsOf = (root) => {
    const parts = [];
    let current = null;
    const flush = () => {
      if (current) {
        const { runs } = current;
        while (runs.length && !runs[0].text.trim()) runs.shift();
        while (runs.length && !runs.at(-1).text.trim()) runs.pop();
        if (runs.length) {
          runs[0].text = runs[0].text.trimStart();
          runs.at(-1).text = runs.at(-1).text.trimEnd();
          parts.push(current);
        }
      }
      current = null;
    };
    const add = (text, { styles, link, list }) => {
      current ??= { kind: "text", type: list?.type ?? "unstyled", depth: list?.depth ?? 0, runs: [] };
      const last = current.runs.at(-1);
      const joined = /\s$/.test(last?.text ?? " ") && text !== "\n" ? text.trimStart() : text;
      if (joined) current.runs.push({ text: joined, styles, link });
    };
    const walk = (node, context) => {
      if (node.nodeType === Node.TEXT_NODE) add(node.data.replace(/\s+/g, " "), context);
      if (node.nodeType !== Node.ELEMENT_NODE || SKIPPED.test(node.tagName)) return;
      if (node.tagName === "BR") return add("\n", context);
      const isHeading = /^H[1-6]$/.test(node.tagName) || node.classList.contains("MsoTitle");
      if (isHeading || node.tagName === "TABLE") {
        flush();
        if (isHeading && plain(node)) parts.push({ kind: "heading", text: plain(node) });
        if (!isHeading && node.rows.length) parts.push(table(node));
        return;
      }
      const inside = { ...context, styles: stylesOf(node, context.styles) };
      if (node.tagName === "A") inside.link = address(node) || context.link;
      if (/^[OU]L$/.test(node.tagName)) {
        inside.list = { type: node.tagName === "OL" ? "ordered-list-item" : "unordered-list-item", depth: Math.min((context.list?.depth ?? -1) + 1, 4) };
      }
      if (node.tagName === "P") inside.list = wordList(node) ?? context.list;
      const isBlock = BLOCKS.test(node.tagName);
      if (isBlock) flush();
      for (const child of node.childNodes) walk(child, inside);
      if (isBlock) flush();
    };
    walk(root, { styles: new Set(), link: "", list: null });
    flush();
    return parts;
  };

  // The parts of a document, and those of its footnotes.
  const read = (html) => {
    const { body } = new DOMParser().parseFromString(html, "text/html");
    const notes = [];
    const containers = new Set(body.querySelectorAll(NOTES));
    for (const back of body.querySelectorAll('a[href*="#ftnt_ref"]')) containers.add(back.closest("p, div, li") ?? back);
    for (const one of containers) {
      for (const back of one.querySelectorAll(BACK)) (back.closest("sup") ?? back).remove();
      const [first, ...more] = partsOf(one).filter(({ kind }) => kind === "text");
      if (first) notes.push({ ...first, type: "ordered-list-item", depth: 0, runs: [first, ...more].flatMap(({ runs }, at) => (at ? [{ text: "\n", styles: new Set(), link: "" }, ...runs] : runs)) });
      one.remove();
    }
    for (const link of body.querySelectorAll(TO_NOTE)) {
      const mark = document.createElement("sup");
      mark.textContent = plain(link).replace(/[[\]]/g, "");
      (link.closest("sup") ?? link).replaceWith(mark);
    }
    return { parts: partsOf(body), notes };
  };

  // Blocks of the editor's own format, with each entity at its range.
  const block = ({ type, depth, runs }) => {
    const made = { key: Math.random().toString(36).slice(2, 7).padEnd(5, "a"), type, depth, text: "", inlineStyleRanges: [], entityRanges: [], data: {} };
    for (const { text, styles, link } of runs) {
      const range = { offset: made.text.length, length: text.length };
      for (const style of styles) made.inlineStyleRanges.push({ ...range, style });
      const last = made.entityRanges.at(-1);
      if (link && last?.entity.data.url === link && last.offset + last.length === range.offset) last.length += range.length;
      else if (link) made.entityRanges.push({ ...range, entity: { type: "LINK", mutability: "MUTABLE", data: { url: link } } });
      made.text += text;
    }
    return made;
  };
  const raw = (blocks) => {
    const entityMap = {};
    const numbered = blocks.map((one) => ({
      ...one,
      entityRanges: one.entityRanges.map(({ offset, length, entity }) => {
        const key = Object.keys(entityMap).length;
        entityMap[key] = entity;
        return { offset, length, key };
      }),
    }));
    return { blocks: numbered, entityMap };
  };
  const unraw = ({ blocks, entityMap }) => blocks.map((one) => ({ ...one, entityRanges: one.entityRanges.map(({ key, ...range }) => ({ ...range, entity: entityMap[key] })) }));
  const slice = (one, from, to) => {
    const cut = (ranges) => ranges
      .map((range) => ({ ...range, offset: Math.max(range.offset, from) - from, length: Math.min(range.offset + range.length, to) - Math.max(range.offset, from) }))
      .filter(({ length }) => length > 0);
    return { ...one, text: one.text.slice(from, to), inlineStyleRanges: cut(one.inlineStyleRanges), entityRanges: cut(one.entityRanges) };
  };
  const written = (blocks) => blocks.filter(({ text, entityRanges }) => text.trim() || entityRanges.length);

  // Where there can be no block of its own: a heading is bold, a table has its rows as lines.
  const asText = (part) => {
    if (part.kind === "text") return [block(part)];
    const lines = part.kind === "heading" ? [part.text] : part.rows.map((row) => row.join(" | "));
    const styles = new Set(part.kind === "heading" ? ["BOLD"] : []);
    return lines.map((text) => block({ type: "unstyled", depth: 0, runs: [{ text, styles, link: "" }] }));
  };

  const asBlock = (part) => {
    if (part.kind === "heading") return { type: "heading", value: part.text.slice(0, 200) };
    const value = { data: part.rows, cell: [], mergeCells: [], first_row_is_table_header: part.header === "row", first_col_is_header: false, table_header_choice: part.header, table_caption: "" };
    return { type: "table", value };
  };

  // The story's text, in place of the block into which somebody pastes: its beginning, what is pasted, its end.
  const replace = (body, child, editor, parts, notes) => {
    const state = editor.getEditorState();
    const selection = state.getSelection();
    const blocks = unraw(window.Draftail.serialiseEditorStateToRaw(state) ?? { blocks: [], entityMap: {} });
    const start = blocks.findIndex(({ key }) => key === selection.getStartKey());
    const end = blocks.findIndex(({ key }) => key === selection.getEndKey());
    const before = start < 0 ? blocks : [...blocks.slice(0, start), slice(blocks[start], 0, selection.getStartOffset())];
    const after = end < 0 ? [] : [slice(blocks[end], selection.getEndOffset(), blocks[end].text.length), ...blocks.slice(end + 1)];
    const made = [];
    let text = written(before);
    const close = () => {
      if (text.length) made.push({ type: "text", value: JSON.stringify(raw(text)) });
      text = [];
    };
    for (const part of parts) {
      if (part.kind === "text") text.push(block(part));
      else {
        close();
        made.push(asBlock(part));
      }
    }
    text.push(...written(after));
    close();
    if (notes.length) {
      const title = document.getElementById("desk-sign-in").dataset.notes;
      made.push({ type: "box", value: { title, text: JSON.stringify(raw(notes.map(block))) } });
    }
    const { index } = child;
    made.forEach(({ type, value }, at) => {
      const id = at === 0 && type === "text" && child.id ? child.id : crypto.randomUUID?.() ?? null;
      body.insert({ type, value, id }, index + 1 + at, {});
    });
    body.deleteBlock(index, {});
  };

  document.addEventListener("paste", (event) => {
    const wrapper = event.target.closest?.("[data-draftail-editor-wrapper]");
    const html = event.clipboardData?.getData("text/html");
    const text = event.clipboardData?.getData("text/plain").trim() ?? "";
    if (!wrapper || !html || html.includes(OURS) || html.includes("data-editor=") || /^\S+:\/\/\S+$/.test(text)) return;
    const { parts, notes } = read(html);
    if (!parts.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const editor = [...wrapper.parentNode.querySelectorAll("input")].find((field) => field.draftailEditor).draftailEditor;
    const body = document.getElementById("body-root")?.rootBlock;
    const child = body?.children.find((one) => one.type === "text" && one.element.contains(wrapper));
    if (child && (notes.length || parts.some(({ kind }) => kind !== "text"))) {
      replace(body, child, editor, parts, notes);
      return;
    }
    const blocks = [...parts.flatMap(asText), ...notes.map(block)];
    const holder = document.createElement("div");
    holder.setAttribute(OURS, JSON.stringify(raw(blocks)));
    const clipboard = new DataTransfer();
    clipboard.setData("text/html", holder.outerHTML);
    clipboard.setData("text/plain", blocks.map((one) => one.text).join("\n"));
    event.target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }));
  }, true);
})();
