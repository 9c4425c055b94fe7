// From hit to hit in an article: buttons, n and p. Without script the numbers in the bar do it.
(() => {
  "use strict";
  const say = window.gettext ?? ((text) => text);
  const bar = document.querySelector(".hit-bar[data-total]");
  const found = () => [...document.querySelectorAll("mark[id^='hit-']")];
  let hits = found();
  if (!bar || !hits.length) return;
  const at = bar.querySelector(".hit-at");
  const AROUND = 8; // characters on either side that are said with a hit
  let current = -1;

  // What is read out; the eye sees the hit itself.
  const context = (hit) => {
    const before = (hit.previousSibling?.textContent ?? "").slice(-AROUND);
    const after = (hit.nextSibling?.textContent ?? "").slice(0, AROUND);
    const said = document.createElement("span");
    said.className = "hidden";
    said.textContent = `：${before}${hit.textContent}${after}`;
    return said;
  };

  // The focus goes along, so that reading and tabbing go on from the hit.
  const show = (number) => {
    hits[current]?.classList.remove("is-current");
    current = (number + hits.length) % hits.length;
    const hit = hits[current];
    hit.classList.add("is-current");
    hit.tabIndex = -1;
    hit.focus({ preventScroll: true });
    hit.scrollIntoView({ block: "center" });
    const line = say("第 %(number)s / %(total)s 处");
    const where = line.replace("%(number)s", current + 1).replace("%(total)s", hits.length);
    at.replaceChildren(where, context(hit));
    history.replaceState(history.state, "", `#${hit.id}`);
  };
  const next = () => show(current + 1);
  const previous = () => show(current < 0 ? hits.length - 1 : current - 1);

  const keysAreOn = () => {
    try {
      return localStorage.getItem("archive-keys") !== "off";
    } catch {
      return true;
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysAreOn()) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "n") next();
    else if (event.key === "p") previous();
  });

  bar.querySelector(".hit-numbers").hidden = true;
  bar.querySelector(".hit-steps").hidden = false;
  bar.querySelector(".hit-next").addEventListener("click", next);
  bar.querySelector(".hit-previous").addEventListener("click", previous);
  const asked = () => hits.findIndex((hit) => `#${hit.id}` === location.hash);
  window.addEventListener("hashchange", () => asked() >= 0 && show(asked()));
  if (asked() >= 0) show(asked());
  // The text may be marked anew (article.js): the same hits, other elements.
  document.addEventListener("article:marked", () => {
    hits = found();
    hits[current]?.classList.add("is-current");
  });
})();
