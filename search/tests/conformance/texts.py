"""Sentences that engines take apart in different ways, and words that queries are made of."""

from __future__ import annotations

# What a tokenizer, a sort or a number of bytes might stumble over; each stands in many articles.
TRAPS = (
    "總投資5,000萬元的儲能電站併網發電。",
    "總投資5000萬元的儲能項目開工。",
    "全年完成投资12,345.6亿元，比上年增长8.7 %。",
    "全年完成投资12345.6亿元，实现1,234,567人就业。",
    "高高兴兴、平平安安、哈哈哈哈哈哈，孩子们笑声不断。",
    "发展发展再发展，创新创新再创新。",
    "ＡＢＣ１２３型 5G 基站与ＧＤＰ增速3.5%—5%，R&D经费占比2.8%。",
    "OpenAI、DeepSeek 和 C++、C# 程序员座谈，web 2.0 already passed away.",
    "\u00a0参观者\u2003来自\u3000各 地，\u200b“零\ufeff宽”字符\t也在其中。",
    "生僻字𬭚、𠮷、㐂和表情😀😀进了报纸，e\u0301tude 与 Ⅳ、㎡、㍿也进了。",
    "据新华社电 -3.5% 的降幅、+4% 的增幅，以及 2024-03-05 的 1/3、A-100。",
    "第一行\n第二行\u2028第三行\r\n第四行\u0085第五行",
    "网址 https://example.org/" + "abcdefghij" * 30 + " 太长。",
    "a" * 64 + " " + "b" * 65 + " " + "c" * 300,
    "标点连用！！！？？？……——《书名》〈篇名〉【专栏】（括号）“引号”‘单引号’、。",
    "NEAR AND OR NOT title: * ? ~ ^ [a TO b] {x} \\ / 都是普通文字。",
    "<mark>不是标签</mark> &amp; &lt;script&gt;alert(1)&lt;/script&gt;",
    "Ｈｅｌｌｏ　Ｗｏｒｌｄ，hello world, HELLO WORLD.",
    "İstanbul ſtraße ß ﬁ ﬂ Å ǆ",
    "低空经济起飞，低空经济产业园揭牌，发展低空经济正当时。",
    "新质生产力加快形成，因地制宜发展新质生产力。",
    "“十四五”规划和2035年远景目标纲要",
)
# Names of what articles may be by; folding keeps a line for each.
BYLINES = ("王小明", "李 强", "欧阳娜娜", "諸葛亮", "John Smith", "张三", "阿卜杜拉·买买提")
# Words that readers type; many stand in the sentences, some nowhere.
TYPED = (
    "储能", "光伏", "项目", "高质量发展", "营商环境", "乡村振兴", "新能源", "投资", "亿元", "会议",
    "市委书记", "产业", "创新", "农业", "文旅", "医疗", "教育", "港口", "低空经济", "新质生产力",
    "儲能", "鄉村振興", "GDP", "5G", "web", "hello world", "R&D", "C++", "deepseek", "2024年",
    "5000万元", "5,000万元", "12345.6", "1234567", "我市", "的", "一", "，", "。", "%", "8.7%",
    "招商引资", "座谈会", "除能", "江泽明", "高高兴兴", "哈哈", "发展发展", "氪石反应堆", "qwertyuiop",
)  # fmt: skip
PREFIXES = ("新", "新能", "储", "高质", "发", "低空经", "o", "deep", "20", "的", "氪石", "储能产业")
# Typed a little wrong, as spelling is asked to mend; some are no mistake.
MISTYPED = (
    "除能", "广伏", "高质量发张", "营商环竟", "乡村震兴", "低空精济", "新质生产立", "出能产业", "光福电站",
    "招商银资", "医疔", "文铝", "座谈绘", "储能", "项木", "新能原", "农业现代划", "港囗", "教肓", "会义",
)  # fmt: skip
SUGGESTED = (
    "储", "储能", "chu", "cn", "xin", "xny", "gaozhi", "gzl", "发", "城", "泰", "ta", "taian", "jining",
    "dazhong", "日报", "ribao", "li", "lj", "zhang", "z", "oy", "市", "新能源 ta", "title:储", "城市:泰",
    "官员:李", "“高", "储能 AND 泰", "qi", "qiche", "5g", "g", "web", "o", "项目 OR 光", "wl", "济",
)  # fmt: skip
BROKEN = (
    "“储能", "(储能 OR", "储能 AND", "OR 储能", "NOT", "-", "NEAR/3", "储能 NEAR 光伏 NEAR", ")(", "*", "??",
    "title:", "date:明天", "date:2024-13", "city:没有此地", "official:无此人甲", "日期:2024-05..2024-01",
    "((((((((((((((((((((((储能))))))))))))))))))))))", "储能 near 光伏", "储*能", "-5%", "“”", "。。。",
    "城市：让生活更美好", "\u200b", "储能 && || 光伏", "NEAR/3 储能", "title:(储能 OR)", "a" * 70, "c" * 290,
)  # fmt: skip
