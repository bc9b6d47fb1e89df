// The posts of a briefing in order and groups: moved by dragging, by buttons and by Alt with the arrow keys.

class PostOutline {
  /** `changed()` hears every change of the groups, `shown(post)` which post a person wants to see. */
  constructor(desk, { changed, shown }) {
    Object.assign(this, { desk, changed, shown, groups: [], facts: {}, places: {}, problems: {}, past: [] });
    this.live = el("div", { class: "lf-visually-hidden", role: "status", "aria-live": "assertive" });
    this.how = el("p", { class: "lf-hint lf-outline-how", id: `lf-${desk.mark}-how` }, desk.t("outline.how"));
    this.list = el("div", { class: "lf-groups" });
    this.node = el("div", { class: "lf-post-outline" }, this.live, this.list);
    this.node.addEventListener("keydown", (event) => this.pressed(event));
    this.list.addEventListener("dragover", (event) => this.over(event));
    this.list.addEventListener("drop", (event) => this.dropped(event));
  }

  load(groups, facts) {
    this.groups = structuredClone(groups);
    this.facts = facts;
    this.past = [];
    this.draw();
  }

  get count() {
    return this.groups.reduce((sum, { posts }) => sum + posts.length, 0);
  }

  // --- drawing ----------------------------------------------------------------------------------------

  draw() {
    const wide = this.groups.length > 1;
    const nothing = this.count ? null : el("p", { class: "lf-nothing" }, this.desk.t("outline.nothing"));
    this.list.replaceChildren(...(nothing ? [nothing] : []), ...this.groups.map((group, at) => this.group(group, at, wide)), this.how);
    this.how.textContent = this.desk.t("outline.how");
    this.how.hidden = this.count < 2;
  }

  group(group, at, wide) {
    const rows = el("ol", { class: "lf-items", "aria-label": at ? group.heading || this.desk.t("group.unnamed") : this.desk.t("posts") }, group.posts.map((item, place) => this.row(item, at, place)));
    if (at === 0) return el("section", { class: "lf-outline-group", dataset: { group: "0" }, hidden: !group.posts.length && wide ? true : null }, rows);
    const heading = el("input", { type: "text", value: group.heading, placeholder: this.desk.t("group.heading"), "aria-label": this.desk.t("group.heading"), class: "lf-group-heading", oninput: (event) => this.put(group, "heading", event.target.value) });
    const note = el("textarea", { rows: group.note ? 2 : 1, value: group.note, placeholder: this.desk.t("group.note"), "aria-label": this.desk.t("group.note"), spellcheck: true, lang: this.desk.briefingLanguage, oninput: (event) => this.put(group, "note", event.target.value) });
    const tools = el("div", { class: "lf-item-tools", role: "group", "aria-label": this.desk.t("group") },
      this.desk.button("group.up", () => this.moveGroup(at, -1), { icon: "up", bare: true, quiet: true, disabled: at < 2 }),
      this.desk.button("group.down", () => this.moveGroup(at, 1), { icon: "down", bare: true, quiet: true, disabled: at === this.groups.length - 1 }),
      this.desk.button("group.remove", () => this.removeGroup(at), { icon: "close", bare: true, quiet: true }));
    return el("section", { class: "lf-outline-group lf-named", dataset: { group: String(at) } }, el("header", {}, heading, tools), note, rows);
  }

  row(item, group, place) {
    const fact = this.facts[item.post] ?? {};
    const number = this.groups.slice(0, group).reduce((sum, { posts }) => sum + posts.length, 0) + place + 1;
    const out = item.show === "leave-out" || fact.left_out;
    const title = el("button", { type: "button", class: "lf-item-title", lang: fact.lang, dir: "auto", "aria-describedby": this.how.id, onclick: () => this.shown(fact.key ?? item.post) }, fact.title ?? item.post);
    const handle = el("span", { class: "lf-handle", draggable: true, "aria-hidden": "true", title: this.desk.t("outline.drag") }, icon(ICONS.grip));
    handle.addEventListener("dragstart", (event) => this.dragged(event, group, place));
    handle.addEventListener("dragend", () => this.dragEnded());
    const shows = ["", "excerpt", "whole", "leave-out"].map((value) => [value, this.desk.t(value ? `show.${value}` : "show.default")]);
    const show = this.desk.select(shows, item.show, (value) => this.put(item, "show", value, true), { class: "lf-show", "aria-label": this.desk.t("show.of", { title: fact.title ?? item.post }) });
    const tools = el("div", { class: "lf-item-tools" },
      this.desk.button("item.up", () => this.move(group, place, -1), { icon: "up", bare: true, quiet: true, values: { title: fact.title ?? item.post }, dataset: { act: "up" } }),
      this.desk.button("item.down", () => this.move(group, place, 1), { icon: "down", bare: true, quiet: true, values: { title: fact.title ?? item.post }, dataset: { act: "down" } }),
      this.desk.button("item.remove", () => this.remove_(group, place), { icon: "close", bare: true, quiet: true, values: { title: fact.title ?? item.post } }));
    return el("li", { class: out ? "lf-item lf-out" : "lf-item", dataset: { group: String(group), place: String(place), post: fact.key ?? item.post } },
      handle, el("span", { class: "lf-item-number", "aria-hidden": "true" }, String(number)),
      el("div", { class: "lf-item-main" }, title, el("div", { class: "lf-row-meta" }, this.meta(fact)), this.warnings(fact, item)), show, tools);
  }

  meta(fact) {
    const page = this.places[fact.key];
    const facts = [page && this.desk.t("page.at", { number: page }), fact.date || (fact.title && this.desk.t("undated")), fact.kind && this.desk.t(`kind.${fact.kind}`)].filter(Boolean).join(" · ");
    const held = fact.held ? el("span", { class: "lf-chip lf-draft" }, this.desk.t(`status.${fact.held}`)) : null;
    return [el("span", { class: "lf-row-facts" }, facts), held, fact.lang && fact.lang !== this.desk.briefingLanguage ? el("span", { class: "lf-chip" }, fact.lang) : null].filter(Boolean);
  }

  /** What is wrong with a post, at its place. */
  warnings(fact, item) {
    const own = fact.missing ? [{ severity: "error", message: fact.missing, hint: fact.hint }] : [];
    if (fact.held && item.show !== "leave-out") own.push({ severity: "note", message: this.desk.t("outline.held"), hint: "" });
    if (fact.left_out) own.push({ severity: "note", message: this.desk.t("outline.left_out"), hint: "" });
    const found = fact.held ? [] : this.problems[fact.key] ?? [];
    return el("div", { class: "lf-item-problems", dataset: { of: fact.key ?? item.post } }, [...own, ...found].slice(0, 4).map((problem) => this.desk.problemLine(problem)));
  }

  /** Pages and problems that were found meanwhile; the focus stays where it is. */
  annotate(places, problems) {
    this.places = places ?? this.places;
    this.problems = problems ?? this.problems;
    this.list.querySelectorAll(".lf-item").forEach((row) => {
      const item = this.groups[row.dataset.group]?.posts[row.dataset.place];
      if (!item) return;
      const fact = this.facts[item.post] ?? {};
      row.querySelector(".lf-row-meta").replaceChildren(...this.meta(fact));
      row.querySelector(".lf-item-problems").replaceWith(this.warnings(fact, item));
    });
  }

  // --- changing ---------------------------------------------------------------------------------------

  /** Remember how it was, so that it can be taken back. */
  keep() {
    this.past.push(JSON.stringify(this.groups));
    if (this.past.length > 200) this.past.shift();
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.groups = JSON.parse(before);
    this.draw();
    this.say(this.desk.t("outline.undone"));
    this.changed();
  }

  put(target, name, value, drawn = false) {
    if (drawn) this.keep();
    target[name] = value;
    if (drawn) {
      const row = document.activeElement?.closest?.(".lf-item");
      this.draw();
      if (row) this.list.querySelector(`.lf-item[data-group="${row.dataset.group}"][data-place="${row.dataset.place}"] .lf-show`)?.focus();
    }
    this.changed();
  }

  move(group, place, by, focus = by < 0 ? "[data-act=up]" : "[data-act=down]") {
    const target = this.beside(group, place, by);
    if (!target) return this.say(this.desk.t(by < 0 ? "outline.first" : "outline.last"));
    this.place(group, place, ...target, focus);
  }

  /** Where a post comes to stand one step up or down; beyond the end of a group in the next one. */
  beside(group, place, by) {
    const next = place + by;
    if (next >= 0 && next < this.groups[group].posts.length) return [group, next];
    const other = group + by;
    if (other < 0 || other >= this.groups.length) return null;
    return [other, by < 0 ? this.groups[other].posts.length : 0];
  }

  place(group, place, toGroup, toPlace, focus = ".lf-item-title") {
    this.keep();
    const [item] = this.groups[group].posts.splice(place, 1);
    this.groups[toGroup].posts.splice(toPlace, 0, item);
    this.draw();
    this.list.querySelector(`.lf-item[data-group="${toGroup}"][data-place="${toPlace}"] ${focus}`)?.focus();
    const values = { title: this.facts[item.post]?.title ?? item.post, place: toPlace + 1, of: this.groups[toGroup].posts.length, group: this.groups[toGroup].heading };
    this.say(this.desk.t(toGroup && this.groups[toGroup].heading ? "outline.moved_in" : "outline.moved", values));
    this.changed();
  }

  remove_(group, place) {
    this.keep();
    const [item] = this.groups[group].posts.splice(place, 1);
    this.draw();
    const rows = [...this.list.querySelectorAll(".lf-item-title")];
    (rows[Math.min(place, rows.length - 1)] ?? this.desk.adding)?.focus();
    this.say(this.desk.t("outline.removed", { title: this.facts[item.post]?.title ?? item.post }));
    this.changed();
  }

  add(posts) {
    const known = new Set(this.groups.flatMap(({ posts: items }) => items.map(({ post }) => this.facts[post]?.key ?? post)));
    const fresh = posts.filter(({ key }) => !known.has(key));
    if (!fresh.length) return 0;
    this.keep();
    fresh.forEach((post) => (this.facts[post.key] = post));
    this.groups.at(-1).posts.push(...fresh.map(({ key }) => ({ post: key, show: "", heading: "" })));
    this.draw();
    this.say(this.desk.n("outline.added", fresh.length));
    this.changed();
    return fresh.length;
  }

  addGroup() {
    this.keep();
    this.groups.push({ was: null, heading: "", note: "", posts: [] });
    this.draw();
    [...this.list.querySelectorAll(".lf-group-heading")].at(-1)?.focus();
    this.changed();
  }

  moveGroup(at, by) {
    if (at + by < 1 || at + by >= this.groups.length) return;
    this.keep();
    const [group] = this.groups.splice(at, 1);
    this.groups.splice(at + by, 0, group);
    this.draw();
    this.list.querySelector(`[data-group="${at + by}"] .lf-group-heading`)?.focus();
    this.say(this.desk.t("group.moved", { title: group.heading, place: at + by, of: this.groups.length - 1 }));
    this.changed();
  }

  /** The posts of a group that goes stay, in the group before it. */
  removeGroup(at) {
    this.keep();
    const [group] = this.groups.splice(at, 1);
    this.groups[at - 1].posts.push(...group.posts);
    this.draw();
    this.say(this.desk.t("group.removed", { title: group.heading }));
    this.changed();
  }

  say(text) {
    this.live.textContent = "";
    requestAnimationFrame(() => (this.live.textContent = text));
  }

  // --- keys and dragging ------------------------------------------------------------------------------

  pressed(event) {
    const typing = event.target.matches?.("input[type=text], textarea");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) {
      event.preventDefault();
      this.undo();
    }
    const row = event.target.closest?.(".lf-item");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const focus = event.target.matches(".lf-show") ? ".lf-show" : ".lf-item-title";
    this.move(Number(row.dataset.group), Number(row.dataset.place), event.key === "ArrowUp" ? -1 : 1, focus);
  }

  dragged(event, group, place) {
    this.drag = { group, place };
    const row = event.target.closest(".lf-item");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.facts[this.groups[group].posts[place].post]?.title ?? "");
    event.dataTransfer.setDragImage(row, 10, 10);
    row.classList.add("lf-dragged");
  }

  dragEnded() {
    this.drag = null;
    this.list.querySelectorAll(".lf-dragged, .lf-before, .lf-after").forEach((row) => row.classList.remove("lf-dragged", "lf-before", "lf-after"));
  }

  over(event) {
    if (!this.drag) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    this.list.querySelectorAll(".lf-before, .lf-after").forEach((row) => row.classList.remove("lf-before", "lf-after"));
    const { row, after } = this.under(event);
    row?.classList.add(after ? "lf-after" : "lf-before");
  }

  under(event) {
    const row = event.target.closest?.(".lf-item");
    if (!row) return { row: null, section: event.target.closest?.(".lf-outline-group") };
    const { top, height } = row.getBoundingClientRect();
    return { row, after: event.clientY > top + height / 2 };
  }

  dropped(event) {
    if (!this.drag) return;
    event.preventDefault();
    const { group, place } = this.drag;
    const { row, section, after } = this.under(event);
    this.dragEnded();
    if (!row && !section) return;
    const toGroup = Number((row ?? section).dataset.group);
    let toPlace = row ? Number(row.dataset.place) + (after ? 1 : 0) : this.groups[toGroup].posts.length;
    if (toGroup === group && toPlace > place) toPlace -= 1;
    if (toGroup !== group || toPlace !== place) this.place(group, place, toGroup, toPlace);
  }
}
