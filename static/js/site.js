// Keys for quick readers: "/" to the search box and Esc out of it, j and k from hit to hit, "?" for
// the list of them. Every page works without.
(() => {
  "use strict";
  const say = window.gettext ?? ((text) => text);
  const STORE = "archive-keys";
  const box = document.getElementById("q");
  const hits = () => [...document.querySelectorAll("[data-hit] :is(h2, h3) a")];

  let on = true;
  try {
    on = localStorage.getItem(STORE) !== "off";
  } catch {
    // Storage may be closed to us; the keys then simply stay on.
  }

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  const move = (step) => {
    const all = hits();
    if (!all.length) return;
    const at = all.indexOf(document.activeElement);
    const last = all.findIndex((one) => `#${one.closest("[data-hit]").id}` === location.hash);
    const from = at < 0 ? last : at;
    const next = from < 0 ? (step > 0 ? 0 : all.length - 1) : from + step;
    all[Math.min(Math.max(next, 0), all.length - 1)].focus();
  };

  // Made when it is asked for the first time.
  let list = null;
  const help = () => {
    if (!list) {
      list = document.createElement("dialog");
      list.className = "keys-list";
      const title = document.createElement("h2");
      title.id = "keys-title";
      title.textContent = say("快捷键");
      list.setAttribute("aria-labelledby", title.id);
      const rows = document.createElement("dl");
      for (const [keys, does] of [
        ["/", say("到检索框")],
        ["Esc", say("离开检索框")],
        ["j k", say("下一条、上一条结果")],
        ["Enter o", say("打开这一条")],
        ["n p", say("文章里下一处、上一处命中")],
        ["?", say("这张表")],
      ]) {
        const row = document.createElement("div");
        const name = document.createElement("dt");
        for (const key of keys.split(" ")) {
          const cap = document.createElement("kbd");
          cap.textContent = key;
          name.append(cap, " ");
        }
        const text = document.createElement("dd");
        text.textContent = does;
        row.append(name, text);
        rows.append(row);
      }
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = say("关闭");
      close.addEventListener("click", () => list.close());
      list.append(title, rows, close);
      document.body.append(list);
    }
    if (!list.open) list.showModal();
  };

  document.addEventListener("keydown", (event) => {
    // Suggestions that stand open take the first Esc for themselves.
    if (event.key === "Escape" && event.target === box && !event.defaultPrevented && !event.isComposing) {
      event.preventDefault();
      box.blur();
      return;
    }
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) return;
    if (event.key === "/" && box) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "j") {
      move(1);
    } else if (event.key === "k") {
      move(-1);
    } else if (event.key === "o") {
      if (hits().includes(document.activeElement)) document.activeElement.click();
    } else if (event.key === "?") {
      help();
    }
  });

  // What is left empty is no part of an address that is passed on.
  document.addEventListener("formdata", ({ target, formData }) => {
    if (target.method !== "get") return;
    for (const name of new Set(formData.keys())) {
      if (formData.getAll(name).every((value) => value === "")) formData.delete(name);
    }
  });

  const line = document.querySelector(".keys");
  const button = document.querySelector(".keys-switch");
  const show = () => {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? say("已启用，点击停用") : say("已停用，点击启用");
  };
  if (line && button) {
    line.hidden = false;
    show();
    button.addEventListener("click", () => {
      on = !on;
      try {
        localStorage.setItem(STORE, on ? "on" : "off");
      } catch {
        // As above: the choice then lasts for this page only.
      }
      show();
    });
  }
})();
