// Keeps the page of results in order while htmx replaces a part of it: what lies outside of that part,
// what was folded open, where the focus is, what is said. Without script every link is a plain link.
(() => {
  "use strict";
  const say = window.gettext ?? ((text) => text);
  const said = document.getElementById("said");
  const region = () => document.getElementById("searching");
  let open = new Set();
  let paged = false;

  const address = () => new URL(location.href);

  // The box, the links in the head and the line in print tell of the search that is shown now.
  const follow = () => {
    const box = document.getElementById("q");
    if (box && document.activeElement !== box) box.value = region()?.dataset.query ?? "";
    const here = address();
    for (const link of document.querySelectorAll("a[hreflang][href*='next=']")) {
      const url = new URL(link.href);
      url.searchParams.set("next", here.pathname + here.search);
      link.href = url;
    }
    const printed = document.querySelector(".address-now");
    if (printed) printed.textContent = location.href;
    const feed = document.getElementById("feed");
    if (feed) {
      here.searchParams.delete("page");
      feed.href = feed.pathname + here.search;
    }
  };

  const tell = () => {
    const title = document.querySelector(".results-title");
    if (said && title) said.textContent = title.textContent.replace(/\s+/g, " ").trim();
  };

  const unfold = () => {
    for (const id of open) {
      const one = document.getElementById(id);
      if (one instanceof HTMLDetailsElement) one.open = true;
    }
  };

  const settle = () => {
    unfold();
    follow();
    tell();
    if (paged) document.getElementById("results")?.scrollIntoView();
    // What was clicked may be gone (a chip), or stand for another place now (the pager).
    if (paged || !document.activeElement || document.activeElement === document.body) {
      document.getElementById("results")?.focus({ preventScroll: true });
    }
    paged = false;
  };

  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    paged = Boolean(target.closest?.(".pager"));
    open = new Set([...region().querySelectorAll("details[open][id]")].map((one) => one.id));
    if (said) said.textContent = "";
  });
  document.addEventListener("htmx:afterSettle", settle);
  document.addEventListener("htmx:historyRestore", () => {
    follow();
    tell();
  });
  // An answer that is no page of results is shown as what it is, by going there.
  document.addEventListener("htmx:responseError", ({ detail }) => {
    location.assign(detail.pathInfo.finalRequestPath ?? detail.pathInfo.requestPath);
  });
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  document.addEventListener("htmx:sendError", () => {
    if (said) said.textContent = say("连不上服务器，请稍后再试。");
  });

  // How close the hits stand changes at once; the address is asked only to remember it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-density]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const one of document.querySelectorAll("a[data-density]")) one.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    document.getElementById("results").classList.toggle("is-compact", link.dataset.density === "compact");
    fetch(link.href, { credentials: "same-origin", redirect: "manual" }).catch(() => {});
  });

  // A list that is folded open over the page closes again when something else is done.
  const close = (event) => {
    const list = document.querySelector(".exports[open]");
    if (!list || (event.type === "click" && list.contains(event.target))) return;
    if (event.type === "keydown") {
      if (event.key !== "Escape") return;
      list.querySelector("summary").focus();
    }
    list.open = false;
  };
  document.addEventListener("click", close);
  document.addEventListener("keydown", close);
})();
