// What the editor shows over the post: two versions to choose from, history, links, pictures, other posts.

/** Two versions of a post in parts: equal ones folded, different ones beside each other with a choice. */
class Comparison {
  constructor(desk, parts, { left, right, choosing }) {
    Object.assign(this, { desk, parts, choosing });
    this.header = this.partsOfHeader();
    this.choices = parts.map(({ chosen }) => (chosen === "open" ? "" : chosen));
    const head = el("div", { class: "lf-compare-head" }, el("strong", {}, left), el("strong", {}, right));
    this.node = el("div", { class: "lf-compare" }, head, parts.map((part, at) => (part.chosen === "both" ? this.same(part) : this.different(part, at))));
  }

  /** How many parts stand in the header, where a line cannot be kept twice. */
  partsOfHeader() {
    if (!this.parts[0]?.ours.startsWith("---")) return 0;
    const end = this.parts.findIndex(({ ours, chosen }, at) => chosen === "both" && /(^|\n)---[^\S\n]*(\n|$)/.test(at ? ours : ours.slice(3)));
    return end < 0 ? this.parts.length : end;
  }

  same({ ours }) {
    const lines = ours.trim().split("\n");
    const shown = lines.length > 3 ? `${lines[0]}\n…\n${lines.at(-1)}` : ours.trim();
    return shown ? el("pre", { class: "lf-compare-same" }, shown) : "";
  }

  different(part, at) {
    const name = `lf-part-${this.desk.mark}-${at}`;
    const side = (key, text) => {
      const box = el("div", { class: `lf-side lf-side-${key}` }, el("pre", {}, text || this.desk.t("compare.nothing")));
      if (this.choosing) box.prepend(this.choice(name, key, at, part));
      return box;
    };
    const both = this.choosing && at >= this.header && part.ours && part.theirs ? el("div", { class: "lf-both" }, this.choice(name, "both-ours-first", at, part)) : null;
    return el("div", { class: "lf-part", role: "group", "aria-label": this.desk.t("compare.part", { number: at + 1 }) }, side("ours", part.ours), side("theirs", part.theirs), both);
  }

  choice(name, key, at, part) {
    const taken = () => {
      this.choices[at] = key;
      this.changed?.();
    };
    return el("label", {}, el("input", { type: "radio", name, checked: part.chosen === key, onchange: taken }), " ", this.desk.t(`compare.${key}`));
  }

  get complete() {
    return this.choices.every(Boolean);
  }
}

const editorDialogs = {
  /** Both versions of a post that was changed elsewhere; nothing is written until it is saved again. */
  conflict(parts) {
    const comparison = new Comparison(this, parts, { left: this.t("compare.ours"), right: this.t("compare.theirs"), choosing: true });
    const take = async () => {
      const said = await this.try("choose", { choices: comparison.choices });
      if (!said) return;
      box.close();
      this.take(said);
      this.say(this.t("conflict.taken"), "note");
    };
    const use = this.button("conflict.use", take, { primary: true, icon: "check", disabled: !comparison.complete });
    comparison.changed = () => (use.disabled = !comparison.complete);
    const box = this.dialog(this.t("conflict"), el("div", { class: "lf-form" }, el("p", {}, this.t("conflict.what")), comparison.node),
      [this.button("conflict.later", () => box.close(), { quiet: true }), use]);
    box.classList.add("lf-large");
  },

  async showHistory() {
    const said = await this.try("history");
    if (!said) return;
    const shown = el("div", { class: "lf-version-shown" }, el("p", { class: "lf-hint" }, this.t("history.choose")));
    const restore = this.button("history.restore", () => {}, { primary: true, icon: "history", disabled: true });
    const open = async (version, button) => {
      const then = await this.try("version", { version: version.id, ...this.now });
      if (!then) return;
      list.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
      const same = then.parts.every(({ chosen }) => chosen === "both");
      shown.replaceChildren(same ? el("p", { class: "lf-hint" }, this.t("history.same")) : new Comparison(this, then.parts, { left: this.t("history.now"), right: this.t("history.then") }).node);
      restore.disabled = same;
      restore.onclick = () => {
        box.close();
        this.take({ content: then.content, fields: then.fields });
        this.say(this.t("history.restored"), "note");
      };
    };
    const list = el("ul", { class: "lf-versions", "aria-label": this.t("history") }, said.versions.map((version) => el("li", {}, this.versionButton(version, open))));
    const box = this.dialog(this.t("history"), el("div", { class: "lf-history" }, said.versions.length ? list : el("p", {}, this.t("history.none")), shown),
      [this.button("close", () => box.close(), { quiet: true }), restore]);
    box.classList.add("lf-large");
  },

  versionButton(version, open) {
    const button = el("button", { type: "button", class: "lf-version", "aria-pressed": "false" }, el("strong", {}, version.when.slice(0, 16).replace("T", " ")), el("span", {}, [version.what, version.who].filter(Boolean).join(" · ")));
    button.addEventListener("click", () => open(version, button));
    return button;
  },

  /** A field in which a post is found by its title; the arrow keys choose. */
  postFinder(act) {
    const list = el("ul", { class: "lf-found", role: "listbox", id: `lf-found-${this.mark}-${++this.count}`, "aria-label": this.t("posts") });
    const input = el("input", { type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": list.id, "aria-label": this.t("search"), placeholder: this.t("find_post"), autocomplete: "off" });
    let posts = [];
    let at = 0;
    const draw = () => {
      list.replaceChildren(...posts.map((post, place) => el("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": String(place === at), onclick: () => act(post) },
        el("span", { lang: post.lang, dir: "auto" }, post.title), el("span", { class: "lf-hint" }, post.slug))));
      if (posts.length) input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    };
    const look = latest(async () => {
      posts = (await this.ask("posts", { text: input.value })).posts;
      at = 0;
      draw();
    }, (error) => this.refused(error));
    input.addEventListener("input", look);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (move && posts.length) {
        event.preventDefault();
        at = (at + move + posts.length) % posts.length;
        draw();
      } else if (event.key === "Enter" && posts[at]) {
        event.preventDefault();
        act(posts[at]);
      }
    });
    look();
    return { node: el("div", { class: "lf-finder" }, input, list), input };
  },

  linkDialog() {
    const finder = this.postFinder((post) => {
      box.close();
      const words = this.text.selected || post.title.replace(/([\\[\]])/g, "\\$1");
      this.text.insert(`[${words}](${post.href})`);
    });
    const box = this.dialog(this.t("link"), finder.node, [this.button("cancel", () => box.close(), { quiet: true })]);
    finder.input.focus();
  },

  openDialog() {
    const finder = this.postFinder((post) => {
      box.close();
      this.open({ key: post.key }).then(() => this.text.view.focus());
    });
    const box = this.dialog(this.t("open_post"), finder.node, [this.button("cancel", () => box.close(), { quiet: true })]);
    finder.input.focus();
  },

  /** Pictures one after the other: what each shows is asked before it is put in. */
  async pictureDialog(files) {
    for (const file of files) await this.onePicture(file);
  },

  onePicture(file) {
    return new Promise((done) => {
      const address = URL.createObjectURL(file);
      const alt = el("textarea", { rows: 2, required: true, lang: this.form_.get("lang") ?? "en", spellcheck: true });
      const name = el("input", { type: "text", required: true, autocomplete: "off", value: file.name.replace(/\.[^.]+$/, "") });
      const shown = el("img", { class: "lf-new-picture", src: address, alt: "" });
      const put = async () => {
        const bytes = await file.arrayBuffer();
        const { markdown, path } = await this.ask("picture", { name: name.value, alt: alt.value }, { buffers: [bytes], patience: 60000 });
        this.text.insert(markdown, { own: true });
        this.say(this.t("picture.done", { path }), "done");
      };
      const box = this.form("picture.new", [shown, this.field("picture.alt", alt, { hint: this.t("picture.alt.hint") }), this.field("picture.name", name)], put, "picture.insert");
      alt.focus();
      box.addEventListener("close", () => {
        URL.revokeObjectURL(address);
        done();
      });
    });
  },

  choosePicture() {
    const input = el("input", { type: "file", accept: "image/*", multiple: true, onchange: () => this.pictureDialog([...input.files]) });
    input.click();
  },
};
