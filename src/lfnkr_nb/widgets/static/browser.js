// The browser: search, facets, list and reading pane.

// So many posts are kept that were looked at ahead.
const KEPT = 60;

class Browser extends Desk {
  constructor(model, host) {
    super(model, host, "browse");
    this.state = { text: "", chosen: {}, sort: "newest" };
    this.facets = null;
    this.open = new Set(["kind", "category", "year", "lang"]);
    this.find = latest(() => this.findNow(), (error) => this.refused(error));
    this.read = latest((wanted) => this.readNow(wanted), (error) => this.refused(error));
    this.ahead = new Map();
    this.draw();
    this.start();
  }

  // --- the page ---------------------------------------------------------------------------------------

  draw() {
    this.search = el("input", { type: "search", class: "lf-search-input", "aria-label": this.t("search"), placeholder: this.t("search.hint"), value: this.state.text, autocomplete: "off", spellcheck: false });
    this.search.addEventListener("keydown", (event) => this.searchKey(event));
    this.search.addEventListener("search", () => this.searched());
    this.sorting = el("select", { class: "lf-sort", "aria-label": this.t("sort"), onchange: () => this.sorted() });
    this.drawSorting();
    this.counted = el("p", { class: "lf-count", role: "status" });
    this.list ??= new PostList(this, {
      fetch: async (start, stop) => (await this.try("rows", { start, stop }))?.rows,
      draw: (row) => this.row(row),
      chosen: (place) => this.read({ place }),
      near: (place) => this.lookAhead([place]),
      opened: () => this.edit(),
      label: this.t("posts"),
    });
    this.list.node.setAttribute("aria-label", this.t("posts"));
    this.side = el("aside", { class: "lf-facets", "aria-label": this.t("facets") });
    this.side.addEventListener("change", (event) => this.picked(event));
    this.queries = el("select", { class: "lf-queries", "aria-label": this.t("queries"), onchange: (event) => this.useQuery(event.target.value) });
    this.pane ??= this.makePane();
    this.pane.frame.title = this.t("reading");
    this.tools = el("div", { class: "lf-read-tools", role: "toolbar", "aria-label": this.t("post") });
    this.heading = el("div", { class: "lf-read-head" });
    this.leads = el("nav", { class: "lf-leads", "aria-label": this.t("leads") });
    this.reader = el("section", { class: "lf-reader", "aria-label": this.t("reading") }, el("header", {}, this.heading, this.tools), this.frames(), this.leads);
    this.root.setAttribute("aria-label", this.t("browse"));
    const toggle = this.button("facets", () => this.body.classList.toggle("lf-show-facets"), { icon: "list", class: "lf-button lf-quiet lf-facet-toggle" });
    const bar = el("header", { class: "lf-bar", role: "search" }, el("div", { class: "lf-search" }, icon(ICONS.search), this.search, el("kbd", { "aria-hidden": "true" }, "/")),
      toggle, this.sorting, this.queries, this.button("save_query", () => this.saveQuery(), { icon: "save", quiet: true }), this.languageChoice(() => this.redraw()));
    this.work = this.workPanel((work) => this.ended(work));
    const column = el("div", { class: "lf-column" }, el("div", { class: "lf-list-head" }, this.counted, this.button("add_shown", () => this.add(null), { icon: "plus", quiet: true })), this.list.node);
    const warning = this.collaborationWarning();
    this.body.replaceChildren(...(warning ? [warning] : []), bar, el("div", { class: "lf-columns" }, this.side, column, this.reader), this.work);
    this.root.onkeydown = (event) => this.slash(event);
    this.showRead();
  }

  ended({ what, state }) {
    if (what === "prepare_search") this.prepareEnded?.();
    else if (state === "done") this.start();
  }

  makePane() {
    const pane = new ReadingPane(this, this.t("reading"));
    pane.followed = (number) => this.follow(number);
    pane.pressed = (event) => event.key === "Escape" && this.list.node.focus();
    return pane;
  }

  frames() {
    this.beside_ = el("div", { class: "lf-beside", hidden: true });
    return el("div", { class: "lf-frames" }, this.pane.frame, this.beside_);
  }

  themed() {
    this.pane?.themed();
    this.second?.themed();
  }

  async redraw() {
    const { at } = this.list;
    this.ahead.clear();
    this.draw();
    this.drawFacets();
    this.said_();
    await this.listQueries();
    this.list.redraw();
    if (at >= 0) this.read({ place: at });
  }

  async start() {
    await this.findNow();
    this.drawSorting();
    const said = await this.try("facets");
    if (!said) return;
    this.facets = said.facets;
    this.counts = said.counts;
    this.drawFacets();
    await this.listQueries();
    this.prepared ??= this.prepare();
  }

  /** The full-text index is made once in the background; a search waits for it, and its progress is seen. */
  async prepare() {
    const ended = new Promise((done) => (this.prepareEnded = done));
    if (await this.try("prepare")) await ended;
  }

  slash(event) {
    if (event.key !== "/" || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    this.search.focus();
    this.search.select();
  }

  // --- finding ----------------------------------------------------------------------------------------

  searchKey(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") this.searched();
    else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.list.node.focus();
      this.list.choose(Math.max(0, this.list.at));
    }
  }

  searched() {
    if (this.search.value === this.state.text) return;
    this.state.text = this.search.value;
    this.state.sort = this.state.text.trim() ? "best" : "newest";
    this.drawSorting();
    this.find();
  }

  drawSorting() {
    const orders = this.state.text.trim() ? ["best", "newest", "oldest", "title"] : ["newest", "oldest", "title"];
    this.sorting.replaceChildren(...orders.map((order) => el("option", { value: order, selected: order === this.state.sort }, this.t(`sort.${order}`))));
  }

  sorted() {
    this.state.sort = this.sorting.value;
    this.find();
  }

  async findNow() {
    if (this.state.text.trim()) await this.prepared;
    const { total, rows } = await this.ask("find", this.state);
    this.total = total;
    this.list.set(total, rows);
    this.said_();
    if (!this.facets) return;
    this.counts = (await this.ask("counts")).counts;
    this.updateFacets();
  }

  said_() {
    this.counted.textContent = this.total === undefined ? "" : this.n("posts", this.total);
  }

  row([title, date, kind, byline, lang, status, snippet]) {
    const meta = [date || this.t("undated"), kind && this.t(`kind.${kind}`), byline].filter(Boolean);
    const chips = [status !== "publish" && el("span", { class: "lf-chip lf-draft" }, this.t(`status.${status}`)), el("span", { class: "lf-chip" }, lang)];
    return [
      el("div", { class: "lf-row-title", lang, dir: "auto" }, title),
      el("div", { class: "lf-row-meta" }, el("span", { class: "lf-row-facts" }, snippet ? this.marked(snippet) : meta.join(" · ")), chips.filter(Boolean)),
    ];
  }

  /** A snippet with its hit, which stands between » and «. */
  marked(snippet) {
    const [before, hit, after] = snippet.split(/[»«]/);
    const near = before.length > 24 ? `…${before.slice(-20)}` : before;
    return hit === undefined ? snippet : [near, el("mark", {}, hit), after ?? ""];
  }

  // --- saved queries ----------------------------------------------------------------------------------

  async listQueries() {
    const said = await this.try("queries");
    const options = [["", this.t("queries")], ...(said?.queries ?? []).map((name) => [name, name])];
    this.queries.replaceChildren(...options.map(([value, text]) => el("option", { value }, text)));
  }

  async useQuery(name) {
    if (!name) return;
    const said = await this.try("query", { name });
    if (!said) return;
    this.state = { text: said.text, chosen: said.chosen, sort: said.text ? "best" : "newest" };
    this.search.value = said.text;
    this.drawSorting();
    this.drawFacets();
    await this.find();
  }

  saveQuery() {
    const title = el("input", { type: "text", required: true, autocomplete: "off" });
    this.form("save_query", [this.field("query.title", title)], async () => {
      const { name } = await this.ask("save_query", { title: title.value });
      await this.listQueries();
      this.queries.value = name;
      this.say(this.t("query.saved", { name }), "done");
    }, "save");
  }

  // --- reading ----------------------------------------------------------------------------------------

  /** Show a post; what was looked at ahead is shown at once, and what Python says now has the last word. */
  async readNow(wanted) {
    clearTimeout(this.looking);
    const early = this.ahead.get(this.step(wanted.place));
    if (early) await this.show(early);
    const said = await this.ask("read", wanted);
    if (JSON.stringify(said) !== JSON.stringify(early)) await this.show(said);
    clearTimeout(this.relating);
    this.relating = setTimeout(() => this.showRelated(said.key), 400);
    const { place } = wanted;
    if (place !== undefined) this.looking = setTimeout(() => this.lookAhead([place + 1, place - 1]), 20);
  }

  async show(said) {
    this.post = said;
    this.showRead();
    await this.pane.show(said.html);
    this.root.dataset.read = said.key;
  }

  /** A place of the list as it is now. */
  step(place) {
    return `${this.list.round} ${place}`;
  }

  /** Have posts ready that are likely to be chosen next: the neighbours, and the one under the pointer. */
  async lookAhead(places) {
    for (const place of places) {
      const step = this.step(place);
      if (place < 0 || place >= this.list.total || this.ahead.has(step)) continue;
      const said = await this.ask("ahead", { place }).catch(() => null);
      if (!said) return;
      if (this.ahead.size >= KEPT) this.ahead.clear();
      this.ahead.set(step, said);
    }
  }

  /** What else belongs to the post, found by its rare words; asked for when a reader stays with it. */
  async showRelated(key) {
    await this.prepared;
    if (this.post?.key !== key) return;
    const said = await this.try("related", { key });
    if (!said || this.post?.key !== key) return;
    const known = new Set(this.post.leads.map((lead) => lead.key));
    this.leads.append(...said.related.filter((lead) => !known.has(lead.key)).map((lead) => this.lead({ ...lead, reason: "related" })));
  }

  showRead() {
    const { post } = this;
    this.reader.classList.toggle("lf-empty", !post);
    if (!post) {
      this.heading.replaceChildren(el("p", { class: "lf-hint" }, this.t("choose_post")));
      this.tools.replaceChildren();
      this.leads.replaceChildren();
      return;
    }
    const chips = [post.status !== "publish" && el("span", { class: "lf-chip lf-draft" }, this.t(`status.${post.status}`)),
      post.protect.length && el("span", { class: "lf-chip lf-draft" }, this.t("protected", { labels: post.protect.join(", ") })),
      post.problems.length && el("span", { class: "lf-chip lf-draft", title: post.problems.join("\n") }, this.n("problems", post.problems.length))];
    this.heading.replaceChildren(...chips.filter(Boolean), el("code", { class: "lf-hint" }, post.path));
    const translations = post.leads.filter(({ reason }) => reason === "translation").map((lead) => this.besideButton(lead));
    this.tools.replaceChildren(...translations, this.button("add_to_briefing", () => this.add(post.key), { icon: "plus" }),
      this.button("edit", () => this.edit(), { icon: "edit", primary: true }));
    this.leads.replaceChildren(...post.leads.map((lead) => this.lead(lead)));
    if (this.besideKey && !post.leads.some(({ key }) => key === this.besideKey)) this.closeBeside();
  }

  lead({ key, reason, title, lang, said }) {
    const go = () => {
      this.list.clear();
      this.read({ key });
    };
    return el("button", { type: "button", class: "lf-lead", onclick: go }, el("span", { class: "lf-hint" }, said ?? this.t(`lead.${reason}`)), el("span", { lang, dir: "auto" }, title));
  }

  besideButton({ key, lang }) {
    const button = this.button("beside", () => (this.besideKey === key ? this.closeBeside() : this.showBeside(key)),
      { icon: "columns", values: { language: this.t(`lang.${lang}`) }, "aria-pressed": String(this.besideKey === key) });
    button.dataset.beside = key;
    return button;
  }

  async showBeside(key) {
    const said = await this.try("beside", { key });
    if (!said) return;
    this.besideKey = key;
    this.second = new ReadingPane(this, said.title);
    this.second.pictures = this.pane.pictures;
    this.beside_.hidden = false;
    this.beside_.replaceChildren(this.second.frame);
    this.tools.querySelectorAll("[data-beside]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.beside === key)));
    await this.second.show(said.html);
  }

  closeBeside() {
    this.besideKey = null;
    this.second = null;
    this.beside_.hidden = true;
    this.beside_.replaceChildren();
    this.tools.querySelectorAll("[data-beside]").forEach((button) => button.setAttribute("aria-pressed", "false"));
  }

  async follow(number) {
    const said = await this.try("follow", { number });
    if (!said?.key) return;
    this.list.clear();
    this.read({ key: said.key });
  }

  // --- editing ----------------------------------------------------------------------------------------

  /** The editor takes the place of the browser; what was chosen is there again on the way back. */
  async edit() {
    if (!this.post) return;
    const said = await this.try("editor", { path: this.post.path });
    if (!said) return;
    if (!this.editing) {
      const editor = await this.model.widget_manager.get_model(said.model);
      const view = await this.model.widget_manager.create_view(editor);
      const back = this.button("back", () => this.leaveEditor(), { icon: "back", quiet: true });
      this.editing = el("div", { class: "lf-editing" }, back, view.el);
      this.root.before(this.editing);
      this.undo.push(() => view.remove());
    }
    this.root.hidden = true;
    this.editing.hidden = false;
    this.editing.querySelector("button").focus();
  }

  async leaveEditor() {
    this.editing.hidden = true;
    this.root.hidden = false;
    await this.again();
    this.list.node.focus();
  }

  /** The archive as it is now, with what was chosen and read before. */
  async again() {
    const { key } = this.post ?? {};
    const { changed } = (await this.try("reopen")) ?? {};
    if (!changed) return;
    const said = await this.try("facets");
    if (said) this.facets = said.facets;
    this.drawFacets();
    await this.find();
    if (key) await this.read({ key });
  }

  // --- taking along -----------------------------------------------------------------------------------

  async add(key) {
    const said = await this.try("briefings");
    if (!said) return;
    const name = this.select([["", this.t("new_briefing")], ...said.briefings.map((file) => [file, file])], said.briefings[0] ?? "");
    const title = el("input", { type: "text", autocomplete: "off" });
    const fresh = this.field("title", title);
    const show = () => (fresh.hidden = Boolean(name.value));
    name.addEventListener("change", show);
    show();
    this.form(key ? "add_to_briefing" : "add_shown", [this.field("briefing", name), fresh], async () => {
      const made = await this.ask("add", { key: key ?? "", name: name.value, title: name.value ? "" : title.value || " " });
      this.say(this.t("added", { number: made.added, name: made.name }), "done");
    }, "add");
  }

  remove() {
    clearTimeout(this.looking);
    this.list.remove();
    super.remove();
  }
}

Object.assign(Browser.prototype, browserFacets);

export default {
  render({ model, el: host }) {
    const browser = new Browser(model, host);
    return () => browser.remove();
  },
};
