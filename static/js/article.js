// An article's page: mentions marked without a new page, citations copied. Both work without.
(() => {
  "use strict";
  const say = window.gettext ?? ((text) => text);
  const plain = (event) =>
    event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

  // Marks. The same address gives the same page; only what it marks is taken over.
  const live = () => [...document.querySelectorAll("[data-live]")];
  let marked = location.search;

  const show = (id) => {
    const target = id && document.getElementById(id);
    if (!target) return;
    target.tabIndex = target.href ? 0 : -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  };

  const refresh = async (address) => {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of live()) {
      const fresh = page.getElementById(part.id);
      if (!fresh) throw new Error(part.id);
      part.replaceChildren(...fresh.childNodes);
    }
    marked = address.search;
    document.dispatchEvent(new Event("article:marked"));
  };

  const told = () => {
    const chosen = [...document.querySelectorAll(".marks [aria-current] .mark-label")];
    const names = chosen.map((one) => one.textContent).join(say("、"));
    return names ? `${say("已标出：")}${names}` : say("文中不再标出。");
  };

  const mark = async (link) => {
    const address = new URL(link.href);
    const id = address.hash.slice(1);
    const kind = link.dataset.marks;
    try {
      await refresh(address);
    } catch {
      location.assign(address);
      return;
    }
    if (id === "text") {
      address.hash = "";
      history.replaceState(history.state, "", address);
      const again = document.querySelector(`.marks [data-marks="${kind}"]`);
      (again ?? document.querySelector(".marks a"))?.focus({ preventScroll: true });
    } else {
      // A link to a place in the text leaves a step to come back by.
      history.pushState(history.state, "", address);
      show(id);
    }
    document.getElementById("marks-said").textContent = told();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-marks]");
    if (!link || !plain(event)) return;
    event.preventDefault();
    mark(link);
  });

  // From a marked figure to its row and from a row of a plain text to its place.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.m-figure[href^='#']");
    if (!link || !plain(event)) return;
    event.preventDefault();
    history.pushState(history.state, "", link.hash);
    show(link.hash.slice(1));
  });

  window.addEventListener("popstate", async () => {
    try {
      if (location.search !== marked) await refresh(new URL(location));
    } catch {
      location.reload();
      return;
    }
    show(location.hash.slice(1));
  });

  // Citations.
  const said = document.getElementById("cite-said");

  // Where the clipboard is closed (no https), the old way of a selection is tried.
  const copied = async (source) => {
    try {
      await navigator.clipboard.writeText(source.textContent);
      return true;
    } catch {
      getSelection().selectAllChildren(source);
      return document.execCommand("copy");
    }
  };

  for (const button of document.querySelectorAll(".copy[data-copies]")) {
    const words = button.firstChild;
    const before = words.textContent;
    const source = document.getElementById(button.dataset.copies);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copied(source);
      words.textContent = done ? say("已复制") : say("请按 Ctrl+C");
      said.textContent = `${words.textContent} ${button.dataset.style}`;
      setTimeout(() => {
        words.textContent = before;
      }, 2500);
    });
  }
})();
