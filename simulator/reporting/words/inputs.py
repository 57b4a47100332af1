"""Words of inputs, assumptions and limits."""

from typing import Final

WORDS: Final[dict[str, tuple[str, str]]] = {
    "inputs.title": ("输入", "Inputs"),
    "inputs.note": (
        "哈希取文件 SHA-256 的前 12 位；全文见 manifest.json。",
        "Hashes are the first 12 digits of each file's SHA-256; manifest.json has them whole.",
    ),
    "assumptions.title": ("标准与假设", "Norms and assumptions"),
    "assumptions.note": (
        "标为“假设”和“凭记忆”的取值没有核对到出处，用于决策前应先核实。",
        "Values marked assumed or recalled were not traced to a source: verify before deciding.",
    ),
    "pass.within stated shares": (
        "先给各片区留出外出就学份额",
        "stated shares left out first",
    ),
    "pass.shares taken": ("再动用外出就学份额", "stated shares taken as well"),
    "misfit.title": ("起始学年对不上的人数", "What did not fit in the opening year"),
    "misfit.note": (
        "按片区儿童数推算在校生住处时剩下的差额，如实列出，不作平差。",
        "Left over when pupils on roll were matched to children by zone; shown, never absorbed.",
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
    "run.hash": ("输入哈希", "Hash of the inputs"),
    "run.packages": ("软件包", "Packages"),
    "limits.title": ("方法的边界", "Limits of the method"),
    "limits.central": (
        "这是一次没有随机波动的中心推演。缺口和大班额受波动影响只会变大，真实情况通常更差一些。",
        "This is one central run without luck. Variation only adds to gaps and large classes, so "
        "reality is usually somewhat worse.",
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
        "入学和调剂规则会明显改变结果，请连同“换一种规则”一表阅读。",
        "Rules of admission and redirection change results markedly: read the verdict together "
        "with the table of other rules.",
    ),
    "limits.teachers": (
        "只看学位和教室：师资、经费、用地造成的延误，写进项目日期才会体现。",
        "Places and rooms only: delays from staffing, money or land count only where the dates of "
        "projects say so.",
    ),
}
