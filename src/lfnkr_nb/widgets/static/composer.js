// The composer: posts in order, own words and fields of a recipe on the left, its real pages on the right.

class Composer extends Desk {
  constructor(model, host) {
    super(model, host, "compose");
    this.shown = null;
    this.checked = null;
    this.failed = null;
    this.name = "";
    this.outline = new PostOutline(this, { changed: () => this.changed(), shown: (key) => this.goToPage(key) });
    this.figures = new FigureChoice(this, { changed: () => this.changed() });
    this.pages = new PagesPane(this);
    this.send = latest(() => this.sendNow(), (error) => this.refused(error));
    this.sendSoon = debounce(100, () => this.send());
    this.keepHere = debounce(150, () => this.keepInBrowser());
    this.on("shown", (message) => this.cameShown(message));
    this.on("checked", (message) => this.cameChecked(message));
    this.on("alike", (message) => this.showAlike(message));
    this.begin();
  }

  async begin() {
    const said = await this.try("start");
    if (!said) return;
    Object.assign(this, { fields: said.fields, templates: said.templates, steps: said.steps, states: said.states });
    this.form_ = new RecipeForm(this, this.fields, { changed: () => this.changed(), offers: { include: this.states }, findPosts: async () => [] });
    this.draw();
    this.listenOutside();
    const wanted = window.lfnkrDesk?.briefing;
    if (window.lfnkrDesk) window.lfnkrDesk.briefing = null;
    if (wanted) await this.open(wanted);
    else if (said.briefing) this.show(said.briefing);
    else if (!this.here() || !(await this.open(this.here()))) this.openDialog();
  }

  /** The briefing that this tab was composing when the kernel or page went away. */
  here(name) {
    try {
      if (name) sessionStorage.setItem("lfnkr:composing", name);
      return sessionStorage.getItem("lfnkr:composing");
    } catch {
      return null;
    }
  }

  listenOutside() {
    const asked = (event) => {
      if (window.lfnkrDesk) window.lfnkrDesk.briefing = null;
      this.open(event.detail);
    };
    const left = () => this.keepInBrowser();
    const back = () => document.visibilityState === "visible" && this.lookAtDisk();
    window.addEventListener("lfnkr:compose", asked);
    window.addEventListener("pagehide", left);
    window.addEventListener("focus", back);
    const timer = setInterval(back, 4000);
    this.undo.push(() => window.removeEventListener("lfnkr:compose", asked), () => window.removeEventListener("pagehide", left),
      () => window.removeEventListener("focus", back), () => clearInterval(timer));
  }

  get template() {
    return this.form_?.get("template") || "digest";
  }

  get briefingLanguage() {
    return this.form_?.get("lang") || "en";
  }

  // --- the page ---------------------------------------------------------------------------------------

  draw() {
    this.title_ = el("h2", { class: "lf-edit-title", dir: "auto" });
    this.mark_ = el("span", { class: "lf-unsaved", hidden: true }, this.t("unsaved"));
    this.stateChip = el("span", { class: "lf-chip", hidden: true });
    this.saving = this.button("save", () => this.save(), { icon: "save", primary: true, title: "Ctrl+S / ⌘S" });
    this.exporting = ["pdf", "html"].map((kind) => this.button(`export.${kind}`, () => this.export_(kind), { icon: "download" }));
    const tools = [this.saving, ...this.exporting, this.button("open_briefing", () => this.openDialog(), { icon: "folder", bare: true })];
    const head = el("header", { class: "lf-bar" }, el("div", { class: "lf-edit-name" }, this.title_, this.stateChip, this.mark_),
      el("div", { class: "lf-edit-tools", role: "toolbar", "aria-label": this.t("compose") }, tools), this.languageChoice(() => this.redraw()));
    this.makePanels();
    this.adding = this.button("add.posts", () => this.addDialog(), { icon: "plus" });
    const outlineTools = el("div", { class: "lf-outline-tools", role: "group", "aria-label": this.t("posts") }, this.adding,
      this.button("group.add", () => this.outline.addGroup(), { icon: "list", quiet: true }), this.button("undo", () => this.outline.undo(), { icon: "undo", bare: true, quiet: true }));
    this.outline.draw();
    this.form_.draw();
    this.form_.showFor(this.template);
    this.figures.draw();
    const posts = el("div", { class: "lf-posts-view" }, outlineTools, this.outline.node);
    this.left = new Tabs(this, "compose.what", { posts, words: this.words(), figures: this.figures.node, details: this.form_.node }, this.left?.chosen);
    const release = el("div", {}, this.clearanceView, this.editionsView);
    this.right = new Tabs(this, "compose.seen", { pages: this.pages.node, check: this.checkView, protection: this.protectionView, release }, this.right?.chosen);
    this.banner = el("div", { role: "alert" });
    this.work = this.workPanel((work) => this.ended(work));
    const warning = this.collaborationWarning();
    this.root.setAttribute("aria-label", this.t("compose"));
    this.body.replaceChildren(...(warning ? [warning] : []), head, this.banner, el("div", { class: "lf-compose-columns" }, this.left.node, this.right.node), this.work);
    this.root.onkeydown = (event) => this.pressed(event);
    this.body.classList.toggle("lf-no-post", !this.base_);
    this.pages.words();
  }

  /** The editor's own words: a summary that opens a briefing, and the text. */
  words() {
    const area = (name, rows) => el("textarea", { rows, class: `lf-words-${name}`, spellcheck: true, lang: this.briefingLanguage, value: this.words_?.[name] ?? "", oninput: (event) => {
      this.words_[name] = event.target.value;
      this.changed();
    } });
    this.areas = { summary: area("summary", 6), note: area("note", 16) };
    return el("div", { class: "lf-form lf-words" }, this.field("field.note", this.areas.note, { hint: this.t("words.markdown") }), this.field("field.summary", this.areas.summary, { hint: this.t("words.summary") }));
  }

  redraw() {
    this.draw();
    this.said_();
    this.drawAll();
    this.drawEditions();
  }

  drawAll() {
    this.drawCheck();
    this.drawProtection();
    this.drawClearance();
  }

  pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.save();
  }

  said_() {
    this.title_.textContent = this.form_.get("title") || this.titleNow || "";
    this.title_.lang = this.briefingLanguage;
    const dirty = this.dirty;
    this.mark_.hidden = !dirty;
    this.saving.disabled = !dirty;
    this.root.dataset.state = dirty ? "unsaved" : "saved";
  }

  // --- opening ----------------------------------------------------------------------------------------

  async open(name) {
    if (this.base_ && this.dirty) this.keepInBrowser();
    const said = await this.try("open", { name: name.split("/").at(-1) });
    if (said) this.show(said.briefing);
    return Boolean(said);
  }

  /** Show a briefing as it was read or saved; `form` is an unsaved change of it. */
  show(state, form) {
    this.take(state);
    this.load(form ?? state.form, state.facts);
    this.offerDraft();
    this.checked = null;
    this.shown = null;
    this.changed();
    this.drawEditions();
  }

  take(state) {
    this.base_ = { form: JSON.stringify(state.form), base: state.base };
    this.name = state.name;
    this.here(state.name);
    this.titleNow = state.title;
    this.offered = state.offered;
    this.conflicted = false;
    this.body.classList.remove("lf-no-post");
    this.root.dataset.briefing = state.name;
    this.banner.replaceChildren();
  }

  load(form, facts) {
    this.words_ = { note: form.note, summary: form.summary };
    this.form_.load(form.values);
    this.areas.note.value = form.note;
    this.areas.summary.value = form.summary;
    this.outline.load(form.groups, facts);
    this.figures.load(form.figures, this.offered);
    this.form_.showFor(this.template);
  }

  /** What stands in the page is what was saved: nothing is drawn anew, so the caret stays. */
  adopt(form) {
    this.form_.values = form.values;
    this.form_.fresh = {};
    this.outline.groups.forEach((group, at) => (group.was = form.groups[at]?.was ?? null));
    this.figures.figures = form.figures;
  }

  get now() {
    return { values: this.form_.all, summary: this.words_.summary, note: this.words_.note.trim(), groups: this.outline.groups, figures: this.figures.figures };
  }

  get dirty() {
    return Boolean(this.base_) && (JSON.stringify(sorted(this.now)) !== JSON.stringify(sorted(JSON.parse(this.base_.form))) || !this.name);
  }

  // --- changing and seeing ----------------------------------------------------------------------------

  changed() {
    if (!this.base_) return;
    this.form_.showFor(this.template);
    Object.values(this.areas).forEach((area) => (area.lang = this.briefingLanguage));
    this.said_();
    this.pages.refreshing();
    this.sendSoon();
    this.keepHere();
  }

  async sendNow() {
    try {
      const { version, facts, offered, title } = await this.ask("change", { form: this.now });
      this.version = version;
      this.outline.facts = { ...this.outline.facts, ...facts };
      this.titleNow = title;
      this.figures.offer(offered);
      this.said_();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.cameFailed(error);
    }
  }

  cameShown(message) {
    if (message.error) return this.cameFailed(message.error);
    if (message.version < (this.version ?? 0)) return;
    if (this.failed) this.say("");
    this.failed = null;
    this.shown = message;
    this.pages.set(message.version, message.sizes);
    this.root.dataset.pages = String(message.sizes.length);
    this.drawAll();
  }

  /** The pages that were there stay; what is in the way is said. */
  cameFailed(error) {
    this.failed = { message: error.message, hint: error.hint };
    this.pages.busy = false;
    this.pages.said();
    this.drawCheck();
    this.refused(new Refused(error));
  }

  cameChecked(message) {
    this.checked = message;
    this.drawAll();
    this.root.dataset.checked = String(message.version);
  }

  goToPage(key) {
    const page = this.shown?.places[key];
    if (!page) return this.say(this.t("page.none"), "note");
    this.right.choose("pages");
    this.pages.goTo(page);
  }

  /** From a problem to its post in the list. */
  showPost(key) {
    this.left.choose("posts");
    const row = this.outline.list.querySelector(`[data-post="${CSS.escape(key)}"]`);
    row?.scrollIntoView({ block: "center" });
    row?.querySelector(".lf-item-title").focus();
  }

  // --- keeping ----------------------------------------------------------------------------------------

  get draftKey() {
    return `briefing:${this.name}`;
  }

  keepInBrowser() {
    if (!this.base_ || !this.name) return;
    const kept = this.dirty ? JSON.stringify({ form: this.now, facts: this.outline.facts, base: this.base_.base, when: new Date().toISOString() }) : null;
    store.set(this.draftKey, kept);
  }

  offerDraft() {
    const kept = JSON.parse(store.get(this.draftKey) ?? "null");
    if (!kept || JSON.stringify(sorted(kept.form)) === JSON.stringify(sorted(this.now))) return;
    const restore = () => {
      this.load(kept.form, { ...this.outline.facts, ...kept.facts });
      this.base_.base = kept.base;
      this.banner.replaceChildren();
      this.changed();
    };
    const discard = () => {
      store.set(this.draftKey, null);
      this.banner.replaceChildren();
    };
    const when = new Date(kept.when).toLocaleString(this.language, { dateStyle: "medium", timeStyle: "short" });
    this.keepHere.stop();
    this.banner.replaceChildren(el("div", { class: "lf-banner" }, icon(ICONS.history), el("span", {}, this.t("draft.found", { when })),
      this.button("draft.restore", restore, { primary: true }), this.button("draft.discard", discard, { quiet: true })));
  }

  // --- saving -----------------------------------------------------------------------------------------

  async save() {
    if (!this.base_ || !this.dirty || this.busy) return;
    this.busy = true;
    this.keepInBrowser();
    const sent = structuredClone(this.now);
    this.say(this.t("saving"));
    try {
      const said = await this.ask("save", { form: sent, base: this.base_.base });
      if (said.conflict) {
        this.conflict(said.conflict);
        this.say(this.t("compose.conflict"), "error");
      } else this.wasSaved(said.saved, sent);
    } catch (error) {
      this.refused(error);
    } finally {
      this.busy = false;
    }
  }

  /** What was changed while Python was saving stays unsaved. */
  wasSaved(state, sent) {
    const same = JSON.stringify(sent) === JSON.stringify(this.now);
    this.take(state);
    store.set(this.draftKey, null);
    if (same) this.adopt(state.form);
    this.changed();
    this.say(this.t("saved", { path: `briefings/${state.name}` }), "done");
  }

  /** Save what is not saved yet; whether everything is saved now. */
  async saved() {
    if (this.dirty) await this.save();
    return !this.dirty;
  }

  async lookAtDisk() {
    if (!this.base_ || !this.name || this.busy || this.conflicted || this.looking) return;
    this.looking = true;
    try {
      const { changed } = await this.ask("disk", { base: this.base_.base });
      if (changed && !this.dirty) {
        await this.open(this.name);
        this.say(this.t("compose.changed.read"), "note");
      } else if (changed) this.warnChanged();
    } catch {
      // A kernel that is gone is said when something is asked of it.
    } finally {
      this.looking = false;
    }
  }

  warnChanged() {
    this.conflicted = true;
    const look = async () => {
      const said = await this.try("compare", { form: this.now });
      if (said) this.conflict(said.conflict);
    };
    this.banner.replaceChildren(el("div", { class: "lf-banner lf-warning" }, icon(ICONS.warn), el("span", {}, this.t("compose.changed")), this.button("compare", look, { icon: "columns" })));
  }

  // --- out of the house -------------------------------------------------------------------------------

  async export_(kind) {
    if (await this.saved()) await this.try("export", { kind });
  }

  ended({ what, state, result }) {
    if (state !== "done") return;
    if (what === "clearance") {
      this.take(result.briefing);
      this.load(result.briefing.form, { ...this.outline.facts, ...result.briefing.facts });
      this.changed();
    } else {
      const get = this.button("download", () => this.download(result.file), { icon: "download", quiet: true });
      this.say(this.t(result.pages ? "export.made" : "export.made_html", { file: result.file, edition: result.edition, pages: result.pages }), "note", get);
      this.drawEditions();
    }
  }

  remove() {
    this.keepInBrowser();
    this.pages.remove();
    this.form_?.remove();
    super.remove();
  }
}

/** Values with their keys in order, so that two of them can be compared as text. */
const sorted = (value) => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
};

Object.assign(Composer.prototype, composerPanels, composerDialogs);

export default {
  render({ model, el: host }) {
    const composer = new Composer(model, host);
    return () => composer.remove();
  },
};
