"""What does the command line say, in Chinese and in English?"""

from typing import Final

from simulator.phrases import Lang

MESSAGES: Final[dict[str, dict[Lang, str]]] = {
    "problems": {
        "zh": "共 {problems} 处问题，涉及 {files} 个文件；没有写出任何内容。",
        "en": "{problems} in {files}; nothing was written.",
    },
    "shipped": {
        "zh": "此处没有 {asked}，改用随软件附带的 {path}",
        "en": "no {asked} here; using the copy shipped with the program: {path}",
    },
    "interrupted": {
        "zh": "已中断；没有留下写了一半的结果。",
        "en": "interrupted; no results were left half-written.",
    },
    "bug": {
        "zh": "程序出错（{kind}），这是软件的缺陷，不是您的数据有误。\n日志：{log}",
        "en": "the program failed ({kind}): this is a bug, not your input.\nlog: {log}",
    },
    "bug_without_log": {
        "zh": "程序出错（{kind}：{message}），这是软件的缺陷，不是您的数据有误。"
        "\n日志无法写入系统临时目录。",
        "en": "the program failed ({kind}: {message}): this is a bug, not your input."
        "\nno log could be written to the system's temporary folder.",
    },
    "missed": {
        "zh": "未达到的目标（{count}）：{targets}",
        "en": "targets missed ({count}): {targets}",
    },
    "remade": {
        "zh": "已重新生成 report.html、workbook.xlsx、layers.gpkg，在 {folder}",
        "en": "made again in {folder}: report.html, workbook.xlsx, layers.gpkg",
    },
    "not_kept": {
        "zh": "{name} 的结果没有另存（{why}）；比较照常进行。",
        "en": "the results of {name} were not kept ({why}); the comparison goes on.",
    },
    "alone": {"zh": "逐项改动", "en": "each change alone"},
    "simulating": {"zh": "模拟", "en": "simulating"},
    "writing": {"zh": "写入结果", "en": "writing files"},
    "left": {"zh": "剩余", "en": "time left"},
}


def words(key: str, lang: Lang, **values: str | int) -> str:
    """Return a message in a language, with its values put in."""
    return MESSAGES[key][lang].format(**values)
