"""The HTML report in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from redislint.report import render
from tests.browser import Page, page
from tests.report import samples


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project's report."""
    folder = tmp_path_factory.mktemp("html")
    path = folder / "report.html"
    path.write_text(render("html", samples.project(folder)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with page(tmp_path_factory.mktemp("browser")) as one:
        yield one


SHOWN = "[...document.querySelectorAll('.finding')].filter((one) => one.checkVisibility()).length"
FILES = "[...document.querySelectorAll('.file')].filter((one) => one.checkVisibility()).length"
SAID = "document.querySelector('output').value"


def choose(browser: Page, name: str, value: str) -> None:
    """Choose as a person does: the browser sends the event."""
    browser.run(
        f"(() => {{ const one = document.querySelector('select[name={name}]'); one.value = '{value}';"
        "one.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )


def test_filters(browser: Page, file: Path) -> None:
    browser.look()
    browser.open(file)
    assert (browser.run(SHOWN), browser.run(FILES), browser.run(SAID)) == (10, 4, "10 of 10 shown")
    choose(browser, "severity", "error")
    assert (browser.run(SHOWN), browser.run(FILES), browser.run(SAID)) == (3, 2, "3 of 10 shown")
    choose(browser, "file", "shop/redis.conf")
    assert (browser.run(SHOWN), browser.run(FILES)) == (1, 1)
    choose(browser, "severity", "")
    assert browser.run(SHOWN) == 6
    browser.run("document.querySelector('button[type=reset]').click()")
    assert browser.run(f"new Promise((done) => setTimeout(() => done({SHOWN})))") == 10
    choose(browser, "family", "network")
    choose(browser, "instance", "redis.conf, redis.conf")
    assert browser.run(SHOWN) == 10


def test_it_asks_for_nothing_and_fails_at_nothing(browser: Page, file: Path) -> None:
    browser.open(file)
    browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert browser.faults == []


def test_the_policy_forbids_what_is_not_in_the_file(browser: Page, file: Path, tmp_path: Path) -> None:
    """Were a text from a file ever to become markup, it could do nothing."""
    evil = "<img src='https://example.org/a.png'><script>document.title = 'taken'</script><p style='color: red'>"
    other = tmp_path / "evil.html"
    other.write_text(file.read_text(encoding="utf-8").replace("<main>", f"<main>{evil}", 1), encoding="utf-8")
    browser.open(other)
    assert browser.run("document.title").startswith("redislint: ")
    refused = " ".join(browser.faults)
    for kind in ("img-src", "script-src", "style-src"):
        assert kind in refused or "default-src" in refused


def test_it_is_readable_without_scripts(browser: Page, file: Path) -> None:
    browser.open(file, scripts=False)
    text = browser.call("DOM.getOuterHTML", nodeId=browser.call("DOM.getDocument")["root"]["nodeId"])["outerHTML"]
    assert text.count("<article") == 10
    assert 'id="filter" hidden=""' in text
    assert browser.call("Page.getLayoutMetrics")["cssContentSize"]["height"] > 2000


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_part_is_wider_than_the_screen(browser: Page, file: Path, width: int) -> None:
    browser.look(width, 800)
    browser.open(file)
    assert browser.run("document.documentElement.scrollWidth") <= width


CONTRAST = """
(() => {
  const value = (text) => {
    const parts = text.match(/[\\d.]+/g).slice(0, 3).map((one) => one / 255)
      .map((one) => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
    return .2126 * parts[0] + .7152 * parts[1] + .0722 * parts[2];
  };
  const behind = (one) => {
    for (; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (!/, 0\\)$/.test(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };
  let least = 99;
  for (const one of document.querySelectorAll("main *, header *, nav *, footer *")) {
    if (![...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    const [a, b] = [value(getComputedStyle(one).color), value(behind(one))].sort((x, y) => y - x);
    least = Math.min(least, (a + .05) / (b + .05));
  }
  return least;
})()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(browser: Page, file: Path, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text."""
    browser.look(scheme=scheme)
    browser.open(file)
    background = browser.run("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(18, 22, 28)")
    assert browser.run(CONTRAST) >= 4.5


def test_print(browser: Page, file: Path) -> None:
    """Nothing stays folded on paper, dark is light there, and the filter is no part of it."""
    browser.look(media="print", scheme="dark")
    browser.open(file)
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.run("document.querySelector('form').checkVisibility()") is False
    inner = "document.querySelector('details > div').checkVisibility({contentVisibilityAuto: true})"
    assert browser.run("document.querySelector('details').open") is False
    assert browser.run(inner) is True
    browser.look()
    assert browser.run(inner) is False
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run("document.querySelectorAll('details:not([open])').length") == 0
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run("document.querySelectorAll('details[open]').length") == 0
    assert browser.printed().startswith(b"%PDF")


def test_a_link_to_a_rule_unfolds_it(browser: Page, file: Path) -> None:
    browser.look()
    browser.open(file)
    browser.run("document.querySelector('a[href=\"#RL101\"]').click()")
    assert browser.run("document.getElementById('RL101').checkVisibility()") is True
