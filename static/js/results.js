// Keeps the page of results in order while htmx replaces a part of it: what lies outside of that part,
// what was folded open, where the focus is, what is said. Without script every link is a plain link.
(() => {
  "use strict";
  const say = window.gettext ?? ((text) => text);
  const said = document.getElementById("said");
  const region = () => document.getElementById("searching");
  const progress = document.getElementById("progress");
  const ONCE = new Set(["q", "from", "to", "role", "sort"]); // others may be given several times
  let open = new Set();
  let paged = false;
  let shown = location.search; // what the page tells of; behind the address while going back
  let coming = null; // what is on its way
  let restoring = null; // the request of going back

  const address = () => new URL(location.href);

  // Clicked while the answer to an earlier click is on its way: both count. What is changed of the
  // search that is shown is changed in the one that is coming.
  const onTop = (wanted) => {
    const before = new URLSearchParams(shown);
    const made = new URLSearchParams(coming);
    for (const name of new Set([...before.keys(), ...wanted.keys()])) {
      const [old, fresh] = [before.getAll(name), wanted.getAll(name)];
      if (ONCE.has(name) && old[0] === fresh[0]) continue;
      const kept = made.getAll(name).filter((one) => !old.includes(one) || fresh.includes(one));
      const added = fresh.filter((one) => !old.includes(one));
      made.delete(name);
      for (const one of ONCE.has(name) ? fresh : new Set([...kept, ...added])) made.append(name, one);
    }
    made.delete("page");
    if (wanted.has("page")) made.set("page", wanted.get("page"));
    return made;
  };

  // An error is seen, not heard alone; what is said otherwise the eye sees anyway.
  const announce = (text, seen = false) => {
    if (!said) return;
    said.textContent = text;
    said.classList.toggle("hidden", !seen);
  };

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
    if (title) announce(title.textContent.replace(/\s+/g, " ").trim());
  };

  const unfold = () => {
    for (const id of open) {
      const one = document.getElementById(id);
      if (one instanceof HTMLDetailsElement) one.open = true;
    }
  };

  const settle = () => {
    shown = location.search;
    coming = null;
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

  document.addEventListener("htmx:configRequest", ({ target, detail }) => {
    if (coming === null || target.closest?.(".clear")) return;
    const asked = new URL(detail.path, location.href);
    const wanted = target instanceof HTMLFormElement ? new URLSearchParams(detail.formData) : asked.searchParams;
    const made = onTop(wanted);
    for (const name of [...detail.formData.keys()]) detail.formData.delete(name);
    detail.path = `${asked.pathname}?${made}`;
  });
  document.addEventListener("htmx:beforeRequest", ({ target, detail }) => {
    restoring?.abort();
    coming = new URL(detail.pathInfo.finalRequestPath, location.href).search;
    paged = Boolean(target.closest?.(".pager"));
    open = new Set([...region().querySelectorAll("details[open][id]")].map((one) => one.id));
    announce("");
  });
  document.addEventListener("htmx:afterSettle", settle);

  // Going back: nothing that was asked for before arrives after it, and of two steps the last one counts.
  window.addEventListener("popstate", () => {
    coming = null;
    window.htmx?.trigger(region(), "htmx:abort");
  });
  document.addEventListener("htmx:historyCacheMiss", ({ detail }) => {
    restoring?.abort();
    restoring = detail.xhr;
    restoring.addEventListener("error", () => location.reload());
    restoring.addEventListener("loadend", ({ target }) => {
      if (restoring !== target) return;
      restoring = null;
      progress?.classList.remove("htmx-request");
    });
    progress?.classList.add("htmx-request");
  });
  document.addEventListener("htmx:historyRestore", () => {
    shown = location.search;
    follow();
    tell();
  });
  // An answer that is no page of results is shown as what it is, by going there.
  document.addEventListener("htmx:responseError", ({ detail }) => {
    location.assign(detail.pathInfo.finalRequestPath ?? detail.pathInfo.requestPath);
  });
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  document.addEventListener("htmx:sendError", () => {
    coming = null;
    announce(say("连不上服务器，请稍后再试。"), true);
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
