// Whoever reads a form gets each text as it stands in its editor: the editor itself hands over what was typed only after
// a quarter of a second, and by then Publish or Ctrl+S may have sent the form without the last words.
document.addEventListener("formdata", ({ target, formData }) => {
  for (const field of target.elements) {
    const editor = field.draftailEditor;
    if (!editor || !formData.has(field.name)) continue;
    const text = window.Draftail.serialiseEditorStateToRaw(editor.getEditorState());
    // A comment marks its words as a style does; it is kept elsewhere.
    for (const block of text?.blocks ?? []) {
      block.inlineStyleRanges = block.inlineStyleRanges.filter(({ style }) => !style.startsWith("COMMENT-"));
    }
    formData.set(field.name, JSON.stringify(text));
  }
});
