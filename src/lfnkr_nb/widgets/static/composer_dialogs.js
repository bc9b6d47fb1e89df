// What the composer shows over the briefing: other briefings, posts to add, two versions of one recipe.

const composerDialogs = {
  async openDialog() {
    const said = await this.try("briefings");
    if (!said) return;
    const list = el("ul", { class: "lf-found lf-briefings" }, said.briefings.map((name) => {
      const open = async () => {
        box.close();
        await this.open(name);
      };
      return el("li", {}, el("button", { type: "button", class: "lf-outline-row", onclick: open }, name.replace(/\.md$/, "")));
    }));
    const begin = this.button("new_briefing", () => {
      box.close();
      this.newDialog(said.queries);
    }, { icon: "plus", primary: true });
    const box = this.dialog(this.t("open_briefing"), said.briefings.length ? list : el("p", {}, this.t("briefings.none")), [this.button("cancel", () => box.close(), { quiet: true }), begin]);
    (box.querySelector("li button") ?? begin).focus();
  },

  newDialog(queries) {
    const title = el("input", { type: "text", required: true, autocomplete: "off" });
    const template = this.select(this.templates.map((name) => [name, this.t(`template.${name}`)]), "digest");
    const query = this.select([["", this.t("new.no_posts")], ...queries.map((name) => [name, name])], "");
    this.form("new_briefing", [this.field("title", title), this.field("template", template), this.field("new.posts", query)], async () => {
      this.show((await this.ask("new", { title: title.value, template: template.value, query: query.value })).briefing);
    });
  },

  /** Search for posts, or take those of a saved query; several can be added one after the other. */
  async addDialog() {
    const said = await this.try("briefings");
    const search = el("input", { type: "search", autocomplete: "off", placeholder: this.t("add.search") });
    const query = this.select([["", this.t("queries")], ...(said?.queries ?? []).map((name) => [name, name])], "", () => look({ query: query.value }), { "aria-label": this.t("queries") });
    const list = el("ul", { class: "lf-found lf-add-list", "aria-label": this.t("posts") });
    const all = this.button("add.all", () => take(current), { quiet: true, disabled: true });
    let current = [];
    const take = (posts) => {
      this.outline.add(posts);
      draw();
    };
    const draw = () => {
      const known = new Set(Object.values(this.outline.groups).flatMap(({ posts }) => posts.map(({ post }) => this.outline.facts[post]?.key)));
      all.disabled = !current.some(({ key }) => !known.has(key));
      list.replaceChildren(...current.map((post) => {
        const there = known.has(post.key);
        const facts = [post.date || this.t("undated"), post.kind && this.t(`kind.${post.kind}`), post.lang].filter(Boolean).join(" · ");
        const held = post.held ? el("span", { class: "lf-chip lf-draft" }, this.t(`status.${post.held}`)) : null;
        const add = el("button", { type: "button", class: "lf-outline-row lf-add", disabled: there, "aria-label": this.t("add.one", { title: post.title }), onclick: () => take([post]) },
          el("span", { lang: post.lang, dir: "auto" }, post.title), el("small", { class: "lf-hint" }, there ? this.t("add.there") : facts), held);
        return el("li", {}, add);
      }));
    };
    const look = async (values) => {
      const found = await this.try("posts", values);
      if (!found) return;
      current = found.posts;
      draw();
    };
    search.addEventListener("input", debounce(120, () => {
      query.value = "";
      look({ text: search.value });
    }));
    const head = el("div", { class: "lf-add-head" }, this.field("search", search), el("div", { class: "lf-field" }, el("span", { class: "lf-label" }, this.t("queries")), query));
    const box = this.dialog(this.t("add.posts"), el("div", { class: "lf-finder" }, head, list), [all, this.button("add.done", () => box.close(), { primary: true })]);
    search.focus();
    look({ text: "" });
  },

  /** Both versions of a recipe that was changed elsewhere; nothing is written until it is saved again. */
  conflict(parts) {
    const comparison = new Comparison(this, parts, { left: this.t("compare.ours"), right: this.t("compare.theirs"), choosing: true });
    const take = async () => {
      const said = await this.try("choose", { choices: comparison.choices });
      if (!said) return;
      box.close();
      this.show(said.briefing, said.form);
      this.say(this.t("conflict.taken"), "note");
    };
    const use = this.button("conflict.use", take, { primary: true, icon: "check", disabled: !comparison.complete });
    comparison.changed = () => (use.disabled = !comparison.complete);
    const box = this.dialog(this.t("compose.conflict"), el("div", { class: "lf-form" }, el("p", {}, this.t("conflict.what")), comparison.node),
      [this.button("conflict.later", () => box.close(), { quiet: true }), use]);
    box.classList.add("lf-large");
  },
};
