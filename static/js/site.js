// Keys for quick readers: "/" to the search box, j and k from hit to hit. Every page works without.
(() => {
  "use strict";
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

  document.addEventListener("keydown", (event) => {
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
    }
  });

  // What is left empty is no part of an address that is passed on.
  for (const form of document.querySelectorAll("form[method=get]")) {
    form.addEventListener("formdata", ({ formData }) => {
      for (const name of new Set(formData.keys())) {
        if (formData.getAll(name).every((value) => value === "")) formData.delete(name);
      }
    });
  }

  const line = document.querySelector(".keys");
  const button = document.querySelector(".keys-switch");
  const show = () => {
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "已启用，点击停用" : "已停用，点击启用";
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
