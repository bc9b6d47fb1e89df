// The facets of the browser: what can be chosen, and how many posts each choice would show.

const browserFacets = {
  drawFacets() {
    if (!this.facets) return;
    const blocks = Object.entries(this.facets).map(([name, facet]) => this.facet(name, facet));
    const chosen = Object.values(this.state.chosen).some((values) => values.length);
    this.clearing = this.button("clear", () => this.clear(), { icon: "close", quiet: true, hidden: !chosen });
    this.side.replaceChildren(this.clearing, ...blocks);
    this.updateFacets();
  },

  facet(name, facet) {
    const heading = el("summary", {}, this.t(`facet.${name}`));
    const content = facet.values.length ? el("ul", {}, facet.values.map((value, place) => this.value(name, facet, place))) : this.withoutValues(name);
    const block = el("details", { class: "lf-facet", open: this.open.has(name) }, heading, content);
    block.addEventListener("toggle", () => (block.open ? this.open.add(name) : this.open.delete(name)));
    return block;
  },

  withoutValues(name) {
    if (name !== "problem") return el("p", { class: "lf-hint" }, this.t("none"));
    return this.button("look_for_problems", () => this.try("check"), { icon: "check", quiet: true });
  },

  value(name, facet, place) {
    const value = facet.values[place];
    const box = el("input", { type: "checkbox", checked: (this.state.chosen[name] ?? []).includes(value) });
    box.dataset.facet = name;
    box.dataset.value = value;
    const label = el("span", { class: "lf-value" }, this.valueLabel(name, facet, place));
    const row = el("label", {}, box, label, el("span", { class: "lf-number" }));
    row.style.paddingInlineStart = `${(facet.depths[place] ?? 0) * 14}px`;
    return el("li", {}, row);
  },

  valueLabel(name, facet, place) {
    const value = facet.values[place];
    if (value === "") return this.t(name === "year" ? "undated" : "none");
    const key = { kind: "kind", status: "status", lang: "lang", problem: "severity" }[name];
    const worded = key ? this.t(`${key}.${value}`) : "";
    if (worded && worded !== `${key}.${value}`) return worded;
    return facet.labels[place] || value;
  },

  updateFacets() {
    if (!this.facets || !this.counts) return;
    const rows = this.side.querySelectorAll("li");
    let at = 0;
    for (const [name, facet] of Object.entries(this.facets)) {
      const counts = this.counts[name] ?? [];
      facet.values.forEach((value, place) => {
        const row = rows[at++];
        if (!row) return;
        row.querySelector(".lf-number").textContent = (counts[place] ?? 0).toLocaleString("en");
        row.hidden = !counts[place] && !row.querySelector("input").checked;
      });
    }
    this.clearing.hidden = !Object.values(this.state.chosen).some((values) => values.length);
  },

  picked(event) {
    const { facet, value } = event.target.dataset;
    const kept = (this.state.chosen[facet] ?? []).filter((other) => other !== value);
    this.state.chosen = { ...this.state.chosen, [facet]: event.target.checked ? [...kept, value] : kept };
    this.find();
  },

  clear() {
    this.state.chosen = {};
    this.drawFacets();
    this.find();
    this.search.focus();
  },
};
