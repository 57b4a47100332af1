"""Words of inputs, assumptions and limits."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "inputs.title": ("输入", "Inputs"),
    "inputs.changes": (
        "情景写明的变更：{projects} 个建设项目{beds}，{others} 项政策及其他{ruled}",
        "changes the scenario states: projects {projects}{beds}, policies and others "
        "{others}{ruled}",
    ),
    "inputs.changes_beds": ("（含只增加床位的 {n} 个）", " (of them with beds alone {n})"),
    "inputs.changes_by_rule": (
        "；另由配建标准推出 {n} 个建设项目，不计入行数",
        "; projects required by rule beside them, not among the rows: {n}",
    ),
    "inputs.parameters": ("方案的参数，没有数据行", "parameters of the scenario, no rows of data"),
    "inputs.note": (
        "哈希取文件 SHA-256 的前 12 位；全文见 manifest.json。",
        "Hashes are the first 12 digits of each file's SHA-256; manifest.json has them whole.",
    ),
    "assumptions.title": ("标准与假设", "Norms and assumptions"),
    "assumptions.note": (
        "“凭记忆”：未核对原文，引用前请核对；“假设”：没有出处，用于决策前应先核实；"
        "“情景写明”：取自情景文件。",
        "Recalled: not checked against the original, check before quoting. Assumed: without a "
        "source, verify before deciding. Stated: taken from the scenario file.",
    ),
    "assumptions.later": ("{first}，自{date}起{then}", "{first}; from {date} {then}"),
    "assumptions.last_rung": (
        "（最后一级不受班额上限约束，保证人人有学上）",
        " (the last rung ignores the largest class allowed, so that nobody is left without)",
    ),
    "assumptions.from": ("自{date}起执行", "in force from {date}"),
    "assumptions.other": ("{status}（默认 {default}）", "{status} (default {default})"),
    "assumptions.stated": ("情景写明（默认 {default}）", "stated (default {default})"),
    "pass.within stated shares": (
        "先给各片区留出外出就学份额",
        "stated shares left out first",
    ),
    "pass.shares taken": ("再动用外出就学份额", "stated shares taken as well"),
    "misfit.title": (
        "起始学年在校生与片区儿童的核对",
        "Opening pupils matched to children of the zones",
    ),
    "misfit.note": (
        "起始学年只知道各校在校生，不知道学生住在哪里，所以按距离把在校生分回各片区：第一步先给各片区"
        "留出外出、民办就读的份额，第二步才动用。“在校生”是这一步分回的人数；“适龄儿童”是这一步以后"
        "不在公办学校的儿童；“区外学生”是找不到同龄儿童、只能算作住在区外的在校生；"
        "“未在册儿童”是既不在公办学校、也不在外出和民办份额之内的儿童。对不上的如实列出，不作平差。",
        "Of the opening year the pupils of each school are known, not where they live, so they are "
        "matched to zones by distance: first leaving each zone its share of children elsewhere or "
        "in private schools, then taking it. Pupils: matched in this step. Children: those left "
        "outside public schools after it. Pupils from outside: those without a child of their age. "
        "Children not on a roll: in no public school and beyond the stated shares. What does not "
        "match is shown, never absorbed.",
    ),
    "subject.estate": ("小区", "housing estate"),
    "subject.town": ("镇街", "town"),
    "provision.title": ("配建标准的要求", "What provision rules ask for"),
    "provision.note": (
        "应有数取整倍数（不足一倍不计），达到起点的至少一所；已有数含已列入建设项目的学校。"
        "推出新增的学校写作项目，计入新增学位。",
        "Required are whole multiples, and one at least from the threshold on; what is planned "
        "counts as there. What a rule adds is a project, and counts as added places.",
    ),
    "oddities.title": ("数据中的疑点", "Oddities in the data"),
    "oddities.none": ("未发现疑点。", "None found."),
    "run.title": ("本次运行", "This run"),
    "run.item": ("项目", "Item"),
    "run.value": ("内容", "Value"),
    "run.scenario": ("方案", "Scenario"),
    "run.variant": ("变体", "Variant"),
    "run.version": ("程序版本", "Version"),
    "run.seed": ("随机种子", "Seed"),
    "run.replicates": ("重复次数", "Replicates"),
    "run.outlook": ("人口方案", "Outlook"),
    "run.command": ("重新运行", "Run it again"),
    "run.hash": ("输入哈希", "Hash of the inputs"),
    "run.packages": ("软件包", "Packages"),
    "limits.title": ("方法的边界", "Limits of the method"),
    "limits.central": (
        "这是一次没有随机波动的中心推演。缺口和大班额受波动影响只会变大，真实情况通常更差一些。",
        "This is one central run without random variation. Variation only adds to gaps and large "
        "classes, so reality is usually somewhat worse.",
    ),
    "limits.grade": (
        "学生按年龄应读年级计，不模拟留级和跳级。",
        "Pupils are counted in the grade due to their age; nobody repeats or skips one.",
    ),
    "limits.homes": (
        "起始学年学生的住址由儿童分布和距离推算，不是学籍住址。",
        "Homes of the opening year's pupils are inferred from children and distance, not records.",
    ),
    "limits.distance": (
        "距离是直线距离乘绕行系数，不是实际道路。",
        "Distances are straight lines times a detour factor, not roads.",
    ),
    "limits.even": (
        "同校同年级各班人数均分；真实班额有高低，恰在上限的班可能超标。",
        "Classes of a grade are even in size; real ones vary, so one at the limit may pass it.",
    ),
    "limits.catchments": (
        "没有给出招生片区的新校，片区由程序推定，图上用点线标出；实际划片可能不同。",
        "A new school without a stated catchment gets an assumed one, dotted on the map; the real "
        "one may differ.",
    ),
    "limits.rules": (
        "入学和调剂规则会改变大班额、调剂等数值，请连同“换一种规则、初始数据或人口”一表阅读。",
        "Rules of admission and redirection move large classes and redirection: read the verdict "
        "together with the table of other rules, starting data and outlooks.",
    ),
    "limits.teachers": (
        "只看学位和教室：师资、经费、用地造成的延误，写进项目日期才会体现。",
        "Places and rooms only: delays from staffing, money or land count only where the dates of "
        "projects say so.",
    ),
}
