// The text of the post: CodeMirror 6 with Markdown, search, undo that outlives a save, and problems at their place.

const LOOK = CM.EditorView.theme({
  "&": { height: "100%", fontSize: "15px", backgroundColor: "var(--lf-paper)", color: "var(--lf-ink)" },
  "&.cm-focused": { outline: "none" },
  "&.cm-editor .cm-scroller": { fontFamily: "var(--lf-text-font)", fontSize: "15px", lineHeight: "1.65" },
  ".cm-content": { padding: "14px 18px 40vh", maxWidth: "46rem", caretColor: "var(--lf-ink)" },
  "&.cm-focused .cm-content": { boxShadow: "none" },
  ".cm-cursor": { borderLeftColor: "var(--lf-ink)", borderLeftWidth: "2px" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--lf-hover) 60%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--lf-selection)" },
  ".cm-panels": { backgroundColor: "var(--lf-box)", color: "var(--lf-ink)", borderColor: "var(--lf-line)" },
  ".cm-panel.cm-search": { padding: "6px 10px", fontSize: "13px" },
  ".cm-panel.cm-search input.cm-textfield": { width: "auto", backgroundColor: "var(--lf-paper)", color: "var(--lf-ink)" },
  ".cm-panel.cm-search input[type=checkbox]": { width: "auto", minHeight: "0" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--lf-paper)", border: "1px solid var(--lf-strong-line)", borderRadius: "4px", color: "var(--lf-ink)" },
  ".cm-panel.cm-search [name=close]": { color: "var(--lf-ink)", fontSize: "20px" },
  ".cm-searchMatch": { backgroundColor: "var(--lf-mark)" },
  ".cm-searchMatch.cm-searchMatch-selected": { outline: "2px solid var(--lf-accent)" },
  ".cm-placeholder": { color: "var(--lf-quiet)" },
});

const MARKS = CM.HighlightStyle.define([
  { tag: CM.tags.heading, fontWeight: "700", color: "var(--lf-accent)" },
  { tag: CM.tags.emphasis, fontStyle: "italic" },
  { tag: CM.tags.strong, fontWeight: "700" },
  { tag: CM.tags.strikethrough, textDecoration: "line-through" },
  { tag: [CM.tags.link, CM.tags.url], color: "var(--lf-accent)" },
  { tag: CM.tags.monospace, fontFamily: "var(--jp-code-font-family, monospace)", fontSize: ".92em" },
  { tag: CM.tags.quote, color: "var(--lf-quiet)" },
  { tag: [CM.tags.processingInstruction, CM.tags.contentSeparator, CM.tags.comment], color: "var(--lf-quiet)" },
]);

const MARKDOWN = new CM.Language(CM.defineLanguageFacet(), CM.markdown.configure([CM.GFM]), [], "markdown");
const PROBLEMS = CM.StateEffect.define();

/** What is said of a problem below its line, with its fix. */
class ProblemWidget extends CM.WidgetType {
  constructor(problem, desk) {
    super();
    Object.assign(this, { problem, desk });
  }

  eq(other) {
    return JSON.stringify(other.problem) === JSON.stringify(this.problem);
  }

  toDOM() {
    return this.desk.problem(this.problem);
  }

  ignoreEvent() {
    return true;
  }
}

class TextEditor {
  /** `changed(text)` hears every change; `paste(files)` pictures; `save()` and `link()` their keys. */
  constructor(desk, hooks) {
    Object.assign(this, { desk, hooks });
    this.language = new CM.Compartment();
    this.quiet = false;
    this.view = new CM.EditorView({ state: this.state("", "en") });
    this.node = el("div", { class: "lf-text" }, this.view.dom);
  }

  state(doc, lang) {
    const { desk, hooks } = this;
    const marks = CM.StateField.define({
      create: () => CM.Decoration.none,
      update: (old, change) => {
        for (const effect of change.effects) if (effect.is(PROBLEMS)) return this.decorations(effect.value, change.state.doc);
        return old.map(change.changes);
      },
      provide: (field) => CM.EditorView.decorations.from(field),
    });
    const keys = [
      { key: "Mod-s", preventDefault: true, run: () => (hooks.save(), true) },
      { key: "Mod-k", preventDefault: true, run: () => (hooks.link(), true) },
      { key: "Mod-b", preventDefault: true, run: () => (this.wrap("**"), true) },
      { key: "Mod-i", preventDefault: true, run: () => (this.wrap("*"), true) },
    ];
    return CM.EditorState.create({
      doc,
      extensions: [
        CM.keymap.of([...keys, ...CM.searchKeymap, ...CM.historyKeymap, ...CM.defaultKeymap]),
        CM.history({ minDepth: 2000 }), CM.drawSelection(), CM.dropCursor(), CM.highlightSpecialChars(), CM.highlightActiveLine(),
        CM.EditorView.lineWrapping, CM.search({ top: true }), CM.placeholder(desk.t("text.empty")),
        CM.EditorState.phrases.of(this.phrases()),
        new CM.LanguageSupport(MARKDOWN), CM.syntaxHighlighting(MARKS), LOOK, marks,
        this.language.of(this.attributes(lang)),
        CM.EditorView.updateListener.of((update) => update.docChanged && !this.quiet && hooks.changed()),
        CM.EditorView.domEventHandlers({
          paste: (event) => this.files(event, event.clipboardData),
          drop: (event) => this.files(event, event.dataTransfer),
        }),
      ],
    });
  }

  attributes(lang) {
    return CM.EditorView.contentAttributes.of({
      lang, tabindex: "0", spellcheck: "true", autocorrect: "on", autocapitalize: "on", "aria-label": this.desk.t("text"), "data-lm-suppress-shortcuts": "true",
    });
  }

  phrases() {
    const names = ["Find", "Replace", "next", "previous", "all", "match case", "regexp", "by word", "replace", "replace all", "close"];
    return Object.fromEntries(names.map((name) => [name, this.desk.t(`find.${name.replaceAll(" ", "_").toLowerCase()}${name === "Replace" ? "_with" : ""}`)]));
  }

  get value() {
    return this.view.state.doc.toString();
  }

  /** Another post: its undo begins anew. */
  load(text, lang) {
    this.quiet = true;
    this.view.setState(this.state(text, lang));
    this.quiet = false;
  }

  /** Other text of the same post: it can be undone. */
  replace(text) {
    if (text === this.value) return;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  setLanguage(lang) {
    this.view.dispatch({ effects: this.language.reconfigure(this.attributes(lang)) });
  }

  insert(text, { own = false } = {}) {
    const { from, to } = this.view.state.selection.main;
    const line = this.view.state.doc.lineAt(from);
    const lead = own && line.text.trim() ? "\n\n" : "";
    const tail = own ? "\n\n" : "";
    this.view.dispatch({ changes: { from, to, insert: lead + text + tail }, selection: { anchor: from + lead.length + text.length + tail.length } });
    this.view.focus();
  }

  wrap(mark) {
    const { from, to } = this.view.state.selection.main;
    const text = this.view.state.sliceDoc(from, to);
    this.view.dispatch({ changes: { from, to, insert: mark + text + mark }, selection: { anchor: from + mark.length, head: to + mark.length } });
  }

  get selected() {
    const { from, to } = this.view.state.selection.main;
    return this.view.state.sliceDoc(from, to);
  }

  openSearch() {
    this.view.focus();
    CM.openSearchPanel(this.view);
  }

  files(event, data) {
    const pictures = [...(data?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
    if (!pictures.length) return false;
    event.preventDefault();
    this.hooks.paste(pictures);
    return true;
  }

  /** The headings, with the line and level of each. */
  outline() {
    const found = [];
    CM.syntaxTree(this.view.state).iterate({
      enter: ({ name, from }) => {
        const level = /^(?:ATX|Setext)Heading(\d)$/.exec(name)?.[1];
        if (!level) return;
        const line = this.view.state.doc.lineAt(from);
        found.push({ line: line.number, level: Number(level), text: line.text.replace(/^#+\s*|\s*#+\s*$/g, "") });
      },
    });
    return found;
  }

  goTo(number) {
    const line = this.view.state.doc.line(Math.min(number, this.view.state.doc.lines));
    this.view.dispatch({ selection: { anchor: line.from }, effects: CM.EditorView.scrollIntoView(line.from, { y: "start", yMargin: 40 }) });
    this.view.focus();
  }

  problems(problems) {
    this.view.dispatch({ effects: PROBLEMS.of(problems.filter(({ line }) => line)) });
  }

  decorations(problems, doc) {
    const placed = problems.filter(({ line }) => line <= doc.lines).sort((a, b) => a.line - b.line);
    return CM.Decoration.set(placed.map((problem) =>
      CM.Decoration.widget({ widget: new ProblemWidget(problem, this.desk), block: true, side: 1 }).range(doc.line(problem.line).to)));
  }

  remove() {
    this.view.destroy();
  }
}
