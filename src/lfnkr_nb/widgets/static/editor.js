// The editor: form, text and preview of one post after the other; what is typed is never lost.

class Editor extends Desk {
  constructor(model, host) {
    super(model, host, "edit");
    this.post = null;
    this.text = new TextEditor(this, {
      changed: () => this.changed(),
      paste: (files) => this.pictureDialog(files),
      save: () => this.save(),
      link: () => this.linkDialog(),
    });
    this.pane = new ReadingPane(this, this.t("preview"));
    this.preview = latest(() => this.previewNow(), (error) => this.refused(error));
    this.check = debounce(450, latest(() => this.checkNow(), (error) => this.refused(error)));
    this.keepHere = debounce(120, () => this.keepInBrowser());
    this.keepBeside = debounce(900, () => this.keepBesidePost());
    this.begin();
  }

  async begin() {
    const said = await this.try("start");
    if (!said) return;
    this.fields = said.fields;
    this.offers = {};
    this.draw();
    this.listenOutside();
    if (said.post) this.show(said.post);
    else await this.openWanted();
    this.offers = (await this.try("terms")) ?? {};
    this.form_.offers = this.offers;
    if (this.form_.node.contains(document.activeElement)) return;
    this.form_.draw();
    this.form_.problems(this.problems_ ?? []);
  }

  /** The post that JupyterLab asked for, else the one this tab was editing when the kernel or page went away. */
  async openWanted() {
    const wanted = window.lfnkrDesk?.pending ?? this.here();
    if (window.lfnkrDesk) window.lfnkrDesk.pending = null;
    if (wanted) await this.open({ path: wanted });
    else this.openDialog();
  }

  here(path) {
    try {
      if (path) sessionStorage.setItem("lfnkr:editing", path);
      return sessionStorage.getItem("lfnkr:editing");
    } catch {
      return null;
    }
  }

  listenOutside() {
    const asked = (event) => {
      if (window.lfnkrDesk) window.lfnkrDesk.pending = null;
      this.open({ path: event.detail });
    };
    const left = () => this.keepInBrowser();
    const back = () => document.visibilityState === "visible" && this.lookAtDisk();
    window.addEventListener("lfnkr:open", asked);
    window.addEventListener("pagehide", left);
    window.addEventListener("focus", back);
    const timer = setInterval(back, 4000);
    this.undo.push(() => window.removeEventListener("lfnkr:open", asked), () => window.removeEventListener("pagehide", left),
      () => window.removeEventListener("focus", back), () => clearInterval(timer));
    this.on("open", (wanted) => this.open(wanted));
  }

  // --- the page ---------------------------------------------------------------------------------------

  draw() {
    this.name = el("h2", { class: "lf-edit-title", dir: "auto" });
    this.mark_ = el("span", { class: "lf-unsaved", hidden: true }, this.t("unsaved"));
    this.saving = this.button("save", () => this.save(), { icon: "save", primary: true, title: "Ctrl+S / ⌘S" });
    const tools = [
      this.saving,
      this.button("find", () => this.text.openSearch(), { icon: "search", bare: true }),
      this.button("link", () => this.linkDialog(), { icon: "link", bare: true }),
      this.button("picture", () => this.choosePicture(), { icon: "picture", bare: true }),
      this.button("history", () => this.showHistory(), { icon: "history", bare: true }),
      this.button("open_post", () => this.openDialog(), { icon: "folder", bare: true }),
    ];
    this.form_ = new PostForm(this, this.fields, { changed: (name) => this.changed(name), offers: this.offers, findPosts: async (text) => (await this.try("posts", { text }))?.posts ?? [] });
    this.outline = el("nav", { class: "lf-outline", "aria-label": this.t("outline") });
    this.counted = el("p", { class: "lf-counted", "aria-label": this.t("counts") });
    this.banner = el("div", { role: "alert" });
    this.others = el("div", { class: "lf-other-problems" });
    const side = el("aside", { class: "lf-side-column", "aria-label": this.t("fields") }, this.others, this.form_.node, el("details", { class: "lf-group", open: true }, el("summary", {}, this.t("outline")), this.outline));
    const writing = el("section", { class: "lf-writing", "aria-label": this.t("text") }, this.text.node, el("footer", {}, this.counted));
    const reading = el("section", { class: "lf-previewing", "aria-label": this.t("preview") }, this.pane.frame);
    const head = el("header", { class: "lf-bar" }, el("div", { class: "lf-edit-name" }, this.name, this.mark_), el("div", { class: "lf-edit-tools", role: "toolbar", "aria-label": this.t("edit") }, tools), this.languageChoice(() => this.redraw()));
    const warning = this.collaborationWarning();
    this.root.setAttribute("aria-label", this.t("edit"));
    this.pane.frame.title = this.t("preview");
    this.body.replaceChildren(...(warning ? [warning] : []), head, this.banner, el("div", { class: "lf-edit-columns" }, side, writing, reading));
    this.body.classList.toggle("lf-no-post", !this.post);
    this.root.onkeydown = (event) => this.pressed(event);
  }

  redraw() {
    const { fresh, values } = this.form_;
    this.draw();
    this.form_.offers = this.offers;
    this.form_.load(values, fresh);
    this.said_();
    this.preview();
    this.check();
  }

  themed() {
    this.pane?.themed();
  }

  /** Ctrl+S and ⌘S save wherever the focus is in the editor. */
  pressed(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.save();
  }

  said_() {
    if (!this.post) return;
    this.name.textContent = this.form_.get("title") || this.post.title;
    this.name.lang = this.form_.get("lang") ?? "en";
    this.mark_.hidden = !this.dirty;
    this.saving.disabled = !this.dirty;
    this.root.dataset.state = this.dirty ? "unsaved" : "saved";
  }

  // --- opening ----------------------------------------------------------------------------------------

  async open(wanted) {
    if (this.post && this.dirty) {
      this.keepInBrowser();
      await this.keepBesidePost();
    }
    const said = await this.try("open", wanted);
    if (said) this.show(said.post);
  }

  show(post) {
    this.post = post;
    this.body.classList.remove("lf-no-post");
    this.here(post.path);
    this.form_.load(post.values);
    this.text.load(post.content, post.lang);
    this.conflicted = false;
    this.banner.replaceChildren();
    this.said_();
    this.offerDraft(post.draft);
    this.preview();
    this.check.now();
    this.drawOutline();
    this.root.dataset.post = post.path;
  }

  get now() {
    return { content: this.text.value, fields: this.form_.fresh };
  }

  get dirty() {
    return Boolean(this.post) && (this.text.value !== this.post.content || Object.keys(this.form_.fresh).length > 0 || this.post.base === "");
  }

  /** Take over other text and fields as an unsaved change, which can be undone. */
  take({ post, content, fields }) {
    if (post) this.post = post;
    this.form_.load(post ? post.values : this.form_.values, post ? fields : { ...this.form_.fresh, ...fields });
    Object.entries(fields).forEach(([name, value]) => this.form_.set(name, value));
    this.form_.draw();
    this.text.replace(content);
    this.conflicted = false;
    this.banner.replaceChildren();
    this.changed();
  }

  changed(name) {
    if (!this.post) return;
    if (name === "lang") this.text.setLanguage(this.form_.get("lang") ?? "en");
    this.said_();
    this.preview();
    this.check();
    this.keepHere();
    this.keepBeside();
    this.drawOutline();
  }

  // --- seeing -----------------------------------------------------------------------------------------

  async previewNow() {
    if (!this.post) return;
    const said = await this.ask("preview", this.now);
    await this.pane.show(said.html, { keepPlace: true });
  }

  async checkNow() {
    if (!this.post) return;
    const said = await this.ask("check", this.now);
    this.problems_ = said.problems;
    this.text.problems(said.problems);
    this.form_.problems(said.problems);
    const names = new Set(this.fields.map(({ name }) => name));
    this.others.replaceChildren(...said.problems.filter(({ field, line }) => !line && !names.has(field)).map((problem) => this.problem(problem)));
    this.counted.textContent = Object.entries(said.counts).map(([lang, count]) => this.countText(lang, count)).join(" · ");
  }

  countText(lang, { words, characters }) {
    const name = this.t(`lang.${lang}`);
    const language = name === `lang.${lang}` ? lang : name;
    return words ? this.t("counts.words", { language, words: words.toLocaleString("en"), characters: characters.toLocaleString("en") })
      : this.t("counts.characters", { language, characters: characters.toLocaleString("en") });
  }

  /** What is wrong, what to do, and a button where the fix is safe. */
  problem({ message, hint, severity, fix }) {
    const put = () => {
      Object.entries(fix.fields).forEach(([name, value]) => this.form_.put(name, value));
      this.form_.focus(Object.keys(fix.fields).at(-1));
      this.check.now();
    };
    const button = fix ? el("button", { type: "button", class: "lf-button lf-fix", onclick: put, title: fix.says }, this.t("fix"), el("small", {}, fix.says)) : null;
    return el("div", { class: `lf-problem lf-problem-${severity}` }, icon(ICONS.warn), el("span", {}, `${message}. `, el("span", { class: "lf-hint" }, hint)), button);
  }

  drawOutline() {
    const rows = this.text.outline().map(({ line, level, text }) => {
      const go = el("button", { type: "button", class: "lf-outline-row", onclick: () => this.text.goTo(line) }, text || "…");
      go.style.paddingInlineStart = `${(level - 1) * 12 + 6}px`;
      return el("li", {}, go);
    });
    this.outline.replaceChildren(rows.length ? el("ul", {}, rows) : el("p", { class: "lf-hint" }, this.t("outline.none")));
  }

  // --- keeping ----------------------------------------------------------------------------------------

  get draftKey() {
    return `draft:${this.post.path}`;
  }

  /** At once into this browser: it needs no kernel. */
  keepInBrowser() {
    if (!this.post) return;
    if (!this.dirty) store.set(this.draftKey, null);
    else store.set(this.draftKey, JSON.stringify({ ...this.now, base: this.post.base, when: new Date().toISOString() }));
  }

  /** A little later beside the post: it survives another browser and a closed tab. */
  async keepBesidePost() {
    if (!this.post || !this.dirty) return;
    try {
      await this.ask("draft", { ...this.now, base: this.post.base });
    } catch (error) {
      this.refused(error);
    }
  }

  forget() {
    this.keepHere.stop();
    this.keepBeside.stop();
    store.set(this.draftKey, null);
  }

  /** Offer back what was typed and not saved, the newest of what the browser and the folder hold. */
  offerDraft(beside) {
    const here = JSON.parse(store.get(this.draftKey) ?? "null");
    const found = [here, beside].filter((draft) => draft && this.differs(draft)).sort((a, b) => Date.parse(b.when) - Date.parse(a.when))[0];
    if (!found) return;
    const restore = () => {
      this.take({ content: found.content, fields: found.fields });
      this.post = { ...this.post, base: found.base };
      this.said_();
    };
    const discard = () => {
      this.forget();
      this.try("discard");
      this.banner.replaceChildren();
    };
    const when = new Date(found.when).toLocaleString(this.language, { dateStyle: "medium", timeStyle: "short" });
    this.banner.replaceChildren(el("div", { class: "lf-banner" }, icon(ICONS.history), el("span", {}, this.t("draft.found", { when })),
      this.button("draft.restore", restore, { primary: true }), this.button("draft.discard", discard, { quiet: true })));
  }

  differs({ content, fields }) {
    return content !== this.post.content || Object.entries(fields).some(([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(this.post.values[name] ?? null));
  }

  // --- saving -----------------------------------------------------------------------------------------

  /** The message carries everything that is saved, so that nothing typed can be overtaken by it. */
  async save() {
    if (!this.post || !this.dirty || this.busy) return;
    this.busy = true;
    this.keepInBrowser();
    const sent = { path: this.post.path, base: this.post.base, ...structuredClone(this.now) };
    this.say(this.t("saving"));
    const slow = setTimeout(() => this.say(this.t("saving.slow"), "error"), 4000);
    try {
      const said = await this.ask("save", sent);
      if (said.conflict) this.conflict(said.conflict);
      else this.saved(said.saved, sent);
      if (said.conflict) this.say(this.t("conflict"), "error");
    } catch (error) {
      this.refused(error);
    } finally {
      clearTimeout(slow);
      this.busy = false;
    }
  }

  /** What was typed while Python was saving stays unsaved. */
  saved(state, sent) {
    const later = Object.entries(this.form_.fresh).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(sent.fields[name]));
    this.post = state;
    this.form_.values = state.values;
    this.form_.fresh = {};
    later.forEach(([name, value]) => this.form_.set(name, value));
    this.forget();
    this.said_();
    if (this.dirty) this.changed();
    else this.check.now();
    this.banner.replaceChildren();
    this.say(this.t("saved", { path: state.path }), "done");
  }

  /** Whether somebody else changed the file: without unsaved text it is simply read again. */
  async lookAtDisk() {
    if (!this.post || this.busy || this.conflicted || this.looking) return;
    this.looking = true;
    try {
      const { changed } = await this.ask("disk", { base: this.post.base });
      if (changed && !this.dirty) {
        await this.open({ path: this.post.path });
        this.say(this.t("changed.read"), "note");
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
      const said = await this.try("compare", this.now);
      if (said) this.conflict(said.conflict);
    };
    this.banner.replaceChildren(el("div", { class: "lf-banner lf-warning" }, icon(ICONS.warn), el("span", {}, this.t("changed.elsewhere")), this.button("compare", look, { icon: "columns" })));
  }

  remove() {
    if (this.post) this.keepInBrowser();
    this.text.remove();
    this.form_?.remove();
    super.remove();
  }
}

Object.assign(Editor.prototype, editorDialogs);

export default {
  render({ model, el: host }) {
    const editor = new Editor(model, host);
    return () => editor.remove();
  },
};
