// The explorer: bars over time to choose from; posts, figures and places follow.

const CHART = { width: 900, height: 190, left: 34, bottom: 22, top: 8 };

const svgEl = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

class Explorer extends Desk {
  constructor(model, host) {
    super(model, host, "explorer");
    this.query = "";
    this.by = "year";
    this.bars = [];
    this.range = null;
    this.follow = latest(() => this.choose(), (error) => this.refused(error));
    this.draw();
    this.load();
  }

  draw() {
    this.root.setAttribute("aria-label", this.t("explore"));
    const search = el("input", { type: "search", value: this.query, autocomplete: "off", placeholder: this.t("explore.query"),
      onchange: (event) => this.change({ query: event.target.value }) });
    const by = this.select(["year", "quarter", "month"].map((name) => [name, this.t(`by.${name}`)]), this.by, (value) => this.change({ by: value }));
    this.first = el("select", { onchange: () => this.fromSelects() });
    this.last = el("select", { onchange: () => this.fromSelects() });
    this.chart = el("div", { class: "lf-chart" });
    this.undated = el("p", { class: "lf-hint" });
    this.summary = el("p", { class: "lf-explore-summary", role: "status" });
    this.posts = el("ul", { class: "lf-explore-list", tabIndex: 0, "aria-label": this.t("explore.posts") });
    this.figures = el("div", { class: "lf-explore-table", tabIndex: 0, role: "region", "aria-label": this.t("explore.figures") });
    this.map = el("div", { class: "lf-explore-map" });
    const head = el("header", { class: "lf-explore-head" }, this.field("explore.search", search), this.field("explore.by", by),
      this.field("explore.first", this.first), this.field("explore.last", this.last),
      this.button("explore.all", () => this.setRange(null), { quiet: true }), this.languageChoice(() => { this.draw(); this.show(); this.follow(); }));
    const bar = el("div", { class: "lf-explore-bar" }, this.summary, this.button("explore.brief", () => this.brief(), { icon: "plus", primary: true }));
    this.body.replaceChildren(head, this.chart, this.undated, bar,
      el("div", { class: "lf-explore-panes" }, this.pane("explore.posts", this.posts), this.pane("explore.figures", this.figures), this.pane("explore.places", this.map)));
  }

  pane(key, content) {
    return el("section", { class: "lf-explore-pane" }, el("h3", {}, this.t(key)), content);
  }

  change(values) {
    Object.assign(this, values, { range: null });
    this.load();
  }

  async load() {
    const answer = await this.try("trend", { query: this.query, by: this.by });
    if (!answer) return;
    this.say("");
    this.bars = answer.bars;
    this.without = answer.undated;
    this.show();
    this.follow();
  }

  /** The bars, the two choices beside them, and what has no sure date. */
  show() {
    this.chart.replaceChildren(this.drawing());
    const options = () => [el("option", { value: "" }, this.t("explore.any")), ...this.bars.map(({ period }) => el("option", { value: period }, period))];
    this.first.replaceChildren(...options());
    this.last.replaceChildren(...options());
    this.undated.textContent = this.without ? this.n("explore.undated", this.without) : "";
    this.paint();
  }

  drawing() {
    const { width, height, left, bottom, top } = CHART;
    const most = Math.max(1, ...this.bars.map(({ posts, possible }) => posts + possible));
    const step = (width - left) / Math.max(1, this.bars.length);
    const scale = (value) => ((height - bottom - top) * value) / most;
    const base = height - bottom;
    const said = this.bars.filter(({ posts }) => posts).map(({ period, posts }) => `${period}: ${posts}`).join(", ");
    const svg = svgEl("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${this.t("explore.chart")}. ${said}` });
    const every = Math.ceil(this.bars.length / 24);
    svg.append(svgEl("text", { x: left - 6, y: top + 10, "text-anchor": "end" }, String(most)), svgEl("text", { x: left - 6, y: base, "text-anchor": "end" }, "0"),
      svgEl("line", { x1: left, x2: width, y1: base + 0.5, y2: base + 0.5, class: "lf-axis" }));
    this.shade = svgEl("rect", { y: top, height: base - top, class: "lf-brush" });
    svg.append(this.shade);
    this.bars.forEach(({ period, posts, possible }, place) => {
      const x = left + place * step + step * 0.14;
      const broad = Math.max(1, step * 0.72);
      svg.append(
        svgEl("rect", { x, width: broad, y: base - scale(posts), height: scale(posts), class: "lf-sure" }),
        svgEl("rect", { x, width: broad, y: base - scale(posts + possible), height: scale(possible), class: "lf-possible" }),
      );
      if (place % every === 0) svg.append(svgEl("text", { x: x + broad / 2, y: height - 6, "text-anchor": "middle" }, period));
    });
    this.brush(svg, (x) => Math.min(this.bars.length - 1, Math.max(0, Math.floor((x - left) / step))));
    this.at = (place) => left + place * step;
    return svg;
  }

  /** Choose periods by dragging over them; one click chooses one. */
  brush(svg, placeOf) {
    let from = null;
    const place = (event) => {
      const { left, width } = svg.getBoundingClientRect();
      return placeOf(((event.clientX - left) * CHART.width) / width);
    };
    svg.addEventListener("pointerdown", (event) => {
      if (!this.bars.length) return;
      svg.setPointerCapture(event.pointerId);
      from = place(event);
      this.range = [from, from];
      this.paint();
    });
    svg.addEventListener("pointermove", (event) => {
      if (from === null) return;
      const to = place(event);
      this.range = [Math.min(from, to), Math.max(from, to)];
      this.paint();
    });
    svg.addEventListener("pointerup", () => {
      from = null;
      this.follow();
    });
    svg.addEventListener("pointercancel", () => (from = null));
  }

  fromSelects() {
    const places = [this.first, this.last].map(({ value }) => this.bars.findIndex(({ period }) => period === value));
    if (places.every((place) => place < 0)) return this.setRange(null);
    const [first, last] = places.map((place, side) => (place < 0 ? (side ? this.bars.length - 1 : 0) : place));
    this.setRange([Math.min(first, last), Math.max(first, last)]);
  }

  setRange(range) {
    this.range = range;
    this.paint();
    this.follow();
  }

  paint() {
    const [first, last] = this.range ?? [null, null];
    this.first.value = this.range ? this.bars[first].period : "";
    this.last.value = this.range ? this.bars[last].period : "";
    this.shade.setAttribute("x", this.range ? this.at(first) : 0);
    this.shade.setAttribute("width", this.range ? this.at(last + 1) - this.at(first) : 0);
  }

  // --- what follows -----------------------------------------------------------------------------------

  async choose() {
    const [first, last] = this.range ? this.range.map((place) => this.bars[place].period) : ["", ""];
    const answer = await this.ask("choose", { query: this.query, by: this.by, first, last });
    this.total = answer.posts_total;
    this.summary.textContent = [this.n("posts", answer.posts_total), this.n("explore.figures", answer.figures_total)].join(" · ");
    this.posts.replaceChildren(...answer.posts.map((post) => this.postRow(post)), ...this.more(answer.posts, answer.posts_total));
    this.figures.replaceChildren(this.figureTable(answer.figures), ...this.more(answer.figures, answer.figures_total));
    this.places(answer.places);
  }

  more(shown, total) {
    return total > shown.length ? [el("p", { class: "lf-hint" }, this.t("explore.more", { number: total - shown.length }))] : [];
  }

  postRow({ key, title, date, lang }) {
    const open = (event) => {
      if (!window.lfnkrDesk?.edit) return;
      event.preventDefault();
    };
    return el("li", { dataset: { key } }, el("span", { class: "lf-date" }, date || this.t("explore.nodate")), el("span", { lang, dir: "auto", onclick: open }, title));
  }

  figureTable(figures) {
    const head = ["explore.figure", "explore.act", "explore.when", "explore.sentence"].map((key) => el("th", { scope: "col" }, this.t(key)));
    const rows = figures.map(({ figure, act, date, sentence, post }) =>
      el("tr", { dataset: { post } }, el("td", {}, figure), el("td", {}, act), el("td", {}, date), el("td", { dir: "auto" }, sentence)));
    return el("table", {}, el("caption", { class: "lf-visually-hidden" }, this.t("explore.figures")), el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows));
  }

  async places(counts) {
    const list = el("ul", { class: "lf-explore-places" }, counts.map(({ place, posts }) => el("li", {}, el("span", {}, place), el("span", { class: "lf-date" }, String(posts)))));
    this.map.replaceChildren(list);
    const answer = await this.try("map", { lang: this.language }, { patience: 60000 });
    if (!answer?.svg) return;
    const address = `data:image/svg+xml;base64,${btoa(String.fromCharCode(...new TextEncoder().encode(answer.svg)))}`;
    this.map.replaceChildren(el("img", { src: address, alt: answer.alt }), list);
  }

  brief() {
    const title = el("input", { type: "text", required: true, autocomplete: "off", value: this.query });
    this.form("explore.brief", [this.field("title", title)], async () => {
      const { path, posts } = await this.ask("brief", { title: title.value });
      this.say(this.t("explore.briefed", { path, number: posts }), "done");
    });
  }
}

export default {
  render({ model, el: host }) {
    const view = new Explorer(model, host);
    return () => view.remove();
  },
};
