// Looks for a choice inside a facet without leaving the results; without script the link leads
// to the page of all choices.
(() => {
  "use strict";
  const say = window.gettext ?? ((text) => text);
  const interpolate = window.interpolate ?? ((text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]));
  const WAIT = 180;
  const MOST = 30;

  const span = (name, ...held) => {
    const made = document.createElement("span");
    made.className = name;
    made.append(...held);
    return made;
  };

  // As the page gives a choice; the id keeps the focus when the results are replaced.
  const row = (facet, choice) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.id = `${facet}-${choice.value}`;
    link.href = choice.url;
    link.rel = "nofollow";
    if (choice.selected) {
      link.className = "chosen";
      link.setAttribute("aria-current", "true");
    }
    const label = span("label", choice.label);
    if (choice.selected) label.append(span("hidden", say("（已选）")));
    link.append(label, span("count", String(choice.count), span("hidden", ` ${say("篇")}`)));
    item.append(link);
    return item;
  };

  const told = (total, listed) => {
    if (!total) return say("没有这样的选项。");
    const line = total > listed ? say("共 %(total)s 项，列出 %(listed)s 项") : say("%(total)s 项");
    return interpolate(line, { total, listed }, true);
  };

  const open = (section, more) => {
    const query = new URL(more.href).searchParams;
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = say("名称或拼音");
    const facet = section.querySelector("h2").textContent;
    input.setAttribute("aria-label", interpolate(say("在%(facet)s里查找"), { facet }, true));
    input.className = "facet-find";
    const list = document.createElement("ul");
    const said = document.createElement("p");
    said.className = "meta";
    said.setAttribute("role", "status");
    let timer = 0;
    let asked = null;

    const look = async () => {
      asked?.abort();
      asked = new AbortController();
      const prefix = input.value.trim();
      if (!prefix) {
        list.replaceChildren();
        said.textContent = say("输入名称或拼音的开头。");
        return;
      }
      query.set("prefix", prefix);
      try {
        const answer = await fetch(`${section.dataset.url}?${query}`, { signal: asked.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        const { total, values } = await answer.json();
        const shown = values.slice(0, MOST);
        list.replaceChildren(...shown.map((choice) => row(section.dataset.facet, choice)));
        window.htmx?.process(list);
        said.textContent = told(total, shown.length);
      } catch (error) {
        if (error.name !== "AbortError") said.textContent = say("暂时查不到，请稍后再试。");
      }
    };

    input.addEventListener("input", (event) => {
      if (event.isComposing) return;
      clearTimeout(timer);
      timer = setTimeout(look, WAIT);
    });
    input.addEventListener("compositionend", look);
    more.replaceWith(input);
    section.append(list, said);
    input.focus();
    look();
  };

  // Heard on the document, for htmx replaces the facets. In the capture phase, before the link is.
  document.addEventListener(
    "click",
    (event) => {
      const more = event.target.closest?.(".facet-more a");
      const section = more?.closest("[data-facet]");
      if (!section || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(section, more);
    },
    true,
  );
})();
