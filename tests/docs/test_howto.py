"""Do the how-to pages work, each in the folder of the tutorial?"""

import re
from pathlib import Path

import pytest

from simulator import load
from tests.docs.pages import DOCS, blocks_of, files_of, follow, save

PAGES = sorted((DOCS / "howto").glob("*.md"))
SLOW = ("compare", "projects", "stages")
"""Pages with so many runs that the quick tests only read their scenarios."""


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, id=page.stem, marks=[pytest.mark.full] if page.stem in SLOW else [])
        for page in PAGES
    ],
)
@pytest.mark.full
def test_a_page_is_followed(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(files_of(DOCS / "tutorial.zh.md"), tmp_path)
    assert follow(page, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", SLOW)
def test_its_scenarios_and_their_variants_are_read(name: str, tmp_path: Path) -> None:
    page = DOCS / "howto" / f"{name}.md"
    save(files_of(DOCS / "tutorial.zh.md"), tmp_path)
    save(files_of(page), tmp_path)
    for file in (name for name in files_of(page) if name.endswith(".yaml")):
        scenario = load(tmp_path / file)
        assert scenario.oddities == (), file
        for variant in scenario.spec.variants:
            load(tmp_path / file, variant=variant)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_headings_are_in_both_languages(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for heading in re.findall(r"^#+ (.*)", text, re.MULTILINE):
        assert re.search(r"[\u4e00-\u9fff].* · .*[A-Za-z]", heading), heading


def test_the_index_leads_to_every_page_and_every_link_somewhere() -> None:
    linked: set[Path] = set()
    for page in [*DOCS.glob("*.md"), *PAGES]:
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in link:
                assert (page.parent / link).exists(), (page.name, link)
                if page.name == "README.md":
                    linked.add((page.parent / link).resolve())
    assert {*DOCS.glob("*.md"), *PAGES} - linked == {DOCS / "README.md"}


def test_every_block_is_followed() -> None:
    for page in [*DOCS.glob("tutorial*.md"), *PAGES]:
        for block in blocks_of(page):
            done = {"console", "python", "text"}
            assert "file" in block.facts or block.language in done, (page, block)
