"""Which fields, columns, changes, measures and tables are there? Writes ``docs/reference.md``.

Everything on the page is read from where the program reads it; only the examples of changes
stand here. Run ``python docs/generate_reference.py`` after changing any of it.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.columns import COLUMNS, KEYS, SHARED_STAGES, WORDS, Column, measured
from simulator.indicators import INDICATORS
from simulator.phrases import Phrase
from simulator.reading.changechecks import FIELDS, policy_keys
from simulator.schema import Change, ScenarioSpec
from simulator.schema.meaning import in_both_languages
from simulator.tables import MEANINGS, TABLES

SPECIFICATION = ScenarioSpec.model_json_schema()
DEFINITIONS = SPECIFICATION["$defs"]
PAGE = Path(__file__).resolve().parent / "reference.md"

INTRODUCTION = """\
# 情景文件参考 · Scenario reference

<!-- Written by docs/generate_reference.py from the program itself: change nothing here. -->

情景文件是一个 YAML 文件。一个值可以在几处写，后面的盖过前面的：默认值 < `extends` 的上级文件 <
本文件 < 变体 < `--set`。小节按字段合并，列表整个替换，`changes` 则前后相接；可以不写的小节和列表，
只有标题而没有内容，等于没有写。第一次使用请先看[教程](tutorial.zh.md)。
`simulate schema --out schema.json` 让编辑器知道同样的内容：在 VS Code
装好 YAML 扩展，情景文件首行写 `# yaml-language-server: $schema=schema.json`，即可补全并标出笔误。

A scenario is a YAML file. Where a value is stated more than once, the later counts: default < the
parent named by `extends` < the file < variant < `--set`. Sections merge field by field, lists
replace each other, `changes` follow one another; a section or list that may be left out counts as
left out where nothing stands under its heading. To begin, see the [tutorial](tutorial.md).
`simulate schema --out schema.json` tells an editor the same: with the YAML extension of VS Code and
`# yaml-language-server: $schema=schema.json` as first line of the scenario, it completes and marks.

- [文件 The file](#the-file) · [各表的列 Columns](#columns) · [单元格用词 Words in cells](#words)
- [调整的种类 Kinds of change](#changes) · [指标 Indicators](#indicators)
- [结果表 Output tables](#outputs)
"""

EXAMPLES = {
    "build": """\
- id: 新建四小
  build: 示例第四小学
  stage: primary
  rooms: 18
  zone: 城西  # 或 at: [经度, 纬度]
  catchment_zones: [城西]
  approved: 2026-02-10
  started: 2026-06-01
  accepted: 2027-08-10
  delay: {months: {p50: 2, p90: 9}}
  cost: 5400 万元""",
    "expand": """\
- id: 扩建一小
  expand: 示例第一小学
  stage: primary
  rooms: 6
  accepted: 2027-07-31""",
    "rebuild": """\
- id: 重建一小旧楼
  rebuild: 示例第一小学
  stage: primary
  rooms_out: 6  # 开工起停用；先建后拆的，写 demolish: after
  rooms: 12
  started: 2026-07-01
  accepted: 2028-07-31
  transition: {rooms: 4, at: 示例第二小学}""",
    "receive": """\
- id: 接收城西配建小学
  receive: 示例配建小学
  estate: 城西家园
  stage: primary
  rooms: 18
  zone: 城西
  accepted: 2027-06-30  # 不写时与小区同步交付""",
    "take_over": """\
- id: 新建民办园
  build: 示例民办幼儿园
  operator: private
  stage: preschool
  rooms: 6
  zone: 城东
  accepted: 2026-07-31
- id: 民办园转公办
  take_over: 示例民办幼儿园
  on: 2028-07-01""",
    "lease": """\
- id: 一小租用校舍
  lease: 示例第一小学
  stage: primary
  rooms: 4
  on: 2026-08-01
  until: 2028-08-31""",
    "convert": """\
- id: 小学教室改初中
  convert: 示例第一小学/primary
  to: junior
  rooms: 3
  on: 2028-09-01""",
    "merge": """\
- id: 二小并入一小
  merge: 示例第二小学
  into: 示例第一小学
  on: 2028-07-15""",
    "close": """\
- id: 撤销二小
  close: 示例第二小学
  into: 示例第一小学  # 不写时学生另行安排
  on: 2028-07-15""",
    "withdraw": """\
- id: 撤并二小
  withdraw: 示例第二小学
  into: 示例第一小学
  on: 2027-07-15  # 自此不招新生
  until: 2029-07-15  # 过渡期满，班级整体转入""",
    "catchment": """\
- id: 小学重新划片
  catchment: primary
  zones: {城西: [示例第一小学, 示例第二小学]}
  on: 2027-06-01""",
    "admission_plan": """\
- id: 一小2027年招生计划
  admission_plan: 示例第一小学
  grade: p1
  classes: 6
  on: 2027-06-30""",
    "purchase": """\
- id: 购买小学学位
  purchase: primary
  places: 40
  on: 2026-09-01""",
    "recognise": """\
- id: 新建民办园
  build: 示例民办幼儿园
  operator: private
  stage: preschool
  rooms: 6
  zone: 城东
  accepted: 2026-07-31
- id: 认定普惠园
  recognise: 示例民办幼儿园
  on: 2026-09-01
  until: 2029-08-31""",
    "policy": """\
- id: 化解大班额
  policy: {large_classes: clear}
  on: 2026-09-01""",
}
"""One of each kind, for the county of the tutorial."""

BEFORE = {
    "receive": """\
estates:
  - id: 城西家园
    zone: 城西
    handover: 2027-06-30
    dwellings: 1200
    children_per_1000: {primary: 120, junior: 50}
    phase_in: [0.5, 0.3, 0.2]
""",
}
"""What an example needs beside its changes."""


def page() -> str:
    """Write the whole page."""
    parts = [INTRODUCTION, *_sections(), *_tables(), *_words(), *_changes()]
    return "\n".join([*parts, *_indicators(), *_outputs()])


def _sections() -> Iterable[str]:
    """Write the file and every section of it, each where it is first met."""
    sections: dict[str, Any] = {"the-file": SPECIFICATION}
    places: dict[str, list[str]] = {"the-file": []}
    waiting = [("the-file", "")]
    while waiting:
        section, path = waiting.pop(0)
        for name, field in sections[section].get("properties", {}).items():
            here = f"{path}.{name}".strip(".")
            for below, inside in _referred(field):
                if below not in sections:
                    sections[below] = DEFINITIONS[below]
                    waiting.append((below, here + inside))
                places.setdefault(below, []).append(here + inside)
    for name, section in sections.items():
        said = in_both_languages(section["description"])
        heading = re.split("[；。：，]", said.zh)[0]
        if len(places[name]) == 1:
            heading = f"`{places[name][0]}` · {heading}"
        yield f'<a id="{name.lower()}"></a>\n\n## {heading}\n\n{said.zh}。{said.en}.\n'
        if len(places[name]) > 1:
            shown = places[name][:5]
            more = " …" if len(places[name]) > len(shown) else ""
            yield f"写在 Where: {_coded(shown)}{more}\n"
        needed = section.get("required", ())
        yield _table(
            ("字段 Field", "写法 Type", "默认 Default", "含义 Meaning"),
            (
                (f"`{key}`", _type(field, key), _default(key in needed, field), _meaning(field))
                for key, field in section["properties"].items()
            ),
        )


def _referred(field: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Give the sections a field holds, and how they lie in it: itself, in a list or by id."""
    if "$ref" in field:
        yield field["$ref"].rpartition("/")[2], ""
    for key, inside in (("anyOf", ""), ("items", "[]"), ("additionalProperties", ".*")):
        below = field.get(key)
        for one in below if isinstance(below, list) else [below]:
            if isinstance(one, Mapping):
                yield from ((name, inside + more) for name, more in _referred(one))
    for one in field.get("patternProperties", {}).values():
        yield from ((name, ".*" + more) for name, more in _referred(one))


def _type(field: Mapping[str, Any], key: str = "") -> str:
    """Say in plain words what is written: kind, allowed words, bounds."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        if name == "Table":
            return f"[表 table](#table), [列 columns](#columns-{key})"
        return f"[小节 section](#{name.lower()})"
    if "anyOf" in field:
        known = [_type(one, key) for one in field["anyOf"] if one.get("type") != "null"]
        return " 或 or ".join(dict.fromkeys(known))
    if "enum" in field or "const" in field:
        return _coded(field.get("enum", [field.get("const")]))
    kind = field.get("type")
    if kind == "array":
        if "prefixItems" in field:
            return f"[{', '.join(_type(one) for one in field['prefixItems'])}]"
        return f"列表 list: {_type(field.get('items', {}))}"
    if kind == "object":
        held = [*field.get("patternProperties", {}).values()]
        inside = held[0] if held else field.get("additionalProperties")
        return f"键 → 值 map: {_type(inside) if isinstance(inside, Mapping) else '任意 any'}"
    if kind in ("integer", "number"):
        return ("整数 whole number" if kind == "integer" else "数字 number") + _bounds(field)
    if kind == "boolean":
        return "是否 `true`, `false`"
    if kind == "string":
        return _text(field)
    return "任意 any"


def _text(field: Mapping[str, Any]) -> str:
    """Say what a text must look like."""
    pattern = str(field.get("pattern", ""))
    if field.get("format") == "date":
        return "日期 date: 年-月-日"
    if "\\s@" in pattern:
        return "编号 id"
    if "CNY" in pattern:
        return "金额 amount: `5400 万元`, `54_000_000 CNY`"
    return f"文字 text: {_coded([pattern])}" if pattern else "文字 text"


def _bounds(field: Mapping[str, Any]) -> str:
    low, above, high = (field.get(k) for k in ("minimum", "exclusiveMinimum", "maximum"))
    if high is not None and high >= 2**63 - 1:
        high = None
    if above is not None:
        return f", > {above:,g}, ≤ {high:,g}"
    if low is not None and high is not None:
        form = "d" if 1900 < low < high < 2200 else ",.12g"
        return f", {low:{form}}–{high:{form}}"
    return f", ≥ {low:,g}" if low is not None else ""


def _default(needed: bool, field: Mapping[str, Any]) -> str:
    if needed:
        return "**必填 required**"
    value = field.get("default")
    if value in (None, {}, [], "") or isinstance(value, Mapping):
        return ""
    if isinstance(value, list) and isinstance(value[0], Mapping):
        return " → ".join("/".join(map(str, step.values())) for step in value)
    if isinstance(value, float):
        return f"{value:.4g}"
    return f"`{value}`" if isinstance(value, str) else json.dumps(value)


def _meaning(field: Mapping[str, Any]) -> str:
    """Say what a field means; where it says the same as its section, only that is documented."""
    if "description" not in field:
        return _meaning(DEFINITIONS[field["$ref"].rpartition("/")[2]])
    return _both(in_both_languages(field["description"]))


def _tables() -> Iterable[str]:
    """Write the columns of every input table."""
    yield '<a id="columns"></a>\n\n## 各表的列 · Columns of the input tables\n'
    yield (
        "表头写字段名或任一中文表头都行，次序不限；认不出的列不用，并在检查时列出。空单元格取默认值。\n"
        "行内写法（`data:`）同此。\n\n"
        "A heading is the field or any of the Chinese ones, in any order; columns not\n"
        "understood are not used, and named by `simulate check`. A blank cell takes the\n"
        "default. Rows under `data:` are written alike.\n"
    )
    for name, columns in COLUMNS.items():
        field = ScenarioSpec.model_fields.get(name)
        said = in_both_languages(field.description) if field else _BASELINES
        yield f'<a id="columns-{name}"></a>\n\n### `{name}`\n\n{said.zh}。{said.en}.\n'
        if not columns:
            yield "只用图形，不用列。Only its shape is used.\n"
            continue
        if name in KEYS:
            yield f"一行由这些列确定 A row is named by: {_coded(KEYS[name])}\n"
        yield _table(
            (
                "字段 Field",
                "表头 Headings",
                "写法 Type",
                "单位 Unit",
                "默认 Default",
                "含义 Meaning",
            ),
            map(_column, columns),
        )
    yield "`zones`、`outline` 可为带图形的图层。`zones` and `outline` may be layers with shapes.\n"


_BASELINES = Phrase("另外的起始在校生（`sensitivity.baselines`）", "Further openings")


def _column(column: Column) -> Sequence[str]:
    kinds = {
        "int": "整数 whole number", "float": "数字 number", "id": "编号 id", "text": "文字 text",
        "stage": "学段 stage", "stages": "学段 stages", "grade": "年级 grade",
        "residence": "户籍类型 residence", "date": "日期 date: 年-月-日",
    }  # fmt: skip
    written = kinds.get(column.kind) or _coded(column.choices)
    if column.low is not None and column.high is not None:
        written += _bounds({"minimum": column.low, "maximum": column.high})
    default = "" if column.default is None else f"`{column.default}`"
    return (
        f"`{column.field}`",
        "、".join(column.aliases),
        written,
        _both(column.measure) if column.unit else "",
        "**必填 required**" if column.required else default,
        _both(column.doc),
    )


def _words() -> Iterable[str]:
    yield '<a id="words"></a>\n\n## 单元格用词 · Words understood in cells\n'
    rows = []
    for kind, words in WORDS.items():
        for code in dict.fromkeys(words.values()):
            chinese = "、".join(word for word, meant in words.items() if meant == code)
            rows.append((f"`{kind}`", f"`{code}`", chinese))
    rows += [("`stages`", f"`{code}`", word) for word, code in SHARED_STAGES.items()]
    yield _table(("列 Column", "代码 Code", "中文 Chinese"), rows)


def _changes() -> Iterable[str]:
    """Write each kind of change: what it means, needs and allows, and one example."""
    yield '<a id="changes"></a>\n\n## 调整的种类 · Kinds of change\n'
    yield (
        "`changes` 的每一项都有 `id` 和一个种类；`source` 和 `evidence` 都可写。\n"
        "各字段的含义见[调整](#change)。例子取自教程的示例县。\n\n"
        "Each of `changes` has an `id` and one kind, and may state `source` and `evidence`.\n"
        "Fields are explained under [changes](#change). The examples belong to the county of\n"
        "the tutorial.\n"
    )
    for kind, (needs, allows) in FIELDS.items():
        said = in_both_languages(Change.model_fields[kind].description)
        yield f"### `{kind}`\n\n{said.zh}。{said.en}.\n"
        yield f"- 必填 Needs: {_coded(needs)}"
        if kind in ("build", "receive"):
            yield (
                "- 教室三选一 Rooms, one of: "
                "`stage` + `rooms`, `stages` + `rooms`, `rooms_by_stage`\n"
                "- 位置三选一 Position, one of: `at`, `zone`, `site`"
            )
        further = [name for name in allows if name not in needs]
        if further:
            yield f"- 可写 May state: {_coded(further)}"
        if kind == "policy":
            yield f"- 可改的规则和标准 Rules and norms: {_coded(policy_keys())}"
        before = BEFORE.get(kind, "")
        yield f"\n```yaml\n{before}changes:\n{_indented(EXAMPLES[kind])}\n```\n"


def _indicators() -> Iterable[str]:
    yield '<a id="indicators"></a>\n\n## 指标 · Indicators\n'
    yield "`targets` 的 `metric`。The `metric` of `targets`.\n"
    better = {"more": "↑", "fewer": "↓", "neither": ""}
    rows = (
        (
            f"`{one.id}`",
            f"{one.zh}<br>{one.en}",
            _both(measured(one.unit)),
            better[one.direction],
            _coded(one.stages),
            _both(one.formula),
        )
        for one in INDICATORS.values()
    )
    heads = ("指标 Metric", "名称 Name", "单位 Unit", "好 Good", "学段 Stages", "算法 Formula")
    yield _table(heads, rows)


def _outputs() -> Iterable[str]:
    yield '<a id="outputs"></a>\n\n## 结果表 · Output tables\n'
    yield (
        "写在结果文件夹的 `tables/` 下，各有 CSV（带 BOM，Excel 可直接打开）和 Parquet 两份。\n\n"
        "In `tables/` of the result folder, each as CSV (with BOM, for Excel) and as Parquet.\n"
    )
    kinds = {
        "int": "整数 whole number",
        "float": "数字 number",
        "str": "文字 text",
        "bool": "是否 bool",
    }
    for name, fields in TABLES.items():
        yield f"### `{name}.csv`\n\n{MEANINGS[name].zh}。{MEANINGS[name].en.capitalize()}.\n"
        rows = (
            (f"`{one.name}`", kinds[one.dtype], _both(measured(one.unit)), f"{one.zh}<br>{one.en}")
            for one in fields
        )
        yield _table(("列 Column", "类型 Type", "单位 Unit", "含义 Meaning"), rows)


def _both(said: Phrase) -> str:
    """Give both languages, one below the other; once where they are the same."""
    return said.zh if said.zh == said.en else f"{said.zh}<br>{said.en}"


def _coded(words: Iterable[object]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _indented(text: str) -> str:
    return "\n".join("  " + line for line in text.splitlines())


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; a bar in a cell would end it."""
    lines = [heads, ["---"] * len(heads), *rows]
    plain = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in lines]
    return "\n".join(f"| {line} |" for line in plain) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
