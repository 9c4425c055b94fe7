// Review of a page: articles and their lines light up together, lines are chosen by mouse or keys,
// and every key does what a button on the page does. Without this script the buttons are still there.
"use strict";

(() => {
  const review = document.querySelector(".review");
  if (!review) return;

  const all = (selector, within = review) => [...within.querySelectorAll(selector)];
  const one = (selector, within = review) => within.querySelector(selector);
  const found = all(".found");
  const lines = all(".line[data-line]");
  const list = one(".lines");
  const tool = one(".line-tool");
  const help = one(".review-help");
  const say = (words) => { one(".review-status").textContent = words; };

  // ---- Lighting up

  const partsOf = (key) => all(`[data-article="${CSS.escape(key)}"]`);
  const light = (key) => {
    for (const part of all(".is-lit")) part.classList.remove("is-lit");
    if (key) for (const part of partsOf(key)) part.classList.add("is-lit");
  };
  const keyOf = (target) => target.closest?.("[data-article]")?.dataset.article;

  // Scroll the column, not the window: the other column stays where it is being read.
  const reveal = (part) => {
    const column = part.closest(".review-text, .review-found");
    if (getComputedStyle(column).overflowY === "visible") return part.scrollIntoView({ block: "center" });
    const [top, frame] = [part.getBoundingClientRect(), column.getBoundingClientRect()];
    const under = column.contains(tool) ? tool.offsetHeight + 24 : 24;
    if (top.top < frame.top + under || top.bottom > Math.min(frame.bottom, innerHeight)) column.scrollTop += top.top - frame.top - under;
  };
  const twin = (key, selector) => partsOf(key).find((row) => row.matches(selector));

  // ---- The article that keys act on

  let current = null;
  const makeCurrent = (article) => {
    current?.removeAttribute("aria-current");
    current = article;
    if (!article) return;
    article.setAttribute("aria-current", "true");
    light(article.dataset.article);
    if (tool) tool.elements.to.value = article.dataset.article;
  };
  const step = (by) => {
    const next = found[Math.max(0, Math.min(found.length - 1, found.indexOf(current) + by))];
    if (!next) return;
    makeCurrent(next);
    next.focus({ preventScroll: true });
    reveal(next);
    const line = twin(next.dataset.article, ".line");
    if (line && getComputedStyle(one(".review-text")).overflowY !== "visible") reveal(line);
  };

  // ---- Chosen lines

  const chosen = new Set();
  let anchor = null; // where a range began
  let active = null; // where the arrow keys stand
  const numberOf = (line) => Number(line.dataset.line);
  const spans = () => {
    const rows = [];
    for (const number of [...chosen].sort((a, b) => a - b)) {
      const last = rows.at(-1);
      if (last && last[1] === number - 1) last[1] = number;
      else rows.push([number, number]);
    }
    return rows;
  };
  const showChosen = (fromFields = false) => {
    for (const line of lines) line.setAttribute("aria-selected", String(chosen.has(numberOf(line))));
    if (!tool) return;
    const rows = spans();
    tool.elements.lines.value = rows.map(([a, b]) => (a === b ? a : `${a}-${b}`)).join(",");
    if (fromFields) return;
    tool.elements.first.value = rows.length ? rows[0][0] : "";
    tool.elements.last.value = rows.length ? rows.at(-1)[1] : "";
  };
  const chooseRange = (from, to, add = false) => {
    if (!add) chosen.clear();
    for (let number = Math.min(from, to); number <= Math.max(from, to); number += 1) chosen.add(number);
    showChosen();
  };
  const standOn = (line) => {
    active?.removeAttribute("tabindex");
    active = line;
    line.tabIndex = 0;
  };
  const choose = (line, event) => {
    const number = numberOf(line);
    standOn(line);
    if (event.shiftKey && anchor) return chooseRange(anchor, number, event.ctrlKey || event.metaKey);
    anchor = number;
    if (event.ctrlKey || event.metaKey) {
      if (!chosen.delete(number)) chosen.add(number);
      return showChosen();
    }
    return chooseRange(number, number);
  };
  const forget = () => { chosen.clear(); anchor = null; showChosen(); };

  if (tool && lines.length) {
    list.setAttribute("role", "grid");
    list.setAttribute("aria-multiselectable", "true");
    list.setAttribute("aria-label", "版面原文的行");
    for (const line of lines) {
      line.setAttribute("role", "row");
      for (const cell of line.children) cell.setAttribute("role", cell.matches(".line-number") ? "rowheader" : "gridcell");
    }
    standOn(lines[0]);
    const typed = () => {
      const [first, last] = [Number(tool.elements.first.value), Number(tool.elements.last.value)];
      chosen.clear();
      if (first >= 1 && last >= first && last <= lines.length) {
        for (let number = first; number <= last; number += 1) chosen.add(number);
      }
      showChosen(true);
      if (chosen.size) reveal(lines[first - 1]);
    };
    tool.elements.first.addEventListener("input", typed);
    tool.elements.last.addEventListener("input", typed);
    for (const span of tool.elements.lines.value.split(",").filter(Boolean)) {
      const [first, last = first] = span.split("-").map(Number);
      for (let number = first; number <= last; number += 1) chosen.add(number);
    }
    showChosen(true);

    // Dragging over the numbers chooses lines; over the text it marks words, and the lines they span.
    let dragging = false;
    list.addEventListener("pointerdown", (event) => {
      const line = event.target.closest(".line-number, .line-mark")?.closest(".line");
      if (!line || event.button || event.pointerType === "touch") return;
      event.preventDefault();
      choose(line, event);
      line.focus({ preventScroll: true });
      dragging = true;
    });
    list.addEventListener("pointerover", (event) => {
      const line = dragging && event.target.closest(".line[data-line]");
      if (line) chooseRange(anchor ?? numberOf(line), numberOf(line));
    });
    document.addEventListener("pointerup", () => { dragging = false; });
    document.addEventListener("mouseup", () => {
      const marked = getSelection();
      if (!marked || marked.isCollapsed || !list.contains(marked.anchorNode) || !list.contains(marked.focusNode)) return;
      const ends = [marked.anchorNode, marked.focusNode].map((node) =>
        (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".line[data-line]"));
      if (!ends[0] || !ends[1] || ends[0] === ends[1]) return;
      anchor = numberOf(ends[0]);
      chooseRange(anchor, numberOf(ends[1]));
    });
    tool.addEventListener("submit", (event) => {
      const what = event.submitter?.value;
      const lacks = !chosen.size && !tool.elements.first.value ? "请先在原文中选行。"
        : /^(title|body)$/.test(what) && !tool.elements.to.value ? "请先选这些行属于哪一篇。" : "";
      if (!lacks) return;
      event.preventDefault();
      say(lacks);
    });
  }

  // ---- Mouse and focus

  review.addEventListener("mouseover", (event) => {
    const key = keyOf(event.target);
    if (key) light(key);
  });
  review.addEventListener("focusin", (event) => {
    const article = event.target.closest(".found");
    if (article) makeCurrent(article);
    else if (keyOf(event.target)) light(keyOf(event.target));
  });

  review.addEventListener("click", (event) => {
    const link = event.target.closest(".found-lines");
    if (link) {
      event.preventDefault();
      reveal(document.getElementById(link.hash.slice(1)));
      return;
    }
    if (event.target.closest("a, button, input, select, label, form, dialog")) return;
    const line = event.target.closest(".line[data-line]");
    if (line && tool && (getSelection()?.isCollapsed ?? true)) {
      const touched = event.pointerType === "touch";
      if (touched || !event.target.closest(".line-number, .line-mark")) {
        choose(line, touched ? { shiftKey: chosen.size === 1 } : event);
        line.focus({ preventScroll: true });
      }
    }
    const key = keyOf(event.target);
    if (!key || event.shiftKey || event.ctrlKey || event.metaKey) return;
    const card = event.target.closest(".found");
    if (card) makeCurrent(card);
    else light(key);
    const other = twin(key, card ? ".line" : ".found");
    if (other && getComputedStyle(one(".review-text")).overflowY !== "visible") reveal(other);
  });

  // ---- Keys

  const button = (key, within = review) => one(`[data-key="${key}"]`, within);
  const press = (control, otherwise) => (control ? control.click() : say(otherwise));
  const goTo = (control, otherwise, then) => {
    if (!control) return say(otherwise);
    control.focus();
    if (control.closest(".review-found, .review-text")) reveal(control);
    say(then);
  };
  const arrow = (event, by) => {
    if (!list.contains(document.activeElement) || !active) return false;
    const next = lines[lines.indexOf(active) + by];
    if (!next) return true;
    standOn(next);
    next.focus({ preventScroll: true });
    reveal(next);
    if (event.shiftKey) chooseRange(anchor ?? numberOf(next) - by, numberOf(next));
    else { anchor = numberOf(next); chooseRange(anchor, anchor); }
    if (event.shiftKey && anchor === null) anchor = numberOf(next) - by;
    return true;
  };
  const openHelp = () => help.showModal();
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    o: () => press(current && button("o", current), "请先用 j、k 选一篇文章。"),
    p: () => press(current && one('button[name="publish"]', current), "请先用 j、k 选一篇待审的文章。"),
    a: () => goTo(button("a"), "没有待审的文章。", "按回车发布全部。"),
    s: () => {
      if (!chosen.size && active && list.contains(document.activeElement)) chooseRange(numberOf(active), numberOf(active));
      press(chosen.size ? button("s") : null, "请先在原文中选一行，从那里拆开。");
    },
    m: () => goTo(current && button("m", current), "请先用 j、k 选一篇文章。", "按回车合并；可先改选另一篇。"),
    t: () => press(chosen.size ? button("t") : null, "请先在原文中选标题所在的行。"),
    n: () => press(button("n"), "没有别的待审版面。"),
    "?": openHelp,
  };
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    say("");
    if (target.closest("input, textarea, select, [contenteditable], .select2-container")) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (arrow(event, event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
      return;
    }
    if (event.key === "Escape") return forget();
    if (event.key === "Enter") {
      if (target.matches(".found")) { event.preventDefault(); KEYS.o(); }
      return;
    }
    const act = KEYS[event.key];
    if (!act || event.repeat && !"jk".includes(event.key)) return;
    event.preventDefault();
    act();
  });
  const opener = one("#review-help-open");
  opener.hidden = false;
  opener.addEventListener("click", openHelp);

  // What was said at the head of the page is said here too: the head may be out of sight.
  const told = [...document.querySelectorAll(".messagelist li")].map((row) => row.textContent.trim());
  if (told.length) say(told.join(" "));

  // ---- Coming back: both columns stand where they stood

  const columns = { text: one(".review-text"), found: one(".review-found") };
  const memory = `review:${location.pathname}`;
  addEventListener("pagehide", () => {
    const state = { text: columns.text.scrollTop, found: columns.found.scrollTop, window: scrollY };
    try { sessionStorage.setItem(memory, JSON.stringify(state)); } catch { /* no storage: begin at the top */ }
  });
  const named = document.getElementById(location.hash.slice(1) || "-");
  // Nothing has this name, so that no browser scrolls to it: the head of the page leads on from here.
  const finished = location.hash === "#published" && one(".review-done");
  let before = null;
  try { before = JSON.parse(sessionStorage.getItem(memory)); sessionStorage.removeItem(memory); } catch { /* the same */ }
  if (before) {
    columns.text.scrollTop = before.text;
    columns.found.scrollTop = before.found;
    if (!finished) scrollTo(0, before.window);
  }
  if (finished) one("a", finished)?.focus();
  else if (named?.matches(".found")) {
    makeCurrent(named);
    named.focus({ preventScroll: true });
    reveal(named);
    const line = twin(named.dataset.article, ".line");
    if (line && getComputedStyle(columns.text).overflowY !== "visible") reveal(line);
  } else if (named?.matches(".line")) {
    reveal(named);
    light(named.dataset.article);
  }
})();
