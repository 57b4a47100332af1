"""Which promises are judged, and under what else: alternatives, baselines, variants?"""

from typing import Annotated, Any, Literal

from pydantic import Field

from simulator.schema.base import Date, Id, Section, Source, StageGroup, Text
from simulator.schema.changes import Change


class Target(Section):
    """A promise, as the document makes it.

    一项承诺，照文件所写。
    """

    id: Id | None = None
    """Identifier; made from metric and stage when absent.

    编号；不写时由指标和学段组成。"""
    metric: Id
    """Indicator id of the closed registry.

    指标，须为本工具已定义的指标之一。"""
    stage: StageGroup
    """Stage or group of stages.

    学段或几个学段的合计。"""
    at_least: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """Promised minimum, in the indicator's unit.

    承诺的下限，单位同指标。"""
    at_most: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """Promised maximum, in the indicator's unit.

    承诺的上限，单位同指标。"""
    bound: Literal["stated", "assumed"] = "stated"
    """Whether the bound is the document's, or assumed where it prints none.

    上下限是文件写明的（stated），还是原文空缺、由情景假设的（assumed）。"""
    since: Date | None = None
    """Counting starts on this date (added places, and the years of a promise for every year).

    自何日起计数（新增学位，以及每年都要达到的承诺）。"""
    by: Date
    """Promised date.

    承诺的期限。"""
    every_year: bool = False
    """Whether the bound holds for every year up to the date, not for the last one alone: every
    September, or for places and money each twelve months counted from ``since``.

    是否每年都要达到，而不只看期限当年：学年指标看每年 9 月，学位和投资自 ``since`` 起
    每十二个月计一次。"""
    basis: Literal["gross", "net"] = "gross"
    """Gross, or net of closures and conversions (added places).

    口径：总增（gross），或扣除撤并与改用后的净增（net）；用于新增学位。"""
    strength: Literal["binding", "expected", "aspired"] = "binding"
    """Binding, expected (预期性) or aspired (力争).

    约束性（binding）、预期性（expected）或力争（aspired）。"""
    source: Source
    """The sentence it comes from.

    承诺所出自的原文。"""


class Alternative(Section):
    """An alternative of the rules whose effect on the verdict is shown.

    规则的一种其他取法，另行计算它对结论的影响。
    """

    name: Text
    """What is different, in words.

    用文字说明有何不同。"""
    set: dict[str, Any]
    """Field paths of ``rules`` and their alternative values.

    `rules` 下的字段路径及其另外的取值。"""


class Baselines(Section):
    """Further generated openings over which the verdict is shown.

    另外生成的若干份起始在校生，用来检验结论。
    """

    file: str
    """CSV with a ``baseline`` column beside the columns of the enrolment table.

    CSV 文件：在校生表的各列，另加一列 `baseline`。"""
    source: str
    """How they were generated.

    怎样生成。"""


class Sensitivity(Section):
    """What else the verdict is shown under.

    结论还要在哪些其他假设下再算一遍。
    """

    rules: tuple[Alternative, ...] = ()
    """Alternatives of the rules.

    规则的其他取法。"""
    baselines: Baselines | None = None
    """Alternative opening enrolments.

    另外的起始在校生。"""


class DropRule(Section):
    """Drop all changes of a kind.

    去掉某一种类的全部调整。
    """

    kind: Literal[
        "project", "policy", "catchment", "convert", "close", "merge",
        "rebuild", "receive", "take_over", "lease", "withdraw", "recognise",
        "provision",
    ]  # fmt: skip
    """Kind dropped; ``project`` is all that adds public places: build, expand, rebuild, receive
    and take_over. ``provision`` is the provision rules, and so what they would create; ``project``
    takes them along, ``receive`` those about estates.

    去掉的种类；`project` 指一切增加公办学位的事项：新建、扩建、拆除重建、接收配建和转公办。
    `provision` 指各条配建标准及其推出的项目；`project` 连同全部配建标准，`receive` 连同按小区的
    标准。"""


class Variant(Section):
    """A named set of overrides inside a scenario file.

    情景文件中的一个变体：一组改动。
    """

    title: Text | None = None
    """Name shown.

    显示的名称。"""
    drop: tuple[Id, ...] | DropRule = ()
    """Changes left out, by id or by kind.

    去掉的调整，按编号或按种类。"""
    amend: dict[Id, dict[str, Any]] = {}
    """Changes altered: id → field → value.

    修改的调整：编号 → 字段 → 值。"""
    add: tuple[Change, ...] = ()
    """Changes added.

    另加的调整。"""
    set: dict[str, Any] = {}
    """Field paths and values.

    字段路径及其取值。"""
