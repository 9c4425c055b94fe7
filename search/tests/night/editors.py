"""Editors: each has articles of its own, which it corrects, withdraws and publishes again."""

from __future__ import annotations

from search.tests.night.browser import Answer, Broken, Form
from search.tests.night.client import Client, World, token, whole
from search.tests.night.readers import Row

MOST = 12  # corrections of one article before the next one is taken
HEAD = "\n【更正】编号"


class Editor(Client):
    def __init__(self, world: World, number: int, name: str, articles: list[Row]) -> None:
        super().__init__(world, number)
        self.name_, self.articles, self.count = name, articles, 0
        self.withdrawn: list[int] = []

    def turn(self) -> None:
        self.sign_in(self.name_)
        self.pause()
        self.count += 1
        choice = self.random.random()
        if choice < 0.6:
            self.corrects()
        elif choice < 0.85:
            self.withdraws()
        else:
            self.looks_around()

    @property
    def article(self) -> int:
        return self.articles[self.count // MOST % len(self.articles)]["id"]

    def corrects(self) -> None:
        number = self.article
        address = f"/admin/archive/article/{number}/change/"
        form = Form(self.get("admin article", address, whole).text, "article_form")
        mark = f"ye{self.world.seed:x}z{self.number}z{self.random.getrandbits(40):010x}"
        form.set("body", form.value("body") + HEAD + mark + "。")
        self.pause()
        self.world.ledger.note("begun", article=number, mark=mark)
        fields = [*form.fields, ("_save", "保存")]
        self.ask("admin save", lambda: self.browser.post(address, fields), self._gone_on, (302,))
        self.world.ledger.note("edit", article=number, mark=mark)

    def _gone_on(self, answer: Answer) -> None:
        if "login" in answer.location:
            self.browser.cookies.clear()
            raise Broken(f"led to {answer.location}")

    def withdraws(self) -> None:
        """And publishes again, a little later."""
        number = self.article
        page = f"/admin/archive/article/{number}/change/"
        shown = Form(self.get("admin article", page, whole).text, "article_form")
        review = f"/admin/archive/page/{shown.value('page')}/review/"
        self.pause()
        for what, status in (("unpublish", "draft"), ("publish", "published")):
            kept = token(self.get("admin review", review, whole))
            self.pause()
            self.world.hidden.add(number)
            fields = [("csrfmiddlewaretoken", kept), (what, str(number))]
            self.world.ledger.note("asked", article=number, status=status)
            self.ask(
                "admin publish",
                lambda f=fields: self.browser.post(review, f),
                self._gone_on,
                (302,),
            )  # type: ignore[misc]
            self.world.ledger.note("status", article=number, status=status)

    def looks_around(self) -> None:
        for address in ("/admin/", "/admin/archive/article/", "/admin/archive/batch/"):
            self.get("admin list", address, whole)
            self.pause()
