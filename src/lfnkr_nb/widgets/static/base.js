// What every widget of the desk shares: elements, words, messages, theme, keys, reading pane.
// Text is only ever set as text; nothing here or in the widgets writes HTML into the page.

/** An element with properties, listeners (`onclick`) and children; false and null are left out. */
const el = (tag, properties = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "dataset") Object.assign(node.dataset, value);
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && !key.includes("-") && key !== "list" && key !== "form") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
};

const SVG = "http://www.w3.org/2000/svg";

/** A line icon of 16 pixels; it never carries meaning alone. */
const icon = (path) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "lf-icon");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
};

const ICONS = {
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4 14 14",
  edit: "M2.5 13.5v-2.2l8-8 2.2 2.2-8 8zM9.3 4.5l2.2 2.2",
  plus: "M8 3v10M3 8h10",
  back: "M9.5 3 4.5 8l5 5",
  close: "m4 4 8 8M12 4l-8 8",
  save: "M3 3h8l2 2v8H3zM5.5 3v3.5h4V3M5.5 13V9.5h5V13",
  warn: "M8 2.5 14.2 13H1.8zM8 6.5v3M8 11.2v.4",
  check: "m3 8.5 3.2 3.2L13 5",
  history: "M3 8a5 5 0 1 0 1.6-3.7L3 6M3 3v3h3M8 5.5V8l2 1.5",
  folder: "M2 4h4l1.5 1.5H14V13H2z",
  columns: "M2.5 3h11v10h-11zM8 3v10",
  link: "M6.5 9.5 9.5 6.5M7 4.8 8.6 3.2a2.8 2.8 0 0 1 4 4L11 8.8M9 11.2l-1.6 1.6a2.8 2.8 0 0 1-4-4L5 7.2",
  picture: "M2.5 3.5h11v9h-11zM4 11l3-3.5 2.2 2.5 1.6-1.6L12.5 11M10.5 6h.1",
  list: "M3 4.5h10M3 8h10M3 11.5h10",
};

const store = {
  get(key) {
    try {
      return localStorage.getItem(`lfnkr:${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(`lfnkr:${key}`);
      else localStorage.setItem(`lfnkr:${key}`, value);
      return true;
    } catch {
      return false;
    }
  },
};

const debounce = (wait, act) => {
  let timer;
  const later = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), wait);
  };
  later.now = (...values) => {
    clearTimeout(timer);
    act(...values);
  };
  later.stop = () => clearTimeout(timer);
  return later;
};

/** Run one at a time; of what is asked meanwhile only the last counts. */
const latest = (act, failed) => {
  let busy = false;
  let next = null;
  return async (...values) => {
    next = values;
    if (busy) return;
    busy = true;
    while (next) {
      const now = next;
      next = null;
      try {
        await act(...now);
      } catch (error) {
        failed(error);
      }
    }
    busy = false;
  };
};

/** Python did not answer, or answered with an error: one sentence and what to do next. */
class Refused extends Error {
  constructor({ message, hint = "", where = "" }) {
    super(message);
    this.hint = hint;
    this.where = where;
  }
}

/** One widget in the page: its root, words, connection to Python, theme, and how it says things. */
class Desk {
  constructor(model, host, name) {
    this.model = model;
    this.undo = [];
    this.waiting = new Map();
    this.listeners = new Map();
    this.mark = Math.random().toString(36).slice(2);
    this.count = 0;
    this.language = store.get("language") || model.get("language") || "en";
    this.said = el("div", { class: "lf-said", role: "status", "aria-live": "polite" });
    this.body = el("div", { class: "lf-body" });
    this.root = el("section", { class: `lf lf-${name}`, lang: this.language, "aria-label": this.t(name) }, this.body, this.said);
    host.replaceChildren(this.root);
    this.keepKeys();
    this.followTheme();
    this.listen(model, "msg:custom", (message, buffers) => this.received(message, buffers));
    if (model.get("language") !== this.language) this.tellLanguage();
  }

  /** A word or sentence of the interface; `{name}` is filled in. */
  t(key, values = {}) {
    const words = WORDS[this.language] ?? WORDS.en;
    const text = words[key] ?? WORDS.en[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  /** A number of things: `{number} posts`, with the thousands set apart. */
  n(key, number) {
    return this.t(number === 1 ? `${key}_one` : `${key}_many`, { number: number.toLocaleString("en") });
  }

  setLanguage(language) {
    this.language = language;
    store.set("language", language);
    this.root.lang = language;
    this.tellLanguage();
  }

  tellLanguage() {
    this.model.set("language", this.language);
    try {
      this.model.save_changes();
    } catch {
      // A dead kernel does not need to know; the page speaks for itself.
    }
  }

  /** The choice of language, for the head of a widget. */
  languageChoice(changed) {
    const choose = (event) => {
      this.setLanguage(event.target.value);
      changed();
    };
    const names = { en: "English", ja: "日本語", ko: "한국어" };
    const options = Object.entries(names).map(([value, name]) =>
      el("option", { value, lang: value, selected: value === this.language }, name),
    );
    return el("select", { class: "lf-language", "aria-label": this.t("language"), onchange: choose }, options);
  }

  // --- keys and theme ---------------------------------------------------------------------------------

  /** JupyterLab takes keys away from whatever has the focus ("dd" deletes the cell) unless it says otherwise. */
  keepKeys() {
    const keep = (event) => event.target.setAttribute?.("data-lm-suppress-shortcuts", "true");
    this.root.addEventListener("focusin", keep);
  }

  followTheme() {
    const preferred = matchMedia("(prefers-color-scheme: dark)");
    const apply = () => {
      const said = document.body.dataset.jpThemeLight;
      const dark = said === undefined ? preferred.matches : said === "false";
      const theme = dark ? "dark" : "light";
      if (this.root.dataset.theme === theme) return;
      this.root.dataset.theme = theme;
      this.themed?.(theme);
    };
    const watch = new MutationObserver(apply);
    watch.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
    preferred.addEventListener("change", apply);
    this.undo.push(() => watch.disconnect(), () => preferred.removeEventListener("change", apply));
    apply();
  }

  get dark() {
    return this.root.dataset.theme === "dark";
  }

  // --- talking with Python ----------------------------------------------------------------------------

  listen(source, event, act) {
    source.on(event, act);
    this.undo.push(() => source.off(event, act));
  }

  on(type, act) {
    this.listeners.set(type, act);
  }

  received(message, buffers) {
    const asked = this.waiting.get(message.id);
    if (!asked) return this.listeners.get(message.type)?.(message, buffers);
    this.waiting.delete(message.id);
    asked.done();
    if (message.error) asked.reject(new Refused(message.error));
    else asked.resolve({ ...message, buffers });
  }

  /** Ask Python; the promise is kept or broken within `patience` milliseconds. */
  ask(type, values = {}, { buffers, patience = 20000 } = {}) {
    const id = `${this.mark}-${++this.count}`;
    return new Promise((resolve, reject) => {
      const silent = () => {
        this.waiting.delete(id);
        reject(new Refused({ message: this.t("no_answer"), hint: this.t("no_answer.hint") }));
      };
      const timer = setTimeout(silent, patience);
      this.waiting.set(id, { resolve, reject, done: () => clearTimeout(timer) });
      try {
        this.model.send({ id, type, ...values }, undefined, buffers);
      } catch {
        clearTimeout(timer);
        this.waiting.delete(id);
        reject(new Refused({ message: this.t("gone"), hint: this.t("gone.hint") }));
      }
    });
  }

  // --- saying things ----------------------------------------------------------------------------------

  say(text, kind = "note", ...more) {
    this.said.className = `lf-said lf-${kind}`;
    this.said.replaceChildren(...(text ? [el("span", {}, text), ...more] : []));
    clearTimeout(this.quiet);
    if (text && kind === "done") this.quiet = setTimeout(() => this.say(""), 6000);
  }

  refused(error) {
    if (!(error instanceof Refused)) throw error;
    const hint = error.hint ? el("span", { class: "lf-hint" }, error.hint) : null;
    const shut = this.button("close", () => this.say(""), { icon: "close", quiet: true, bare: true });
    this.said.className = "lf-said lf-error";
    this.said.replaceChildren(icon(ICONS.warn), el("span", {}, `${error.message}.`), ...(hint ? [hint] : []), shut);
  }

  /** Ask, and show what went wrong in place of failing. */
  async try(type, values, options) {
    try {
      return await this.ask(type, values, options);
    } catch (error) {
      this.refused(error);
      return null;
    }
  }

  // --- parts ------------------------------------------------------------------------------------------

  button(key, act, { icon: shape, primary, quiet, bare, values, ...more } = {}) {
    const look = ["lf-button", primary && "lf-primary", quiet && "lf-quiet", bare && "lf-bare"].filter(Boolean).join(" ");
    const label = this.t(key, values);
    return el("button", { type: "button", class: look, onclick: act, ...(bare ? { "aria-label": label, title: label } : {}), ...more },
      shape ? icon(ICONS[shape]) : null, bare ? null : el("span", {}, label));
  }

  /** A labelled control. */
  field(key, control, { hint, wide } = {}) {
    const id = `lf-${this.mark}-${++this.count}`;
    control.id = id;
    const note = hint ? el("small", { class: "lf-hint", id: `${id}-hint` }, hint) : null;
    if (note) control.setAttribute("aria-describedby", note.id);
    return el("div", { class: wide ? "lf-field lf-wide" : "lf-field" }, el("label", { htmlFor: id }, this.t(key)), control, note);
  }

  select(choices, value, changed, more = {}) {
    const options = choices.map(([key, text]) => el("option", { value: key, selected: key === value }, text));
    return el("select", { onchange: (event) => changed?.(event.target.value), ...more }, options);
  }

  /** A dialog over the widget; Escape closes it, the focus returns to where it was. */
  dialog(title, content, actions) {
    const before = document.activeElement;
    const heading = el("h2", { id: `lf-${this.mark}-${++this.count}` }, title);
    const box = el("dialog", { class: "lf-dialog", "aria-labelledby": heading.id }, heading, content,
      el("div", { class: "lf-actions" }, actions));
    box.addEventListener("close", () => {
      box.remove();
      before?.focus?.();
    });
    this.root.append(box);
    box.showModal();
    return box;
  }

  /** A small form in a dialog; what Python refuses is said in it, and nothing typed is lost. */
  form(key, fields, act, submitKey = "begin") {
    const said = el("p", { class: "lf-hint", role: "alert" });
    const go = async (event) => {
      event.preventDefault();
      try {
        await act();
        box.close();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        said.textContent = `${error.message}. ${error.hint}`;
      }
    };
    const form = el("form", { class: "lf-form", id: `lf-${this.mark}-form`, onsubmit: go }, fields, said);
    const submit = el("button", { type: "submit", class: "lf-button lf-primary", form: form.id }, this.t(submitKey));
    const box = this.dialog(this.t(key), form, [this.button("cancel", () => box.close(), { quiet: true }), submit]);
    form.querySelector("input, select").focus();
    return box;
  }

  /** Progress, a cancel button and the end of long work. */
  workPanel(ended) {
    const bar = el("progress", { class: "lf-progress", max: 1, "aria-label": this.t("progress") });
    const label = el("span", { class: "lf-work-label" });
    const stop = () => {
      label.textContent = this.t("cancelling");
      cancel.disabled = true;
      this.try("cancel");
    };
    const cancel = this.button("cancel", stop, { quiet: true });
    const panel = el("div", { class: "lf-work", role: "group", "aria-label": this.t("progress"), hidden: true }, label, bar, cancel);
    this.on("work", (work) => {
      clearTimeout(this.panelTimer);
      // Work that is over in a moment does not make the page jump.
      if (work.state === "running" && panel.hidden) this.panelTimer = setTimeout(() => (panel.hidden = false), work.done ? 0 : 400);
      if (work.state !== "running") panel.hidden = true;
      if (work.state !== "running") cancel.disabled = false;
      const counted = work.total ? `${work.done.toLocaleString("en")} / ${work.total.toLocaleString("en")}` : "";
      if (!cancel.disabled) label.textContent = `${this.t(work.what)} ${counted}`;
      if (work.total) bar.value = work.done / work.total;
      else bar.removeAttribute("value");
      if (work.state !== "running") this.workEnded(work, ended);
    });
    return panel;
  }

  workEnded(work, ended) {
    if (work.state === "failed") this.refused(new Refused(work));
    else if (work.what === "prepare_search") this.say("");
    else this.say(`${this.t(work.what)}: ${this.t(`work.${work.state}`)}`, "done");
    ended?.(work);
  }

  /** Whether JupyterLab's real-time collaboration is on: it has lost typed text when a file changed on disk. */
  collaborationWarning() {
    const data = document.getElementById("jupyter-config-data")?.textContent;
    const extensions = data ? (JSON.parse(data).federated_extensions ?? []) : [];
    const on = extensions.some(({ name }) => /^@jupyter\/(collaboration|docprovider)/.test(name));
    return on ? el("p", { class: "lf-banner lf-warning", role: "alert" }, icon(ICONS.warn), this.t("collaboration")) : null;
  }

  /** Take everything back when the view goes away. */
  remove() {
    this.waiting.forEach(({ done }) => done());
    this.undo.forEach((act) => act());
  }
}
