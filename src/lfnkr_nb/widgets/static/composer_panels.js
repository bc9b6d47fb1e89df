// Beside the pages: what a check found, how people are protected, who has cleared it, and earlier editions.

Object.assign(ICONS, {
  grip: "M6 3.5h.1M10 3.5h.1M6 8h.1M10 8h.1M6 12.5h.1M10 12.5h.1",
  up: "M8 13V3.5M4 7l4-4 4 4",
  down: "M8 3v9.5M4 9l4 4 4-4",
  undo: "M6.5 4 3 7.5 6.5 11M3 7.5h6a4 4 0 0 1 0 8H7",
  download: "M8 2.5v8M4.5 7.5 8 11l3.5-3.5M3 13.5h10",
  shield: "M8 2 13 4v4c0 3-2 5-5 6-3-1-5-3-5-6V4z",
});

/** Views of which one is seen; arrow keys go from one to the next. */
class Tabs {
  constructor(desk, label, views, chosen) {
    Object.assign(this, { desk, views });
    this.bar = el("div", { class: "lf-tabs", role: "tablist", "aria-label": desk.t(label) });
    this.node = el("div", { class: "lf-tabbed" }, this.bar);
    this.tabs = new Map();
    for (const [name, node] of Object.entries(views)) {
      const id = `lf-${desk.mark}-tab-${name}`;
      const tab = el("button", { type: "button", role: "tab", id, class: "lf-tab", "aria-controls": `${id}-view`, onclick: () => this.choose(name) }, el("span", {}, desk.t(`tab.${name}`)), el("span", { class: "lf-chip", hidden: true }));
      const view = el("div", { role: "tabpanel", id: `${id}-view`, "aria-labelledby": id, class: `lf-view lf-view-${name}` }, node);
      this.tabs.set(name, { tab, view });
      this.bar.append(tab);
      this.node.append(view);
    }
    this.bar.addEventListener("keydown", (event) => this.pressed(event));
    this.choose(chosen ?? [...this.tabs.keys()][0]);
  }

  choose(name, focus = false) {
    this.chosen = name;
    for (const [other, { tab, view }] of this.tabs) {
      const on = other === name;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      view.hidden = !on;
      if (on && focus) tab.focus();
    }
  }

  /** A small number on a tab; `kind` colours it. */
  count(name, number, kind = "") {
    const chip = this.tabs.get(name).tab.lastChild;
    chip.hidden = !number;
    chip.textContent = String(number);
    chip.className = `lf-chip ${kind}`;
  }

  pressed(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const names = [...this.tabs.keys()];
    this.choose(names[(names.indexOf(this.chosen) + by + names.length) % names.length], true);
  }
}

const composerPanels = {
  makePanels() {
    this.checkView = el("div", { class: "lf-panel" }, el("p", { class: "lf-hint" }, this.t("pages.refreshing")));
    this.protectionView = el("div", { class: "lf-panel" });
    this.clearanceView = el("div", { class: "lf-panel" });
    this.editionsView = el("div", { class: "lf-panel" });
  },

  /** One problem: what is wrong, what to do. */
  problemLine({ severity, message, hint }) {
    return el("div", { class: `lf-problem lf-problem-${severity}` }, icon(ICONS.warn), el("span", {}, `${message.replace(/[.。]$/, "")}.`, " ", hint ? el("span", { class: "lf-hint" }, hint) : ""));
  },

  // --- check ------------------------------------------------------------------------------------------

  /** Problems and notices, each with the way to its post. */
  drawCheck() {
    const notices = (this.shown?.notices ?? []).map(({ message, hint, origin }) => ({ severity: "note", message, hint, key: this.keyOf(origin), path: origin }));
    const all = [...(this.checked?.problems ?? []), ...notices];
    const rows = all.map((problem) => {
      const post = problem.key && this.factOf(problem.key);
      const go = post ? el("button", { type: "button", class: "lf-button lf-quiet lf-go", onclick: () => this.showPost(problem.key) }, post.title) : null;
      return el("li", {}, this.problemLine(problem), go);
    });
    const error = this.failed ? this.problemLine({ severity: "error", ...this.failed }) : null;
    const none = !rows.length && !error ? el("p", { class: "lf-good" }, icon(ICONS.check), this.t("no_problems")) : null;
    this.checkView.replaceChildren(el("h3", {}, this.t("tab.check")), ...[error, none].filter(Boolean), el("ul", { class: "lf-check-list" }, rows));
    const serious = all.filter(({ severity }) => severity !== "note").length + (error ? 1 : 0);
    this.right.count("check", serious || all.length, serious ? "lf-draft" : "");
    const placed = {};
    all.filter(({ key }) => key).forEach((problem) => (placed[problem.key] ??= []).push({ ...problem, hint: problem.hint.length > 120 ? "" : problem.hint }));
    this.outline.annotate(this.shown?.places, placed);
  },

  keyOf(origin) {
    return Object.values(this.outline.facts).find(({ path }) => path === origin)?.key;
  },

  factOf(key) {
    return Object.values(this.outline.facts).find((fact) => fact.key === key);
  },

  // --- protection -------------------------------------------------------------------------------------

  drawProtection() {
    const labels = {};
    (this.shown?.labels ?? []).forEach(({ label, count, origin }) => (labels[label] ??= []).push({ count, origin }));
    const rows = Object.entries(labels).map(([label, places]) =>
      el("tr", {}, el("th", { scope: "row" }, label), el("td", {}, String(places.reduce((sum, { count }) => sum + count, 0))),
        el("td", {}, places.map(({ origin }) => this.factOf(this.keyOf(origin))?.title ?? (origin || this.t("title"))).join(", "))));
    const table = rows.length
      ? el("table", { class: "lf-table" }, el("thead", {}, el("tr", {}, [["protection.label"], ["protection.count"], ["protection.where"]].map(([key]) => el("th", { scope: "col" }, this.t(key))))), el("tbody", {}, rows))
      : el("p", { class: "lf-hint" }, this.t("protection.no_labels"));
    const pairs = (this.checked?.linkages ?? []).map((link) => this.linkage(link));
    const alike = this.button("protection.look_alikes", () => this.askAlike(), { icon: "search" });
    this.alikeView ??= el("div", { "aria-live": "polite" });
    this.protectionView.replaceChildren(el("h3", {}, this.t("protection.labels")), table,
      el("h3", {}, this.t("protection.linkage")), pairs.length ? el("ul", { class: "lf-check-list" }, pairs) : el("p", { class: "lf-good" }, icon(ICONS.check), this.t("protection.no_linkage")),
      el("h3", {}, this.t("protection.alike")), el("p", { class: "lf-hint" }, this.t("protection.alike.what")), alike, this.alikeView);
    this.right.count("protection", pairs.length, "lf-draft");
  },

  /** Two posts side by side with the lines that together may lead to one person. */
  linkage({ keys, shared, lines }) {
    const side = (at) => el("div", {}, el("button", { type: "button", class: "lf-button lf-quiet lf-go", onclick: () => this.showPost(keys[at]) }, this.factOf(keys[at])?.title ?? keys[at]),
      el("ul", { class: "lf-lines" }, lines[at].slice(0, 4).map(([number, text]) => el("li", {}, el("small", {}, String(number)), " ", text))));
    return el("li", { class: "lf-linkage" }, this.problemLine({ severity: "warning", message: this.t("protection.both", { shared: shared.join(", ") }), hint: this.t("protection.both.hint") }),
      el("div", { class: "lf-sides" }, side(0), side(1)));
  },

  async askAlike() {
    this.alikeView.replaceChildren(el("p", { class: "lf-hint" }, this.t("protection.looking")));
    await this.try("look_alikes");
  },

  showAlike({ found, error }) {
    if (error) return this.refused(new Refused(error));
    const rows = found.slice(0, 200).map(({ path, line, text, label, score }) =>
      el("tr", {}, el("td", {}, text), el("td", {}, `${label}?`), el("td", {}, `${Math.round(score)} %`), el("td", {}, `${path}:${line}`)));
    const head = el("tr", {}, ["protection.text", "protection.label", "protection.likeness", "protection.where"].map((key) => el("th", { scope: "col" }, this.t(key))));
    this.alikeView.replaceChildren(rows.length ? el("table", { class: "lf-table" }, el("thead", {}, head), el("tbody", {}, rows)) : el("p", { class: "lf-good" }, icon(ICONS.check), this.t("protection.no_alike")));
  },

  // --- clearance --------------------------------------------------------------------------------------

  drawClearance() {
    const state = this.shown?.clearance;
    const steps = this.steps.map((step) => {
      const who = state?.signed[step];
      const is = who ? "signed" : state?.void.includes(step) ? "void" : "open";
      return el("li", { class: `lf-step lf-step-${is}` }, icon(who ? ICONS.check : ICONS.edit),
        el("div", {}, el("strong", {}, this.t(`step.${step}`)), el("div", { class: "lf-hint" }, who ?? this.t(`step.${is}`))),
        who ? null : this.button(`step.sign.${step}`, () => this.sign(step), { disabled: !state }));
    });
    const said = state ? this.t(`clearance.${state.state}`) : "";
    this.clearanceView.replaceChildren(el("h3", {}, this.t("clearance")), el("p", { class: "lf-state", dataset: { state: state?.state ?? "" } }, said), el("ul", { class: "lf-steps" }, steps),
      el("p", { class: "lf-hint" }, this.t("clearance.what")));
    this.stateChip.textContent = said ? this.t(`state.${state.state}`) : "";
    this.stateChip.hidden = !said;
    this.stateChip.className = state?.state === "cleared" ? "lf-chip lf-cleared" : "lf-chip lf-draft";
  },

  sign(step) {
    const name = el("input", { type: "text", required: true, autocomplete: "name" });
    this.form(`step.sign.${step}`, [el("p", {}, this.t(`step.what.${step}`)), this.field("clearance.name", name)], async () => {
      if (!(await this.saved())) return;
      await this.ask("clear", { step, name: name.value });
    }, "clearance.sign");
    name.focus();
  },

  // --- editions ---------------------------------------------------------------------------------------

  async drawEditions() {
    const said = this.name ? await this.try("editions") : { editions: [] };
    if (!said) return;
    const rows = said.editions.map((edition) => el("li", { class: "lf-edition" }, el("strong", {}, this.t("edition", { number: edition.number })), " ",
      el("span", { class: "lf-hint" }, edition.title), el("p", {}, this.changeText(edition)),
      el("ul", { class: "lf-files" }, edition.exports.map((each) => this.file(each)))));
    this.editionsView.replaceChildren(el("h3", {}, this.t("editions")), rows.length ? el("ol", { class: "lf-editions" }, rows) : el("p", { class: "lf-hint" }, this.t("editions.none")));
  },

  changeText(edition) {
    if (edition.first) return this.t("edition.first");
    const lists = ["added", "removed", "corrected"].filter((name) => edition[name].length).map((name) => this.t(`edition.${name}`, { titles: edition[name].join(", ") }));
    const flags = ["retitled", "reordered", "reworded"].filter((name) => edition[name]).map((name) => this.t(`edition.${name}`));
    return [...lists, ...flags].join(" ") || this.t("edition.same");
  },

  file({ file, size, date, state, there }) {
    const get = there ? this.button("download", () => this.download(file), { icon: "download", quiet: true, "aria-label": this.t("download.file", { file }) }) : el("span", { class: "lf-hint" }, this.t("download.gone"));
    return el("li", {}, el("span", {}, file.split("/").at(-1)), el("span", { class: "lf-hint" }, `${date.slice(0, 10)} · ${Math.ceil(size / 1024).toLocaleString("en")} KB · ${this.t(`state.${state}`)}`), get);
  },

  async download(file) {
    const said = await this.try("download", { file });
    if (!said) return;
    const type = file.endsWith(".pdf") ? "application/pdf" : "text/html";
    const address = URL.createObjectURL(new Blob([said.buffers[0]], { type }));
    el("a", { href: address, download: said.name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  },
};
