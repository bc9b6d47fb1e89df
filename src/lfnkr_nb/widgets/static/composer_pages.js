// The real pages of a briefing as pictures: only those that are seen are asked for, old ones stay until new ones come.

class PagesPane {
  constructor(desk) {
    this.desk = desk;
    this.version = 0;
    this.sizes = [];
    this.seen = new Set();
    this.fresh = new Map();
    this.status = el("p", { class: "lf-pages-status", role: "status" });
    this.scroll = el("div", { class: "lf-pages", tabIndex: 0, role: "region" });
    this.node = el("div", { class: "lf-pages-pane" }, this.status, this.scroll);
    this.watch = new IntersectionObserver((entries) => this.noticed(entries), { root: this.scroll, rootMargin: "300px" });
    this.resized = new ResizeObserver(debounce(200, () => this.refresh()));
    this.resized.observe(this.scroll);
    desk.on("page", (message, buffers) => this.came(message, buffers));
    this.words();
  }

  words() {
    this.scroll.setAttribute("aria-label", this.desk.t("pages"));
    this.said();
    this.scroll.querySelectorAll("img").forEach((img, at) => (img.alt = this.alt(at)));
  }

  alt(at) {
    return this.desk.t("page.of", { number: at + 1, total: this.sizes.length });
  }

  said() {
    const counted = this.sizes.length ? this.desk.n("pages", this.sizes.length) : "";
    this.status.textContent = [counted, this.busy ? this.desk.t("pages.refreshing") : ""].filter(Boolean).join(" · ");
    this.node.dataset.state = this.busy ? "refreshing" : "shown";
  }

  refreshing() {
    this.busy = true;
    this.said();
  }

  /** Other pages were made; those in view are asked for at once. */
  set(version, sizes) {
    this.version = version;
    this.busy = false;
    this.sizes = sizes;
    while (this.scroll.children.length > sizes.length) this.drop(this.scroll.lastElementChild);
    while (this.scroll.children.length < sizes.length) this.scroll.append(this.sheet());
    [...this.scroll.children].forEach((sheet, at) => {
      sheet.style.aspectRatio = `${sizes[at][0]} / ${sizes[at][1]}`;
      sheet.dataset.number = String(at + 1);
      sheet.firstChild.alt = this.alt(at);
    });
    this.fresh.clear();
    this.said();
    this.refresh();
  }

  sheet() {
    const sheet = el("figure", { class: "lf-sheet" }, el("img", { alt: "" }));
    this.watch.observe(sheet);
    return sheet;
  }

  drop(sheet) {
    this.watch.unobserve(sheet);
    this.seen.delete(sheet);
    if (sheet.firstChild.src) URL.revokeObjectURL(sheet.firstChild.src);
    sheet.remove();
  }

  noticed(entries) {
    entries.forEach(({ target, isIntersecting }) => (isIntersecting ? this.seen.add(target) : this.seen.delete(target)));
    this.refresh();
  }

  refresh() {
    const width = Math.round(this.scroll.clientWidth * Math.min(window.devicePixelRatio || 1, 2));
    if (width < 100 || !this.version) return;
    for (const sheet of this.seen) {
      const number = Number(sheet.dataset.number);
      if (this.fresh.get(number) === width) continue;
      this.fresh.set(number, width);
      this.desk.try("page", { number, width, version: this.version });
    }
  }

  came({ number, version }, buffers) {
    const sheet = this.scroll.children[number - 1];
    if (version !== this.version || !sheet || !buffers?.length) return;
    const img = sheet.firstChild;
    const before = img.src;
    img.onload = () => before && URL.revokeObjectURL(before);
    img.src = URL.createObjectURL(new Blob([buffers[0]], { type: "image/png" }));
    sheet.dataset.version = String(version);
  }

  goTo(number) {
    this.scroll.children[number - 1]?.scrollIntoView({ block: "start" });
  }

  remove() {
    this.watch.disconnect();
    this.resized.disconnect();
    [...this.scroll.children].forEach((sheet) => sheet.firstChild.src && URL.revokeObjectURL(sheet.firstChild.src));
  }
}
