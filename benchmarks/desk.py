"""The desk in real JupyterLab and Chromium: what an editor waits for, beside itables and ipydatagrid.

    python benchmarks/desk.py [--posts 5000] [--large 100000] [--rounds 15] [--quick]

Each figure is the median of several rounds, measured in the page with its own clock, from the event until the
frame after the change was painted (two animation frames). 5,000 posts: a facet click until the list is
repainted, choosing a post until its preview is painted, a keystroke until the preview shows it, a change of a
briefing of five posts until the new picture of its first page is painted. 100,000 posts: how long the first
paint takes beside that of 5,000. itables and ipydatagrid get the same frame; of them the choosing of a row
until Python knows it and a preview is painted is measured, as our own.

The load of the machine is printed: on a busy machine compare the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "browser"))

from generated_posts import write_archive
from lab_driver import ROOT, Lab, Visitor, start_lab

from chromium import CHROMIUM_OPTIONS, chromium

#: Milliseconds that each may take on an idle machine, and how much longer 100,000 posts may take.
TARGETS = {"facet click": 100.0, "choose a post": 100.0, "keystroke": 150.0, "page of a briefing": 1000.0}
GROWTH = 3.0
AGAINST_ITABLES = 5.0

#: Two frames later what was changed is on the screen.
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

#: Runs an action in the page and waits until `done` is true and painted; gives milliseconds.
TIMED = """async ([act, done]) => {
    const acting = new Function('return ' + act)(), finished = new Function('return ' + done)();
    const before = finished(true);
    const start = performance.now();
    acting();
    while (!finished(false, before)) await new Promise(next => setTimeout(next, 1));
    await new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)));
    return performance.now() - start;
}"""

FACET = """() => document.querySelectorAll('.lf-facet input')[ROUND % 7].click()"""
FACET_DONE = """(first, before) => {
    const list = document.querySelector('.lf-spacer');
    const said = document.querySelector('.lf-count').textContent + (list.firstChild?.textContent ?? '');
    return first ? said : said !== before;
}"""
CHOOSE = """() => document.querySelector('.lf-list').dispatchEvent(
    new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))"""
CHOOSE_DONE = """(first, before) => {
    const read = document.querySelector('.lf-browse').dataset.read;
    return first ? read : read !== before;
}"""
PREVIEW_DONE = """(first, before) => {
    const page = document.querySelector('.lf-previewing iframe').contentDocument;
    const said = page.querySelector('main').textContent.length;
    return first ? said : said !== before;
}"""
NOTE = """() => {
    const words = document.querySelector('.lf-words-note');
    words.value = 'Words of round ROUND.';
    words.dispatchEvent(new Event('input', { bubbles: true }));
}"""
NOTE_DONE = """(first, before) => {
    const sheet = document.querySelector('.lf-sheet'), said = sheet.dataset.version;
    return first ? said : said !== before && sheet.firstChild.complete;
}"""


def notebook(folder: Path, name: str, *cells: str) -> None:
    """A notebook with these cells."""
    made = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"c{number}",
            "metadata": {},
            "outputs": [],
            "source": cell,
        }
        for number, cell in enumerate(cells)
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    path = folder / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}), "utf-8"
    )


def archive_of(folder: Path, count: int) -> Path:
    """An archive of generated posts with its index made, and the notebooks that are measured."""
    write_archive(folder, count)
    begin = 'from lfnkr_nb import Archive, browse, edit\narchive = Archive.open("../posts")\nframe = archive.posts'
    notebook(folder, "browsing", begin, "browser = browse(archive)\nbrowser")
    notebook(folder, "editing", begin, "editor = edit(archive[frame.index[3]])\neditor")
    five = "frame.index[[3, 300, 600, 900, 1200]]"
    words = "from lfnkr_nb import Briefing, compose\n"
    made = f"briefing = Briefing('Five posts', list({five}), archive=archive, template='briefing')\n"
    notebook(folder, "composing", begin, words + made + "composer = compose(briefing)\ncomposer")
    peek = "from IPython.display import HTML, display\nimport ipywidgets as w\nout = w.HTML()\ndisplay(out)\n"
    shown = "frame[['title', 'kind', 'byline', 'slug']].reset_index(drop=True)"
    read = "def read(change):\n    row = change['new'][0] if change['new'] else None\n"
    read += "    row = row['r1'] if isinstance(row, dict) else row\n"
    read += "    out.value = '' if row is None else f'<div id=said>{row} {archive[frame.index[row]].content}</div>'\n"
    itables = f"from itables.widget import ITable\ntable = ITable({shown}, select=True, maxBytes=0)\n"
    notebook(folder, "itables", begin, peek + read + itables + "table.observe(read, 'selected_rows')\ntable")
    grid = f"from ipydatagrid import DataGrid\ngrid = DataGrid({shown}, selection_mode='row')\n"
    notebook(folder, "ipydatagrid", begin, peek + read + grid + "grid.observe(read, 'selections')\ngrid")
    return folder


def timed(visitor: Visitor, act: str, done: str, rounds: int) -> list[float]:
    """Milliseconds of each round."""
    took = []
    for number in range(rounds):
        took.append(visitor.page.evaluate(TIMED, [act.replace("ROUND", str(number)), done]))
        visitor.page.wait_for_timeout(120)
    return took


def opened(visitor: Visitor, name: str, widget: str) -> float:
    """Open a notebook, run it; milliseconds from the run of its last cell until the widget's list is painted."""
    visitor.page.goto(visitor.lab.url(name))
    visitor.page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.context?.isReady")
    return float(
        visitor.page.evaluate(
            """async selector => {
                const panel = jupyterapp.shell.currentWidget, notebook = panel.content;
                await panel.sessionContext.ready;
                await panel.sessionContext.session.kernel.info;
                notebook.activeCellIndex = 0;
                await jupyterapp.commands.execute('notebook:run-cell-and-select-next');
                await panel.sessionContext.session.kernel.requestExecute({ code: 'len(frame)' }).done;
                notebook.activeCellIndex = 1;
                const start = performance.now();
                jupyterapp.commands.execute('notebook:run-cell');
                while (!document.querySelector(selector)) await new Promise(next => setTimeout(next, 1));
                await new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)));
                return performance.now() - start;
            }""",
            widget,
        )
    )


def measure_browser(visitor: Visitor, rounds: int) -> dict[str, list[float]]:
    """Facet clicks and choices in our browser, of the archive the visitor is in."""
    first = opened(visitor, "browsing", ".lf-row .lf-row-title")
    visitor.page.locator(".lf-facet input").first.wait_for(timeout=120_000)
    visitor.page.wait_for_timeout(500)
    facets = timed(visitor, FACET, FACET_DONE, rounds)
    visitor.page.get_by_role("button", name="Clear filters").click()
    visitor.page.wait_for_timeout(500)
    chosen = timed(visitor, CHOOSE, CHOOSE_DONE, rounds)[1:]
    return {"first paint": [first], "facet click": facets, "choose a post": chosen}


def measure_keys(visitor: Visitor, rounds: int) -> list[float]:
    """Keystrokes until the preview shows them."""
    opened(visitor, "editing", ".lf-edit .cm-content")
    visitor.page.wait_for_timeout(1500)
    visitor.page.locator(".lf-text .cm-content").click()
    key = "() => document.execCommand('insertText', false, 'x')"
    return timed(visitor, key, PREVIEW_DONE, rounds)[1:]


def measure_pages(visitor: Visitor, rounds: int) -> list[float]:
    """A change of a briefing until its first page, drawn anew, is painted."""
    opened(visitor, "composing", ".lf-sheet[data-version] img[src]")
    visitor.page.wait_for_timeout(3000)
    took = []
    for number in range(rounds):
        took += timed(visitor, NOTE.replace("ROUND", str(number)), NOTE_DONE, 1)
        visitor.page.wait_for_timeout(1500)
    return took[1:]


def measure_itables(visitor: Visitor, rounds: int) -> list[float]:
    """A click on a row until Python's preview of it is painted."""
    opened(visitor, "itables", "table.dataTable tbody tr td")
    visitor.page.wait_for_timeout(1500)
    click = "() => document.querySelectorAll('table.dataTable tbody tr')[1 + ROUND % 6].querySelector('td').click()"
    done = """(first, before) => {
        const said = document.querySelector('#said')?.textContent ?? '';
        return first ? said : said && said !== before;
    }"""
    return timed(visitor, click, done, rounds)[1:]


def measure_ipydatagrid(visitor: Visitor, rounds: int) -> list[float]:
    """A click on the canvas of a grid until Python's preview of the row is painted."""
    opened(visitor, "ipydatagrid", ".ipydatagrid canvas, .lm-DataGrid canvas")
    visitor.page.wait_for_timeout(1500)
    grid = visitor.page.locator(".lm-DataGrid").first
    took = []
    said = "() => document.querySelector('#said')?.textContent ?? ''"
    for number in range(rounds):
        before = visitor.page.evaluate(said)
        grid.scroll_into_view_if_needed()
        box = grid.bounding_box()
        start = time.perf_counter()
        visitor.page.mouse.click(box["x"] + 160, box["y"] + 35 + 20 * (number % 6))
        visitor.page.wait_for_function(
            f"before => {{ const now = ({said})(); return now && now !== before; }}",
            arg=before,
            polling=5,
            timeout=10_000,
        )
        visitor.page.evaluate(PAINTED)
        took.append((time.perf_counter() - start) * 1000)
    return took[1:]


def main() -> int:
    """Measure and print one table; exit 1 where a ratio is missed (milliseconds depend on the machine)."""
    options = arguments()
    results: dict[str, list[float]] = {}
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="lfnkr-desk-") as scratch:
        results |= of_archive(Path(scratch) / "small", options.posts, options.rounds, missing, others=True)
        large = of_archive(Path(scratch) / "large", options.large, options.rounds, missing, others=False)
    results |= {f"{name}, {options.large:,} posts": took for name, took in large.items()}
    return report(results, missing, options)


def arguments() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=5_000, help="posts of the small archive")
    parser.add_argument("--large", type=int, default=100_000, help="posts of the large one")
    parser.add_argument("--rounds", type=int, default=15, help="rounds of each measurement")
    parser.add_argument("--quick", action="store_true", help="20,000 posts instead of 100,000")
    options = parser.parse_args()
    options.large = 20_000 if options.quick else options.large
    return options


def of_archive(
    folder: Path, count: int, rounds: int, missing: dict[str, str], *, others: bool
) -> dict[str, list[float]]:
    """Everything that is measured in one archive, in one browser."""
    from playwright.sync_api import TimeoutError, sync_playwright  # noqa: A004 - Playwright's own

    lab = start_lab(archive_of(folder, count), folder / "home")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
            results = with_visitor(lab, browser, lambda visitor: measure_browser(visitor, rounds))
            first = [
                with_visitor(lab, browser, lambda v: opened(v, "browsing", ".lf-row .lf-row-title"))
                for _ in range(4)
            ]
            results["first paint"] = [*results["first paint"], *first]
            for name in results:
                note(name, results)
            if others:
                results["keystroke"] = with_visitor(
                    lab, browser, lambda visitor: measure_keys(visitor, rounds)
                )
                results["page of a briefing"] = with_visitor(
                    lab, browser, lambda visitor: measure_pages(visitor, rounds)
                )
                for name in ("keystroke", "page of a briefing"):
                    note(name, results)
                for name, measure in (("itables", measure_itables), ("ipydatagrid", measure_ipydatagrid)):
                    if find_spec(name) is None:
                        missing[name] = "not installed"
                        continue
                    try:
                        results[name] = with_visitor(lab, browser, lambda v, m=measure: m(v, rounds))
                    except TimeoutError as error:
                        missing[name] = f"did not answer: {str(error).splitlines()[0]}"
                    note(name, results)
            browser.close()
    finally:
        lab.stop()
    return results


def note(name: str, results: dict[str, list[float]]) -> None:
    """Say at once what was measured: the whole takes minutes."""
    if name in results:
        print(f"measured: {name}, {median(results[name]):.0f} ms", file=sys.stderr, flush=True)


def with_visitor(lab: Lab, browser, act):  # noqa: ANN001, ANN201 - whatever the measurement gives
    """Let a fresh visitor do something; the kernels end with it."""
    visitor = Visitor.arrive(lab, browser, width=1600)
    visitor.context.set_default_timeout(180_000)
    try:
        return act(visitor)
    finally:
        visitor.context.close()
        lab.stop_kernels()


def report(results: dict[str, list[float]], missing: dict[str, str], options: argparse.Namespace) -> int:
    """Print the medians, the ratios and the load; 1 where a ratio is missed."""
    print(f"{'':42} {'median ms':>10} {'target':>8}   ({options.posts:,} posts where nothing else is said)")
    for name, took in results.items():
        target = TARGETS.get(name)
        print(f"{name:42} {median(took):10.0f} {f'≤ {target:.0f}' if target else '':>8}")
    for name, why in missing.items():
        print(f"{name:42} {why:>10}")
    growth = median(results[f"first paint, {options.large:,} posts"]) / median(results["first paint"])
    ratios = [("first paint, large as a multiple of small", growth, GROWTH, False)]
    if "itables" in results:
        ahead = median(results["itables"]) / median(results["choose a post"])
        ratios.append(("itables as a multiple of choosing a post", ahead, AGAINST_ITABLES, True))
    missed = 0
    for name, ratio, target, least in ratios:
        good = ratio >= target if least else ratio <= target
        missed += not good
        print(f"{name:42} {ratio:10.2f} {'≥' if least else '≤'} {target:.0f} {'' if good else ' MISSED'}")
    print(f"load of the machine: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores; {ROOT.name}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
