// The fields of a recipe, and the key figures that go into its box.

class RecipeForm extends PostForm {
  constructor(desk, fields, options) {
    super(desk, fields, options);
    this.groups = new Set(["briefing"]);
  }

  label({ name }) {
    return ["date", "lang"].includes(name) ? `field.${name}_of_briefing` : `field.${name}`;
  }

  /** Letters have fields that other templates do not show. */
  group(group) {
    const block = super.group(group);
    block.dataset.group = group;
    return block;
  }

  showFor(template) {
    const letter = ["statement", "open-letter"].includes(template || "digest");
    this.node.querySelectorAll("[data-group]").forEach((block) => {
      if (block.dataset.group === "letter") block.hidden = !letter;
      if (block.dataset.group === "closing") block.hidden = letter;
    });
  }

  get all() {
    const values = { ...this.values };
    for (const [name, value] of Object.entries(this.fresh)) {
      if (value === null) delete values[name];
      else values[name] = value;
    }
    return values;
  }

  /** A record whose value is a list has one line for each of its items. */
  record(field, item, at, current, put) {
    const inputs = field.keys.map((key) => {
      const many = Array.isArray(item[key]) || key === "points";
      const shown = many ? [].concat(item[key] ?? []).join("\n") : (item[key] ?? "");
      const taken = (event) => {
        const next = current().map((other) => ({ ...other }));
        const value = many ? event.target.value.split("\n").filter((line) => line.trim()) : event.target.value;
        if (!value.length) delete next[at][key];
        else next[at][key] = value;
        this.set(field.name, next);
      };
      const control = many ? el("textarea", { rows: 3, value: shown, spellcheck: true, oninput: taken }) : el("input", { type: "text", value: shown, autocomplete: "off", oninput: taken });
      return el("label", {}, el("span", {}, this.desk.t(`record.${key}`)), control);
    });
    const out = this.desk.button("token.remove", () => put(current().filter((_, n) => n !== at)), { icon: "close", bare: true, quiet: true, values: { name: String(at + 1) } });
    return el("fieldset", { class: "lf-record" }, inputs, out);
  }
}

/** Which confirmed figures stand in the box; as long as nobody chooses, the template decides. */
class FigureChoice {
  constructor(desk, { changed }) {
    Object.assign(this, { desk, changed, figures: null, offered: [] });
    this.node = el("div", { class: "lf-figures" });
  }

  load(figures, offered) {
    this.figures = figures ? structuredClone(figures) : null;
    this.offer(offered);
  }

  offer(offered) {
    const same = JSON.stringify(offered) === JSON.stringify(this.offered);
    this.offered = offered;
    if (!same || !this.node.children.length) this.draw();
  }

  static key({ value, unit, post }) {
    return JSON.stringify([String(value), unit ?? "", post ?? ""]);
  }

  get automatic() {
    return this.desk.template === "briefing";
  }

  get chosen() {
    return this.figures ?? (this.automatic ? this.offered : []);
  }

  draw() {
    const chosen = new Set(this.chosen.map(FigureChoice.key));
    const given = this.figures ?? [];
    const all = [...given, ...this.offered.filter((figure) => !given.some((other) => FigureChoice.key(other) === FigureChoice.key(figure)))];
    const rows = all.map((figure) => this.row(figure, chosen.has(FigureChoice.key(figure))));
    const how = this.figures === null ? this.desk.t(this.automatic ? "figures.all" : "figures.none_chosen") : this.desk.t("figures.chosen");
    const back = this.figures === null ? null : this.desk.button("figures.reset", () => this.set(null), { quiet: true });
    this.node.replaceChildren(el("p", { class: "lf-hint" }, how, " ", back), rows.length ? el("ul", { class: "lf-figure-list" }, rows) : el("p", { class: "lf-nothing" }, this.desk.t("figures.nothing")),
      el("p", { class: "lf-hint" }, this.desk.t("figures.how")));
  }

  row(figure, on) {
    const title = this.desk.outline.facts[figure.post]?.title ?? figure.post ?? figure.source ?? "";
    const value = [figure.qualifier && figure.qualifier !== "exactly" ? figure.qualifier : "", Number(figure.value) ? Number(figure.value).toLocaleString("en") : figure.value, figure.unit].filter(Boolean).join(" ");
    const box = el("input", { type: "checkbox", checked: on, onchange: (event) => this.toggle(figure, event.target.checked) });
    return el("li", {}, el("label", {}, box, el("span", {}, el("strong", {}, value), " ", figure.act ?? "", el("small", { class: "lf-hint" }, title))));
  }

  toggle(figure, on) {
    const key = FigureChoice.key(figure);
    const kept = this.chosen.filter((other) => FigureChoice.key(other) !== key);
    this.set(on ? [...kept, figure] : kept);
  }

  set(figures) {
    this.figures = figures;
    const at = [...this.node.querySelectorAll("input")].indexOf(document.activeElement);
    this.draw();
    this.node.querySelectorAll("input")[at]?.focus();
    this.changed();
  }
}
