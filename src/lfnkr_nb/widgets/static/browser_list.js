// A list of any length: only the rows that are seen are in the page, and only those travel from Python.

const ROW = 60;
const PAGE = 60;

class PostList {
  /** `fetch(start, stop)` gives rows, `draw(row, place)` their content, `chosen(place)` hears what is selected, `near(place)` where the pointer rests. */
  constructor(desk, { fetch, draw, chosen, opened, near, label }) {
    Object.assign(this, { desk, fetch, draw, chosen, opened, near, rows: new Map(), seen: new Map(), asked: new Set(), total: 0, at: -1, round: 0 });
    this.spacer = el("div", { class: "lf-spacer", role: "presentation" });
    this.node = el("div", { class: "lf-list", role: "listbox", tabIndex: 0, "aria-label": label }, this.spacer);
    this.node.addEventListener("scroll", () => this.soon(), { passive: true });
    this.node.addEventListener("keydown", (event) => this.pressed(event));
    this.node.addEventListener("click", (event) => this.clicked(event));
    this.node.addEventListener("dblclick", () => this.opened?.());
    this.node.addEventListener("pointerover", (event) => this.pointed(event));
    this.watch = new ResizeObserver(() => this.soon());
    this.watch.observe(this.node);
  }

  /** Begin anew with other posts; `rows` are the first of them. */
  set(total, rows) {
    this.round += 1;
    this.total = total;
    this.rows = new Map(rows.map((row, place) => [place, row]));
    this.asked = new Set();
    this.at = -1;
    this.spacer.style.height = `${total * ROW}px`;
    this.node.scrollTop = 0;
    this.node.removeAttribute("aria-activedescendant");
    this.paint();
  }

  soon() {
    if (this.planned) return;
    this.planned = requestAnimationFrame(() => {
      this.planned = 0;
      this.paint();
    });
  }

  /** Draw what is seen. A row that is there stays the same element, so that a click that began on it ends on it. */
  paint() {
    const first = Math.max(0, Math.floor(this.node.scrollTop / ROW) - 4);
    const last = Math.min(this.total, Math.ceil((this.node.scrollTop + this.node.clientHeight) / ROW) + 4);
    const seen = new Map();
    for (let place = first; place < last; place++) seen.set(place, this.drawn(place));
    for (const [place, { node }] of this.seen) if (seen.get(place)?.node !== node) node.remove();
    this.seen = seen;
    let next = this.spacer.firstChild;
    for (const { node } of seen.values()) {
      if (node === next) next = next.nextSibling;
      else this.spacer.insertBefore(node, next);
    }
    this.fill(first, last);
  }

  /** Draw every row anew, such as in another language. */
  redraw() {
    this.spacer.replaceChildren();
    this.seen = new Map();
    this.paint();
  }

  /** The element of a place, the same as before where its row is the same. */
  drawn(place) {
    const row = this.rows.get(place);
    const before = this.seen.get(place);
    const node = before && before.row === row && before.total === this.total ? before.node : this.row(place);
    node.classList.toggle("lf-chosen", place === this.at);
    node.setAttribute("aria-selected", String(place === this.at));
    return { row, node, total: this.total };
  }

  row(place) {
    const row = this.rows.get(place);
    const node = el("div", {
      class: "lf-row", id: `${this.desk.mark}-row-${place}`, role: "option",
      "aria-posinset": place + 1, "aria-setsize": this.total,
    }, row ? this.draw(row) : "");
    node.style.top = `${place * ROW}px`;
    node.dataset.place = place;
    return node;
  }

  /** Ask for rows that are seen and not here yet, a page at a time. */
  async fill(first, last) {
    for (let page = Math.floor(first / PAGE); page * PAGE < last; page++) {
      const start = page * PAGE;
      const stop = Math.min(start + PAGE, this.total);
      const here = Array.from({ length: stop - start }, (_, n) => this.rows.has(start + n)).every(Boolean);
      if (here || this.asked.has(page)) continue;
      this.asked.add(page);
      const round = this.round;
      const rows = await this.fetch(start, stop);
      if (!rows || round !== this.round) return;
      rows.forEach((row, n) => this.rows.set(start + n, row));
      this.soon();
    }
  }

  choose(place, { quiet = false } = {}) {
    if (place < 0 || place >= this.total || place === this.at) return;
    this.at = place;
    const top = place * ROW;
    const { scrollTop, clientHeight } = this.node;
    if (top < scrollTop) this.node.scrollTop = top;
    else if (top + ROW > scrollTop + clientHeight) this.node.scrollTop = top + ROW - clientHeight;
    this.node.setAttribute("aria-activedescendant", `${this.desk.mark}-row-${place}`);
    this.paint();
    if (!quiet) this.chosen(place);
  }

  clear() {
    this.at = -1;
    this.node.removeAttribute("aria-activedescendant");
    this.paint();
  }

  pressed(event) {
    const screen = Math.max(1, Math.floor(this.node.clientHeight / ROW) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: screen, PageUp: -screen, Home: -this.total, End: this.total };
    if (event.key in moves && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.choose(Math.min(this.total - 1, Math.max(0, this.at + moves[event.key])));
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.opened?.();
    }
  }

  clicked(event) {
    const row = event.target.closest(".lf-row");
    if (row) this.choose(Number(row.dataset.place));
  }

  pointed(event) {
    const row = event.target.closest(".lf-row");
    clearTimeout(this.pointing);
    if (row) this.pointing = setTimeout(() => this.near?.(Number(row.dataset.place)), 80);
  }

  remove() {
    clearTimeout(this.pointing);
    this.watch.disconnect();
  }
}
