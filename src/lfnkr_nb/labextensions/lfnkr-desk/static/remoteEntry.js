// The JupyterLab extension of lfnkr-nb, written by hand: JupyterLab loads this file as it is, nothing is built.
// It gives launcher cards, "Edit post" in the file list, and desk notebooks that run by themselves, hide their
// code and ask nothing when they are closed.
(() => {
  "use strict";

  const NAME = "lfnkr-desk";
  const CARDS = ["start-here", "browse", "edit", "brief", "explore"];

  // A notebook runs on opening only if every one of its code cells is, to the letter, one of these lines.
  // Whatever else is in it, it waits for a person: a notebook from elsewhere never runs by being looked at.
  const ALLOWED = new Set([
    "from lfnkr_nb import Archive, desk",
    "from lfnkr_nb import Archive, browse",
    "from lfnkr_nb import Archive, edit",
    "from lfnkr_nb import Archive, compose",
    'archive = Archive.open("../posts")',
    "desk(archive)",
    "browser = browse(archive)\nbrowser",
    "editor = edit(archive)\neditor",
    "composer = compose(archive)\ncomposer",
  ]);

  const STYLE = `
    .lfnkr-desk .jp-CodeCell .jp-Cell-inputWrapper,
    .lfnkr-desk .jp-OutputPrompt, .lfnkr-desk .jp-OutputArea-promptOverlay, .lfnkr-desk .jp-InputPrompt,
    .lfnkr-desk .jp-cell-toolbar, .lfnkr-desk .jp-Notebook-footer, .lfnkr-desk .jp-CodeCell .jp-Collapser { display: none !important; }
    .lfnkr-desk .jp-CodeCell:not(:has(.jp-OutputArea-child)) { display: none; }
    .lfnkr-desk.lfnkr-code .jp-CodeCell { display: block; }
    .lfnkr-desk.lfnkr-code .jp-CodeCell .jp-Cell-inputWrapper { display: flex !important; }
    .lfnkr-desk .jp-Cell { padding: 4px 0; outline: none !important; }
    .lfnkr-desk .jp-Cell :is(.jp-InputArea-editor, .jp-RenderedMarkdown, .jp-InputArea) { outline: none !important; border-color: transparent !important; box-shadow: none !important; }
    .lfnkr-desk .jp-RenderedMarkdown h1 { margin-top: 0; }
    .lfnkr-desk .jp-RenderedMarkdown img[align="right"] { margin-left: 24px; }
    .lfnkr-desk .jp-Notebook .jp-Cell.jp-mod-active .jp-Collapser { visibility: hidden; }
    .lfnkr-desk .jp-MarkdownCell .jp-Collapser { display: none; }
    .lfnkr-desk .jp-WindowedPanel-inner, .lfnkr-desk .jp-Notebook { padding: 8px 16px; }
    .lfnkr-desk .jp-OutputArea-output { overflow: visible; }
    .lfnkr-desk .jp-RenderedMarkdown { max-width: 46rem; padding: 0 4px; }
  `;

  let shared = {};

  /** A module that JupyterLab shares. */
  const need = async (name) => {
    const versions = shared[name] ?? {};
    const version = Object.keys(versions)[0];
    if (!version) throw new Error(`JupyterLab does not share ${name}`);
    return (await versions[version].get())();
  };

  const chosenLanguage = () => {
    try {
      return localStorage.getItem("lfnkr:language") || "en";
    } catch {
      return "en";
    }
  };

  /** The words of the interface in the chosen language; they stand beside this file. */
  const words = async (base) => {
    const read = async (lang) => (await fetch(`${base}lab/extensions/${NAME}/static/words/${lang}.json`)).json();
    try {
      return await read(chosenLanguage());
    } catch {
      return read("en");
    }
  };

  const codeOf = (panel) => {
    const cells = panel.context.model.cells;
    const code = [];
    for (let place = 0; place < cells.length; place++) {
      const cell = cells.get(place);
      if (cell.type === "code") code.push(cell.sharedModel.getSource());
    }
    return code;
  };

  const isDesk = (panel) => {
    const code = codeOf(panel);
    return /^notebooks\/[^/]+\.ipynb$/.test(panel.context.path) && code.length > 0 && code.every((line) => ALLOWED.has(line));
  };

  const isRecipe = (item) => item?.type === "file" && /^briefings\/[^/]+\.md$/i.test(item.path);
  const isPost = (item) => item?.type === "file" && /^posts\/.+\.(md|markdown)$/i.test(item.path);

  /** A desk notebook holds nothing of its own: leaving it never asks whether to save. */
  const neverAsk = (model) => {
    const clean = () => {
      if (model.dirty) model.dirty = false;
    };
    model.stateChanged.connect((_, change) => change.name === "dirty" && clean());
    clean();
  };

  const run = async (panel, actions) => {
    await panel.sessionContext.ready;
    const kernel = panel.sessionContext.session?.kernel;
    if (!kernel || !isDesk(panel)) return;
    await kernel.info;
    await actions.runAll(panel.content, panel.sessionContext);
  };

  /** After a restart the widgets of the page are dead; the desk sets itself up again. */
  const runAgainAfterRestart = (panel, actions) => {
    let restarted = false;
    panel.sessionContext.statusChanged.connect((_, status) => {
      if (["restarting", "autorestarting"].includes(status)) restarted = true;
      if (restarted && status === "idle") {
        restarted = false;
        run(panel, actions);
      }
    });
  };

  const openNotebook = (app, name) => app.commands.execute("docmanager:open", { path: `notebooks/${name}.ipynb` });

  /** Hand a post to the editor: at once where one is open, else as soon as it appears. */
  const editPost = async (app, path) => {
    window.lfnkrDesk.pending = path;
    await openNotebook(app, "edit");
    window.dispatchEvent(new CustomEvent("lfnkr:open", { detail: path }));
  };

  /** Hand a briefing to the composer, in the same way. */
  const composeBriefing = async (app, path) => {
    window.lfnkrDesk.briefing = path;
    await openNotebook(app, "brief");
    window.dispatchEvent(new CustomEvent("lfnkr:compose", { detail: path }));
  };

  const activate = async (app, notebooks, tracker, filters, launcher, palette, icons) => {
    const base = app.serviceManager.serverSettings.baseUrl;
    const label = await words(base);
    document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
    window.lfnkrDesk = { pending: null, briefing: null, open: (name) => openNotebook(app, name), edit: (path) => editPost(app, path), compose: (path) => composeBriefing(app, path) };

    tracker.widgetAdded.connect(async (_, panel) => {
      await panel.context.ready;
      if (!isDesk(panel)) return;
      panel.addClass("lfnkr-desk");
      panel.toolbar.hide();
      neverAsk(panel.context.model);
      runAgainAfterRestart(panel, notebooks.NotebookActions);
      await run(panel, notebooks.NotebookActions);
    });

    app.commands.addCommand("lfnkr:open", {
      label: (args) => label[`card.${args.name}`] ?? label["desk"],
      caption: (args) => label[`card.${args.name}.what`] ?? "",
      icon: (args) => icons[args.name],
      execute: (args) => openNotebook(app, args.name ?? "start-here"),
    });
    app.commands.addCommand("lfnkr:edit-post", {
      label: label["edit_post"],
      isVisible: () => isPost([...(filters?.tracker.currentWidget?.selectedItems() ?? [])][0]),
      execute: (args) => {
        const path = args.path ?? [...filters.tracker.currentWidget.selectedItems()][0]?.path;
        return editPost(app, path);
      },
    });
    app.commands.addCommand("lfnkr:compose", {
      label: label["compose"],
      isVisible: () => isRecipe([...(filters?.tracker.currentWidget?.selectedItems() ?? [])][0]),
      execute: (args) => composeBriefing(app, args.path ?? [...filters.tracker.currentWidget.selectedItems()][0]?.path),
    });
    app.commands.addCommand("lfnkr:show-code", {
      label: label["show_code"],
      isToggled: () => Boolean(tracker.currentWidget?.hasClass("lfnkr-code")),
      isEnabled: () => Boolean(tracker.currentWidget?.hasClass("lfnkr-desk")),
      execute: () => tracker.currentWidget?.toggleClass("lfnkr-code"),
    });
    app.contextMenu.addItem({ command: "lfnkr:compose", selector: ".jp-DirListing-item[data-isdir='false']", rank: 0 });
    app.contextMenu.addItem({ command: "lfnkr:edit-post", selector: ".jp-DirListing-item[data-isdir='false']", rank: 0 });
    CARDS.forEach((name, rank) => {
      launcher?.add({ command: "lfnkr:open", args: { name }, category: label["desk"], rank });
      palette?.addItem({ command: "lfnkr:open", args: { name }, category: label["desk"] });
    });
    palette?.addItem({ command: "lfnkr:show-code", category: label["desk"] });
  };

  const ICON_PATHS = {
    "start-here": "M3 11 12 4l9 7v9h-6v-6H9v6H3z",
    browse: "M4 4h16v3H4zm0 5h16v3H4zm0 5h10v3H4z",
    edit: "M4 17.2V20h2.8L17.5 9.3l-2.8-2.8zM19.7 7.1a1 1 0 0 0 0-1.4l-1.4-1.4a1 1 0 0 0-1.4 0l-1.4 1.4 2.8 2.8z",
    brief: "M6 2h8l5 5v15H6zm7 1.5V8h4.5zM8 11h8v1.6H8zm0 3.4h8V16H8zm0 3.4h5v1.6H8z",
    explore: "M4 20V4h2v14h14v2zm4-4v-5h2.5v5zm4.2 0V7h2.5v9zm4.2 0v-7h2.5v7z",
  };

  const makeIcons = (LabIcon) =>
    Object.fromEntries(
      CARDS.map((name) => {
        const svgstr = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="16"><path class="jp-icon3" fill="#616161" d="${ICON_PATHS[name]}"/></svg>`;
        return [name, new LabIcon({ name: `lfnkr:${name}`, svgstr })];
      }),
    );

  const extension = async () => {
    const notebooks = await need("@jupyterlab/notebook");
    const { IFileBrowserFactory } = await need("@jupyterlab/filebrowser");
    const { ILauncher } = await need("@jupyterlab/launcher");
    const { ICommandPalette } = await need("@jupyterlab/apputils");
    const { LabIcon } = await need("@jupyterlab/ui-components");
    const icons = makeIcons(LabIcon);
    return {
      __esModule: true,
      default: {
        id: `${NAME}:plugin`,
        description: "The desk of lfnkr-nb.",
        autoStart: true,
        requires: [notebooks.INotebookTracker],
        optional: [IFileBrowserFactory, ILauncher, ICommandPalette],
        activate: (app, tracker, files, launcher, palette) =>
          activate(app, notebooks, tracker, files, launcher, palette, icons),
      },
    };
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[NAME] = {
    init: async (scope) => {
      shared = scope;
    },
    get: async () => {
      const made = await extension();
      return () => made;
    },
  };
})();
