// Where posts are read: a sandboxed page that gets one post after the other.

/** A sandboxed frame that shows a post: no script can run in it, nothing can be loaded by it. */
class ReadingPane {
  constructor(desk, title) {
    this.desk = desk;
    this.pictures = new Map();
    this.frame = el("iframe", {
      class: "lf-frame",
      title,
      sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
      referrerpolicy: "no-referrer",
    });
    this.ready = null;
    this.shown = "";
  }

  /** The empty page with the style of the theme; the posts are put into it one after the other. */
  shell() {
    this.ready ??= (async () => {
      const { page } = await this.desk.ask("shell", { dark: this.desk.dark });
      await new Promise((loaded) => {
        this.frame.addEventListener("load", loaded, { once: true });
        this.frame.srcdoc = page;
      });
      const page_ = this.frame.contentDocument;
      page_.addEventListener("click", (event) => this.clicked(event));
      page_.addEventListener("keydown", (event) => this.pressed?.(event));
    })();
    return this.ready;
  }

  async themed() {
    this.ready = null;
    await this.shell();
    if (this.last) await this.show(this.last, { keepPlace: true });
  }

  /** Show the main part of a page that Python made; `keepPlace` leaves the reader where they are. */
  async show(html, { keepPlace = false } = {}) {
    this.last = html;
    await this.shell();
    const page = this.frame.contentDocument;
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    fresh.querySelectorAll("img[src^='picture:']").forEach((img) => this.fill(img));
    fresh.querySelectorAll("a[href^='http']").forEach((link) => (link.target = "_blank"));
    const top = page.scrollingElement.scrollTop;
    page.querySelector("main").replaceWith(page.adoptNode(fresh));
    page.scrollingElement.scrollTop = keepPlace ? top : 0;
    await this.fetchPictures(page);
  }

  fill(img) {
    const name = img.getAttribute("src").slice("picture:".length);
    const known = this.pictures.get(name);
    if (known) img.src = known;
    else {
      img.removeAttribute("src");
      img.dataset.picture = name;
    }
  }

  async fetchPictures(page) {
    const missing = [...page.querySelectorAll("img[data-picture]")];
    if (!missing.length) return;
    const { pictures } = await this.desk.ask("pictures", { names: missing.map((img) => img.dataset.picture) });
    Object.entries(pictures).forEach(([name, address]) => this.pictures.set(name, address));
    missing.forEach((img) => {
      img.src = this.pictures.get(img.dataset.picture) ?? "";
    });
  }

  clicked(event) {
    const link = event.target.closest?.("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    const anchor = decodeURIComponent(link.getAttribute("href").slice(1));
    const post = /^post\.(\d+)$/.exec(anchor);
    if (post) this.followed?.(Number(post[1]));
    else this.frame.contentDocument.getElementById(anchor)?.scrollIntoView({ block: "center" });
  }
}
