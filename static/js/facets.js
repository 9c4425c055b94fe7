// Looks for a choice inside a facet without leaving the results; without script the link leads
// to the page of all choices.
(() => {
  "use strict";
  const WAIT = 180;
  const MOST = 30;

  const span = (name, ...held) => {
    const made = document.createElement("span");
    made.className = name;
    made.append(...held);
    return made;
  };

  // As templates/search/_facet.html gives a choice.
  const row = (choice) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = choice.url;
    link.rel = "nofollow";
    if (choice.selected) {
      link.className = "chosen";
      link.setAttribute("aria-current", "true");
    }
    const tick = span("tick");
    tick.setAttribute("aria-hidden", "true");
    const label = span("label", choice.label);
    if (choice.selected) label.append(span("hidden", "（已选）"));
    link.append(tick, label, span("count", String(choice.count), span("hidden", " 篇")));
    item.append(link);
    return item;
  };

  const open = (section, more) => {
    const query = new URL(more.href).searchParams;
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = "名称或拼音";
    input.setAttribute("aria-label", `在${section.querySelector("h2").textContent}里查找`);
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
        said.textContent = "输入名称或拼音的开头。";
        return;
      }
      query.set("prefix", prefix);
      try {
        const answer = await fetch(`${section.dataset.url}?${query}`, { signal: asked.signal });
        if (!answer.ok) throw new Error(answer.statusText);
        const { total, values } = await answer.json();
        const shown = values.slice(0, MOST);
        list.replaceChildren(...shown.map(row));
        said.textContent = total === 0 ? "没有这样的选项。" : total > shown.length ? `共 ${total} 项，列出 ${shown.length} 项` : `${total} 项`;
      } catch (error) {
        if (error.name !== "AbortError") said.textContent = "暂时查不到，请稍后再试。";
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

  for (const section of document.querySelectorAll("[data-facet]")) {
    const more = section.querySelector(".facet-more a");
    more?.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(section, more);
    });
  }
})();
