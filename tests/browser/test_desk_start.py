"""The start of the day in real JupyterLab: the desk opens by itself, and work is begun, watched and cancelled."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_steps import wait_until
from lab_driver import Visitor, start_lab

CELLS = "() => jupyterapp.shell.currentWidget.content.widgets.length"


def test_the_desk_opens_by_itself_and_says_what_there_is(
    visitor: Visitor, archive: Path, pictures: Path
) -> None:
    """The code runs on opening and is not seen; light and dark are kept as pictures."""
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    assert not page.locator(".jp-CodeCell .jp-Cell-inputWrapper").first.is_visible()
    assert not page.locator(".jp-NotebookPanel-toolbar").first.is_visible()
    assert page.evaluate("() => document.body.dataset.jpThemeLight") == "true"
    page.screenshot(path=pictures / "desk-light.png")
    visitor.use_theme(dark=True)
    page.screenshot(path=pictures / "desk-dark.png")


def test_a_notebook_outside_the_allow_list_never_runs_on_opening(visitor: Visitor, archive: Path) -> None:
    """One foreign line is enough; it runs when a person runs it."""
    notebook = json.loads((archive / "notebooks/start-here.ipynb").read_text("utf-8"))
    cell = {**notebook["cells"][1], "id": "foreign", "source": ["open('ran.txt', 'w').close()"]}
    notebook["cells"].append(cell)
    (archive / "notebooks/foreign.ipynb").write_text(json.dumps(notebook), "utf-8")
    visitor.open("foreign")
    visitor.page.wait_for_function(
        "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    )
    visitor.page.wait_for_timeout(3000)
    assert not (archive / "notebooks/ran.txt").exists()
    assert visitor.page.locator(".lf").count() == 0
    visitor.run_all()
    wait_until((archive / "notebooks/ran.txt").exists)


def test_a_module_beside_the_notebook_is_never_imported_in_our_place(visitor: Visitor, archive: Path) -> None:
    (archive / "notebooks/lfnkr_nb.py").write_text("open('ran.txt', 'w').close()", "utf-8")
    visitor.open("start-here", widget="desk")
    assert not (archive / "notebooks/ran.txt").exists()


def test_a_post_and_a_briefing_are_begun_in_one_click(visitor: Visitor, archive: Path) -> None:
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    page.get_by_role("button", name="New briefing").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Autumn letter")
    dialog.get_by_role("button", name="Begin").click()
    wait_until((archive / "briefings/autumn-letter.md").exists)
    page.get_by_role("tab", name="start-here.ipynb").click()
    page.get_by_role("button", name="New post").click()
    dialog.get_by_label("Title").fill("新潟への訪問")
    dialog.get_by_label("Kind").select_option("testimony")
    dialog.get_by_label("Language of the post").select_option("ja")
    dialog.get_by_role("button", name="Begin").click()
    made = archive / "posts/undated/新潟への訪問.md"
    wait_until(made.exists)
    assert "In their own words" in made.read_text("utf-8")
    assert "status: draft" in made.read_text("utf-8")


def test_a_name_that_is_taken_is_said_in_the_form_and_nothing_is_lost(
    visitor: Visitor, archive: Path
) -> None:
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    before = (archive / "briefings/geneva.md").read_bytes()
    page.get_by_role("button", name="New briefing").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Geneva")
    dialog.get_by_role("button", name="Begin").click()
    dialog.get_by_text("The file exists already").wait_for()
    assert dialog.get_by_label("Title").input_value() == "Geneva"
    assert (archive / "briefings/geneva.md").read_bytes() == before


def test_a_check_ends_in_a_list_of_problems(visitor: Visitor, archive: Path) -> None:
    (archive / "posts/2017/odd.md").write_text("---\ntitle: Odd\nstatus: nowhere\n---\nText.\n", "utf-8")
    visitor.open("start-here", widget="desk")
    visitor.page.get_by_role("button", name="Check").click()
    visitor.page.get_by_text("2017/odd.md:3").first.wait_for()


def test_an_error_is_one_sentence_with_its_hint(visitor: Visitor, archive: Path) -> None:
    """No traceback reaches the editor."""
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_role("button", name="Import").click()
    page.get_by_role("dialog").get_by_label("Export file").fill("nowhere.xml")
    page.get_by_role("dialog").get_by_role("button", name="Begin").click()
    page.get_by_text("There is no such file. Put the file into the archive's folder").wait_for()
    assert "Traceback" not in page.content()


def test_a_cancelled_build_leaves_nothing_half_done(visitor: Visitor, archive: Path) -> None:
    for number in range(40):
        recipe = f"---\ntitle: Number {number}\nposts: [gimjang]\n---\nWords.\n"
        (archive / f"briefings/a-{number:02d}.md").write_text(recipe, "utf-8")
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("44 briefings").wait_for()
    page.get_by_role("button", name="Build all briefings").click()
    wait_until(lambda: any((archive / "exports").glob("*.pdf")), 60)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("nothing was left half-done").wait_for(timeout=60_000)
    made = list((archive / "exports").glob("*.pdf"))
    assert 0 < len(made) < 44
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in made)
    assert list((archive / "exports").rglob(".lfnkr-tmp-*")) == []


def test_keys_typed_in_a_widget_never_reach_the_notebook(visitor: Visitor, archive: Path) -> None:
    """In JupyterLab "dd" deletes a cell and the arrow keys leave it."""
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    before = page.evaluate(CELLS)
    page.get_by_role("button", name="New post").click()
    page.get_by_role("dialog").get_by_label("Title").press_sequentially("add dd x c v z")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New post").focus()
    page.keyboard.type("ddxxaabb")
    page.get_by_label("Language", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("dd")
    assert page.evaluate(CELLS) == before


def test_the_interface_speaks_japanese_and_korean_and_remembers_it(visitor: Visitor, archive: Path) -> None:
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    page.get_by_label("Language", exact=True).select_option("ja")
    page.get_by_role("button", name="新しい記事").wait_for()
    page.get_by_label("言語").select_option("ko")
    page.get_by_role("button", name="새 글").wait_for()
    visitor.open("start-here", widget="desk")
    page.get_by_role("button", name="새 글").wait_for()


def test_after_a_restart_of_the_kernel_the_desk_is_there_again(visitor: Visitor, archive: Path) -> None:
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    page.locator(".lf-desk").evaluate("desk => desk.setAttribute('data-before-restart', '')")
    page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    page.locator(".lf-desk:not([data-before-restart])").get_by_text("24 posts").wait_for()


def test_leaving_asks_nothing_and_stops_the_kernel(visitor: Visitor, archive: Path) -> None:
    before = (archive / "notebooks/start-here.ipynb").read_bytes()
    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    page.evaluate("() => jupyterapp.commands.execute('application:close')")
    wait_until(lambda: visitor.lab.call("api/sessions") == [])
    assert page.locator(".jp-Dialog").count() == 0
    assert (archive / "notebooks/start-here.ipynb").read_bytes() == before


def test_collaboration_is_warned_of_where_it_is_on(visitor: Visitor, archive: Path) -> None:
    """Real-time collaboration has dropped typed text when a file changed on disk."""

    visitor.open("start-here", widget="desk")
    page = visitor.page
    page.get_by_text("24 posts").wait_for()
    assert page.get_by_text("Real-time collaboration is on").count() == 0
    page.evaluate(
        """() => {
            const data = document.getElementById('jupyter-config-data');
            const said = JSON.parse(data.textContent);
            said.federated_extensions.push({ name: '@jupyter/collaboration-extension' });
            data.textContent = JSON.stringify(said);
        }"""
    )
    page.get_by_label("Language", exact=True).select_option("ko")
    page.get_by_text("실시간 공동 편집이 켜져 있습니다").wait_for()


def test_the_launcher_has_a_card_for_each_notebook(visitor: Visitor, archive: Path) -> None:
    visitor.open("start-here", widget="desk")
    visitor.page.evaluate("() => { jupyterapp.commands.execute('launcher:create'); }")
    for name in ("Start here", "Brief", "Explore"):
        visitor.page.locator(".jp-LauncherCard", has_text=name).first.wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_desk_is_accessible(visit: Callable[..., Visitor], archive: Path, dark: bool) -> None:
    """axe-core finds nothing serious, in either theme."""
    visitor = visit()
    visitor.open("start-here", widget="desk")
    visitor.use_theme(dark=dark)
    visitor.page.get_by_text("24 posts").wait_for()
    assert visitor.serious_faults(".lf-desk") == []


def test_a_notebook_opens_as_a_page_of_its_own(visitor: Visitor, archive: Path, pictures: Path) -> None:
    visitor.open("start-here", app=True, widget="desk")
    visitor.page.get_by_text("24 posts").wait_for()
    assert not visitor.page.locator("#jp-left-stack").is_visible()
    visitor.page.screenshot(path=pictures / "desk-app.png")


def test_the_address_that_is_printed_opens_the_page(
    visit: Callable[..., Visitor], lab: object, tmp_path: Path, archive: Path
) -> None:
    """`lfnkr lab --app` leads to the page itself."""
    own = start_lab(archive, tmp_path, "--app", "start-here")
    try:
        log = (tmp_path / "lab.log").read_text("utf-8")
        assert f"{own.address}/doc/tree/notebooks/start-here.ipynb?token=" in log
    finally:
        own.stop()


@pytest.mark.parametrize("name", ["start-here", "browse", "edit", "brief", "explore"])
def test_every_notebook_runs_from_top_to_bottom_in_a_real_browser(
    visitor: Visitor, archive: Path, name: str
) -> None:
    """No cell ends in an error or a warning, and nothing is written into the notebook."""
    before = (archive / f"notebooks/{name}.ipynb").read_bytes()
    visitor.open(name)
    visitor.run_all()
    kernel = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    visitor.page.wait_for_function(f"() => {kernel}.status === 'idle'", timeout=90_000)
    outputs = visitor.page.evaluate(
        """() => jupyterapp.shell.currentWidget.content.widgets
            .filter(cell => cell.model.type === 'code')
            .flatMap(cell => cell.model.outputs.toJSON())
            .map(output => output.output_type === 'error' ? output.ename : output.name ?? output.output_type)"""
    )
    assert outputs
    assert set(outputs) <= {"display_data", "execute_result"}
    assert (archive / f"notebooks/{name}.ipynb").read_bytes() == before
