// The start of the day: what there is, where to go, what can be begun.

class StartDesk extends Desk {
  constructor(model, host) {
    super(model, host, "desk");
    this.draw();
    this.count_();
  }

  draw() {
    this.summary = el("p", {}, this.facts ? this.factsText() : "…");
    const cards = ["browse", "edit", "brief", "explore"].map((name) => this.card(name));
    const tools = [
      this.button("new_post", () => this.newPost(), { icon: "plus", primary: true }),
      this.button("new_briefing", () => this.newBriefing(), { icon: "plus" }),
      this.button("check", () => this.try("check"), { icon: "check" }),
      this.button("import", () => this.import_(), { icon: "folder" }),
      this.button("build", () => this.try("build"), { icon: "save" }),
    ];
    this.problems = el("div");
    this.work = this.workPanel((work) => this.ended(work));
    const head = el("header", { class: "lf-desk-head" }, el("div", {}, el("h2", {}, this.t("desk")), this.summary), this.languageChoice(() => this.draw()));
    const warning = this.collaborationWarning();
    this.root.setAttribute("aria-label", this.t("desk"));
    this.body.replaceChildren(...(warning ? [warning] : []), head, el("nav", { class: "lf-cards", "aria-label": this.t("desk.go") }, cards),
      el("div", { class: "lf-desk-tools", role: "group", "aria-label": this.t("desk.begin") }, tools), this.work, this.problems);
  }

  card(name) {
    const shape = { browse: "list", edit: "edit", brief: "columns", explore: "search" }[name];
    const open = (event) => {
      if (!window.lfnkrDesk) return;
      event.preventDefault();
      window.lfnkrDesk.open(name);
    };
    return el("a", { class: "lf-card", href: `${name}.ipynb`, onclick: open }, icon(ICONS[shape]),
      el("strong", {}, this.t(`card.${name}`)), el("span", {}, this.t(`card.${name}.what`)));
  }

  async count_() {
    this.facts = await this.try("facts");
    if (this.facts) this.summary.textContent = this.factsText();
  }

  factsText() {
    const { posts, first, last, briefings } = this.facts;
    const span = first ? this.t("span", { first, last }) : "";
    return [this.n("posts", posts), span, this.n("briefings", briefings)].filter(Boolean).join(" · ");
  }

  // --- beginning something ----------------------------------------------------------------------------

  newPost() {
    const title = el("input", { type: "text", required: true, autocomplete: "off" });
    const kind = this.select([["", this.t("none")], ...this.facts.kinds.map((name) => [name, this.t(`kind.${name}`)])], "");
    const lang = this.select(["en", "ja", "ko"].map((name) => [name, this.t(`lang.${name}`)]), this.language);
    this.form("new_post", [this.field("title", title), this.field("kind", kind), this.field("lang", lang)], async () => {
      const made = await this.ask("new_post", { title: title.value, kind: kind.value, lang: lang.value });
      this.say(this.t("started", { path: made.path }), "done");
      window.lfnkrDesk?.edit(made.path);
    });
  }

  newBriefing() {
    const title = el("input", { type: "text", required: true, autocomplete: "off" });
    const template = this.select(this.facts.templates.map((name) => [name, this.t(`template.${name}`)]), "digest");
    this.form("new_briefing", [this.field("title", title), this.field("template", template)], async () => {
      const made = await this.ask("new_briefing", { title: title.value, template: template.value, lang: this.language });
      this.say(this.t("started", { path: made.path }), "done");
      window.lfnkrDesk?.compose(made.path);
    });
  }

  import_() {
    const path = el("input", { type: "text", required: true, autocomplete: "off", placeholder: "export.xml" });
    this.form("import", [this.field("import.file", path, { hint: this.t("import.hint") })], () => this.ask("import", { path: path.value }));
  }

  // --- long work --------------------------------------------------------------------------------------

  ended(work) {
    if (work.state !== "done") return;
    if (work.result.problems) this.showProblems(work.result);
    if (work.result.receipt) this.showReceipt(work.result.receipt);
    this.count_();
  }

  showProblems({ problems, total }) {
    const rows = problems.map(({ severity, path, line, message, hint }) =>
      el("li", {}, el("span", { class: `lf-severity-${severity}` }, this.t(`severity.${severity}`)),
        el("div", {}, el("div", {}, message.endsWith(".") ? message : `${message}.`), el("div", { class: "lf-hint" }, hint), el("div", { class: "lf-where" }, line ? `${path}:${line}` : path)),
        /\.md$/.test(path) && !path.startsWith("briefings/") && window.lfnkrDesk ? this.button("edit", () => window.lfnkrDesk.edit(`posts/${path}`), { quiet: true }) : null));
    const heading = el("h3", {}, total ? this.n("problems", total) : this.t("no_problems"));
    this.problems.replaceChildren(heading, rows.length ? el("ul", { class: "lf-problems", tabIndex: 0, "aria-label": this.t("problems") }, rows) : "");
  }

  showReceipt(lines) {
    this.problems.replaceChildren(el("h3", {}, this.t("receipt")), el("pre", { class: "lf-receipt", tabIndex: 0 }, lines));
  }
}

export default {
  render({ model, el: host }) {
    const desk = new StartDesk(model, host);
    return () => desk.remove();
  },
};
