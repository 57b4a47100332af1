"""How do tests open a page in a real browser, cut off from the net?"""

from pathlib import Path
from typing import Any

MOST_POLLS = 100
MOST_HIGH_ON_PHONE = 320
FIXED = {"width": 1280, "height": 900}


class Opened:
    """A page opened from disk with the net cut, and what it complained of."""

    def __init__(self, browser: Any, path: Path, query: str = "", **viewport: int) -> None:
        self.context = browser.new_context(viewport=viewport or FIXED)
        self.context.set_offline(True)
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type != "log" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{path.as_uri()}{query}")
        self.page.wait_for_load_state("load")
        for _ in range(MOST_POLLS):
            if self.page.evaluate("typeof Plotly !== 'undefined'"):
                break
            self.page.wait_for_timeout(20)

    def draw_all(self) -> list[str]:
        """Scroll past every chart and return the ids of those drawn."""
        for plot in self.page.query_selector_all(".plot:not(.still)"):
            plot.scroll_into_view_if_needed()
        # polled from here: the page's policy forbids the evaluation `wait_for_function` needs
        for _ in range(MOST_POLLS):
            if self.page.evaluate(
                "[...document.querySelectorAll('.plot:not(.still)')].every(e => e.data)"
            ):
                break
            self.page.wait_for_timeout(100)
        ids: list[str] = self.page.evaluate(
            "[...document.querySelectorAll('.plot')].filter(e => e.querySelector('svg.main-svg'))"
            ".map(e => e.id)"
        )
        return ids
