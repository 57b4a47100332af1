"""Do two rows of a table mean the same place under two names, or two places under one?"""

import re
import unicodedata
from typing import Final

from simulator.phrases import Phrase, listing
from simulator.reading.draft import Draft

_TABLES: Final = ("zones", "schools", "campuses", "sites")
_KINDS: Final = ("学校", "小学", "中学", "初级中学", "幼儿园", "校区", "片区")
"""What is added to a name, or left out, without another place being meant."""


def check_names(draft: Draft) -> None:
    """List ids that differ only in width or case, and names that are shared or nearly so.

    Parameters
    ----------
    draft
        The scenario under check.
    """
    for table in _TABLES:
        read = draft.tables.get(table)
        if read is None or not len(read.frame):
            continue
        ids = [word for word in read.values("id") if word is not None]
        _alike(draft, table, {word: _plain(word) for word in ids})
        names = [
            (word, str(name).strip())
            for word, name in zip(read.values("id"), read.values("name"), strict=True)
            if word is not None and name is not None and str(name).strip()
        ]
        _shared(draft, table, names)


def _plain(text: str) -> str:
    """Give a name without differences of width, case, blanks and brackets."""
    return re.sub(r"[\s()\[\]]", "", unicodedata.normalize("NFKC", text).casefold())


def _alike(draft: Draft, table: str, plain: dict[str, str]) -> None:
    """List ids that a person would read as one."""
    groups: dict[str, list[str]] = {}
    for word, form in plain.items():
        groups.setdefault(form, []).append(word)
    for words in groups.values():
        if len(words) > 1:
            held = listing([f"`{word}`" for word in words])
            draft.findings.oddity(
                f"{table}/{words[0]}",
                Phrase(
                    f"编号 {held.zh} 只有全角半角或大小写之别，按不同的各个读取",
                    f"the ids {held.en} differ only in width or case; read as different ones",
                ),
            )


def _shared(draft: Draft, table: str, names: list[tuple[str, str]]) -> None:
    """List names that stand for several ids, the kind of school written or left out."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for word, name in names:
        groups.setdefault(_plain(name), []).append((word, name))
    for form in list(groups):
        for kind in _KINDS:
            bare = form.removesuffix(kind)
            if bare != form and bare in groups:
                groups[bare] += groups.get(form, [])
                groups[form] = []
    for same in groups.values():
        if len(same) > 1:
            held = listing([f"{word} `{name}`" for word, name in same])
            draft.findings.oddity(
                f"{table}/{same[0][0]}/name",
                Phrase(
                    f"名称相同或相近，按不同的各个读取：{held.zh}",
                    f"names are the same or nearly so; read as different ones: {held.en}",
                ),
            )
