"""Names and values that have broken other programs."""

from typing import Final

NAMES: Final = (
    "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202e小学\u202c", "示例💥👩‍🏫小学",
    "长" * 300, "../../etc/passwd", "CON", "一行\n又一行", "{{7*7}}", "${7*7}", "</script>",
    "nul\x00byte", "",
    " ", "null", "NaN", "true", "-", "@SUM(A1)", "+1", "'", '"', "`", "a,b", "a;b", "a/b", "\\",
    "%s%n", "%(x)s", "{0}", "{x}", "&amp;", "<!--", "]]>", "\u2028", "\x1b[31m", "合计", "总计",
    "--out", "#REF!", "a" * 121,
)  # fmt: skip

VALUES: Final = (
    "0", "-0", "-1", "1e3", "1e999", "-1e999", "inf", "nan", ".inf", ".nan", "1_000", "1,000",
    "１２", "5%", "36间", "12:30", "0x10", "0o17", "010", "9" * 30, "0.1", "99999", "2147483648",
    "1e-9", "yes", "no", "~", "null", "[]", "{}", "[[]]", "{a: 1}", "[1, 2]", "2023-02-30",
    "0000-01-01", "9999-12-31", "45170", "2025年9月1日", "primary", "north", "*x", "&x 1",
    "!!int x",
)  # fmt: skip
