"""The keys of the review, as its help shows them; static/js/admin-review.js does what they say."""

from __future__ import annotations

KEYS = (
    ("j / k", "下一篇 / 上一篇"),
    ("o 或 回车", "打开这一篇，更正标题和提及"),
    ("p", "发布这一篇，转到下一篇待审"),
    ("a", "到“全部发布”按钮，回车确认"),
    ("s", "从所在的行拆开"),
    ("m", "到“并入此篇”按钮，已选好下一篇，回车确认"),
    ("t", "把所选的行定为这一篇的标题"),
    ("n", "下一个待审版面"),
    ("↑ ↓", "在原文中移动；按住 Shift 选多行"),
    ("Esc", "取消所选的行"),
    ("?", "这张表"),
)
