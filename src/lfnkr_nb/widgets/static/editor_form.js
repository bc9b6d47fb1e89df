// The front matter as a form: one control for each type of the schema. It remembers only what was changed.

const ZONES = ["+09:00", "+00:00", "+08:00", "+01:00", "-05:00", "-08:00"];

class PostForm {
  /** `changed(name)` hears every change; `offers` are the words that completion offers. */
  constructor(desk, fields, { changed, offers, findPosts }) {
    Object.assign(this, { desk, fields, changed, offers, findPosts, fresh: {}, values: {}, groups: new Set(["about"]) });
    this.node = el("div", { class: "lf-fields" });
  }

  load(values, fresh = {}) {
    this.values = values;
    this.fresh = { ...fresh };
    this.draw();
  }

  get(name) {
    return name in this.fresh ? this.fresh[name] : this.values[name];
  }

  set(name, value) {
    const same = JSON.stringify(value ?? null) === JSON.stringify(this.values[name] ?? null);
    const nothing = (value === null || value === "" || (Array.isArray(value) && !value.length)) && this.values[name] === undefined;
    if (same || nothing) delete this.fresh[name];
    else this.fresh[name] = value === "" ? null : value;
    this.changed(name);
  }

  /** Set a field from outside, as a fix does. */
  put(name, value) {
    this.set(name, value);
    this.draw();
  }

  focus(name) {
    this.node.querySelector(`[data-field="${CSS.escape(name)}"] :is(input, select, textarea)`)?.focus();
  }

  draw() {
    this.lists?.replaceChildren();
    const groups = [...new Set(this.fields.map(({ group }) => group))];
    this.node.replaceChildren(...groups.map((group) => this.group(group)));
  }

  group(group) {
    const fields = this.fields.filter((field) => field.group === group);
    const filled = fields.filter(({ name }) => this.get(name) !== undefined && this.get(name) !== null).length;
    const count = group === "about" || !filled ? null : el("span", { class: "lf-chip" }, String(filled));
    const block = el("details", { class: "lf-group", open: this.groups.has(group) }, el("summary", {}, this.desk.t(`group.${group}`), " ", count));
    block.addEventListener("toggle", () => (block.open ? this.groups.add(group) : this.groups.delete(group)));
    block.append(el("div", { class: "lf-form" }, fields.map((field) => this.field(field))));
    return block;
  }

  field(field) {
    const make = this[`${field.type}_`] ?? this.text_;
    const box = make.call(this, field, this.get(field.name));
    box.dataset.field = field.name;
    box.title = field.meaning;
    box.append(el("div", { class: "lf-field-problems" }));
    return box;
  }

  label(field) {
    return `field.${field.name}`;
  }

  // --- one control for each type ----------------------------------------------------------------------

  text_(field, value = "") {
    const input = el("input", { type: "text", value: value ?? "", spellcheck: field.name === "title" || field.type === "markdown", lang: this.get("lang") ?? "en", autocomplete: "off", oninput: (event) => this.set(field.name, event.target.value) });
    const offered = this.offers[field.name];
    return this.desk.field(this.label(field), offered ? this.listed(input, offered) : input);
  }

  slug_(field, value) {
    return field.name === "follows" ? this.postField(field, value) : this.text_(field, value);
  }

  markdown_(field, value = "") {
    return this.desk.field(this.label(field), el("textarea", { rows: 3, value: value ?? "", lang: this.get("lang") ?? "en", spellcheck: true, oninput: (event) => this.set(field.name, event.target.value) }));
  }

  lines_(field, value = []) {
    const text = (Array.isArray(value) ? value : [value]).filter(Boolean).join("\n");
    const taken = (event) => this.set(field.name, event.target.value.split("\n").map((line) => line.trim()).filter(Boolean));
    return this.desk.field(this.label(field), el("textarea", { rows: 3, value: text, lang: this.get("lang") ?? "en", spellcheck: true, oninput: taken }));
  }

  flag_(field, value) {
    const box = el("input", { type: "checkbox", checked: value === true, onchange: (event) => this.set(field.name, event.target.checked ? true : null) });
    return el("div", { class: "lf-field lf-flag" }, el("label", {}, box, " ", this.desk.t(this.label(field))));
  }

  count_(field, value) {
    const taken = (event) => this.set(field.name, event.target.value === "" ? null : Number(event.target.value));
    return this.desk.field(this.label(field), el("input", { type: "number", min: 1, value: value ?? "", oninput: taken }));
  }

  choice_(field, value) {
    const choices = [["", this.desk.t("not_said")], ...field.allowed.map((name) => [name, this.desk.t(`${field.name}.${name}`)])];
    if (value && !field.allowed.includes(value)) choices.push([value, String(value)]);
    return this.desk.field(this.label(field), this.desk.select(choices, value ?? "", (chosen) => this.set(field.name, chosen)));
  }

  language_(field, value = "") {
    const input = el("input", { type: "text", value: value ?? "", placeholder: "en", autocomplete: "off", oninput: (event) => this.set(field.name, event.target.value) });
    return this.desk.field(this.label(field), this.listed(input, ["en", "ja", "ko"]));
  }

  /** An input with a list of what it may hold; anything else may be typed as well. */
  listed(input, offers) {
    const list = el("datalist", { id: `lf-list-${this.desk.mark}-${++this.desk.count}` }, offers.map((value) => el("option", { value })));
    input.setAttribute("list", list.id);
    this.lists ??= this.desk.root.appendChild(el("div", { hidden: true }));
    this.lists.append(list);
    return input;
  }

  /** A date as exactly as it is known: not at all, a year, a month, a day, or a moment with its zone. */
  date_(field, value) {
    const said = value ?? "";
    const known = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(.*))?)?)?$/.exec(said);
    const precision = !said ? "unknown" : !known ? "other" : known[4] ? "time" : known[3] ? "day" : known[2] ? "month" : "year";
    const box = el("div", { class: "lf-date" });
    const group = el("div", { class: "lf-field", role: "group" }, el("span", { class: "lf-label" }, this.desk.t(this.label(field))), box);
    group.setAttribute("aria-label", this.desk.t(this.label(field)));
    const choices = ["unknown", "year", "month", "day", "time", ...(precision === "other" ? ["other"] : [])].map((name) => [name, this.desk.t(`precision.${name}`)]);
    const draw = (how, start) => {
      const select = this.desk.select(choices, how, (chosen) => {
        this.set(field.name, chosen === "unknown" ? null : this.get(field.name) ?? null);
        draw(chosen, this.get(field.name) ?? "");
      }, { "aria-label": this.desk.t("precision") });
      box.replaceChildren(select, ...this.dateInputs(field, how, start));
    };
    draw(precision, said);
    return group;
  }

  dateInputs(field, how, said) {
    const part = { year: said.slice(0, 4), month: said.slice(0, 7), day: said.slice(0, 10), time: said.slice(0, 19).replace(" ", "T") }[how] ?? said;
    if (how === "unknown") return [];
    const types = { year: "number", month: "month", day: "date", time: "datetime-local", other: "text" };
    const full = { year: 4, month: 7, day: 10, time: 16, other: 1 }[how];
    const input = el("input", { type: types[how], value: part.length >= full ? part : "", "aria-label": this.desk.t(`precision.${how}`), ...(how === "time" ? { step: 1 } : {}) });
    if (how !== "time") {
      input.addEventListener("input", () => this.set(field.name, input.value));
      return [input];
    }
    const zone = el("input", { type: "text", value: /(?:Z|[+-]\d\d:\d\d)$/.exec(said)?.[0] ?? "+09:00", "aria-label": this.desk.t("zone"), autocomplete: "off", class: "lf-zone" });
    const seconds = (text) => (text.length === 16 ? `${text}:00` : text);
    const taken = () => this.set(field.name, input.value ? `${seconds(input.value)}${zone.value.trim()}` : "");
    input.addEventListener("input", taken);
    zone.addEventListener("input", taken);
    return [input, this.listed(zone, ZONES)];
  }

  names_(field, value = []) {
    return this.tokens(field, value, this.offers[field.name] ?? []);
  }

  terms_(field, value = []) {
    return this.tokens(field, value, this.offers.categories ?? []);
  }

  slugs_(field, value = []) {
    return this.postField(field, value, { several: true });
  }

  /** A list of words: each can be taken out, new ones are typed or chosen. */
  tokens(field, value, offers) {
    const items = () => [].concat(this.get(field.name) ?? []);
    const chips = el("ul", { class: "lf-tokens" });
    const input = el("input", { type: "text", autocomplete: "off", placeholder: this.desk.t("token.add") });
    const draw = () => chips.replaceChildren(...items().map((item) => this.token(item, () => {
      this.set(field.name, items().filter((other) => other !== item));
      draw();
      input.focus();
    })));
    const take = () => {
      const text = input.value.trim().replace(/,$/, "");
      if (text && !items().includes(text)) this.set(field.name, [...items(), text]);
      input.value = "";
      draw();
    };
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || (event.key !== "Enter" && event.key !== ",")) return;
      event.preventDefault();
      take();
    });
    input.addEventListener("change", take);
    draw();
    const box = this.desk.field(this.label(field), this.listed(input, offers));
    box.insertBefore(chips, input);
    return box;
  }

  token(text, out) {
    const label = this.desk.t("token.remove", { name: text });
    const shut = el("button", { type: "button", class: "lf-token-out", "aria-label": label, title: label, onclick: out }, icon(ICONS.close));
    return el("li", { class: "lf-token" }, el("span", {}, String(text)), shut);
  }

  /** Posts by their slug; typing looks for titles. */
  postField(field, value, { several = false } = {}) {
    const box = several ? this.tokens(field, value, []) : this.text_(field, value);
    const input = box.querySelector("input");
    const list = document.createElement("datalist");
    list.id = `lf-list-${this.desk.mark}-${++this.desk.count}`;
    input.setAttribute("list", list.id);
    box.append(list);
    input.addEventListener("input", debounce(150, async () => {
      const posts = await this.findPosts(input.value);
      list.replaceChildren(...posts.map(({ slug, title }) => el("option", { value: slug, label: title })));
    }));
    return box;
  }

  /** Groups of values, such as figures and sources: one block each. */
  records_(field) {
    const rows = el("div", { class: "lf-records" });
    const put = (next) => {
      this.set(field.name, next.length ? next : null);
      draw();
    };
    const current = () => [].concat(this.get(field.name) ?? []);
    const draw = () => rows.replaceChildren(...current().map((item, at) => this.record(field, item, at, current, put)));
    draw();
    const more = this.desk.button("token.add", () => put([...current(), { [field.keys[0]]: "" }]), { icon: "plus", quiet: true });
    return el("div", { class: "lf-field", role: "group", "aria-label": this.desk.t(this.label(field)) }, el("span", { class: "lf-label" }, this.desk.t(this.label(field))), rows, more);
  }

  record(field, item, at, current, put) {
    const inputs = field.keys.map((key) => {
      const taken = (event) => {
        const next = current().map((other) => ({ ...other }));
        if (event.target.value === "") delete next[at][key];
        else next[at][key] = /^\d+$/.test(event.target.value) && typeof item[key] === "number" ? Number(event.target.value) : event.target.value;
        this.set(field.name, next);
      };
      return el("label", {}, el("span", {}, key), el("input", { type: "text", value: item[key] ?? "", autocomplete: "off", oninput: taken }));
    });
    const out = this.desk.button("token.remove", () => put(current().filter((_, n) => n !== at)), { icon: "close", bare: true, quiet: true, values: { name: String(at + 1) } });
    return el("fieldset", { class: "lf-record" }, inputs, out);
  }

  mapping_(field, value) {
    const text = value ? JSON.stringify(value, null, 1) : "";
    return el("div", { class: "lf-field" }, el("span", { class: "lf-label" }, this.desk.t(this.label(field))), text ? el("pre", { class: "lf-mapping", tabIndex: 0 }, text) : el("span", { class: "lf-hint" }, this.desk.t("none")));
  }

  // --- problems ---------------------------------------------------------------------------------------

  problems(problems) {
    this.node.querySelectorAll(".lf-field-problems").forEach((place) => place.replaceChildren());
    for (const problem of problems) {
      const place = this.node.querySelector(`[data-field="${CSS.escape(problem.field || "-")}"] .lf-field-problems`);
      place?.append(this.desk.problem(problem));
      if (place && problem.severity === "error") place.closest("details").open = true;
    }
  }

  remove() {
    this.lists?.remove();
  }
}
