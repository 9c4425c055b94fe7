// Review of a page: point at an article and its lines light up; click a line to find its article.
"use strict";

(() => {
  const review = document.querySelector(".review");
  if (!review) return;

  const partsOf = (key) => review.querySelectorAll(`[data-article="${CSS.escape(key)}"]`);

  const light = (key) => {
    for (const part of review.querySelectorAll(".is-lit")) part.classList.remove("is-lit");
    if (key) for (const part of partsOf(key)) part.classList.add("is-lit");
  };

  const keyOf = (target) => target.closest("[data-article]")?.dataset.article;

  review.addEventListener("mouseover", (event) => {
    const key = keyOf(event.target);
    if (key) light(key);
  });
  review.addEventListener("focusin", (event) => light(keyOf(event.target)));

  // Scroll the column, not the window: the other column stays where it is being read.
  const reveal = (part) => {
    const column = part.closest(".review-text, .review-found");
    if (getComputedStyle(column).overflowY === "visible") return part.scrollIntoView({ block: "center" });
    const offset = part.getBoundingClientRect().top - column.getBoundingClientRect().top;
    column.scrollTop += offset - 48;
  };

  review.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input, label")) {
      const link = event.target.closest(".found-lines");
      if (link) {
        event.preventDefault();
        reveal(document.getElementById(link.hash.slice(1)));
      }
      return;
    }
    const part = event.target.closest("[data-article]");
    if (!part) return;
    light(part.dataset.article);
    const other = part.matches(".line") ? ".found" : ".line";
    const twin = [...partsOf(part.dataset.article)].find((row) => row.matches(other));
    if (twin) reveal(twin);
  });

  const named = document.getElementById(location.hash.slice(1));
  if (named?.dataset.article) light(named.dataset.article);
})();
