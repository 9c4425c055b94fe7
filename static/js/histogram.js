// The chart of hits over time: drag across columns, or mark them by keys, to go to their days.
// Without script each column is a link, and the boxes for dates stand beside it.
(() => {
  "use strict";
  const say = window.gettext ?? ((text) => text);
  const LEAST = 5; // pixels that a pointer moves before it is no click

  const columns = (chart) =>
    [...chart.querySelectorAll(".col[data-from]")].filter((one) => one.getClientRects().length);

  const label = (column) => column.querySelector("title")?.textContent ?? "";

  const mark = (all, first, last, cursor = -1) => {
    const [low, high] = first < last ? [first, last] : [last, first];
    all.forEach((one, at) => {
      one.classList.toggle("is-taken", first >= 0 && at >= low && at <= high);
      one.classList.toggle("is-cursor", at === cursor);
    });
  };

  // Through the form, as if both boxes had been filled in: htmx or the browser takes it from there.
  const go = (all, first, last) => {
    const [low, high] = first < last ? [first, last] : [last, first];
    const form = document.getElementById("search-form");
    form.elements.from.value = all[low].dataset.from;
    form.elements.to.value = all[high].dataset.to;
    const box = document.getElementById("q");
    const shown = document.getElementById("searching")?.dataset.query;
    if (box && shown !== undefined) box.value = shown;
    form.requestSubmit();
  };

  const begin = (chart) => {
    let all = [];
    let from = -1;
    let to = -1;
    let start = 0;
    let dragged = false;

    const at = (x) => {
      const found = all.findIndex((one) => x < one.getBoundingClientRect().right);
      return found < 0 ? all.length - 1 : found;
    };

    chart.addEventListener("dragstart", (event) => event.preventDefault());
    chart.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      all = columns(chart);
      dragged = false;
      start = event.clientX;
      from = to = all.length ? at(event.clientX) : -1;
    });
    chart.addEventListener("pointermove", (event) => {
      if (from < 0 || !event.isPrimary) return;
      if (!dragged && Math.abs(event.clientX - start) < LEAST) return;
      if (!dragged) chart.setPointerCapture(event.pointerId);
      dragged = true;
      to = at(event.clientX);
      mark(all, from, to);
    });
    const end = (event) => {
      if (from < 0) return;
      const [first, last] = [from, to];
      from = to = -1;
      if (dragged && event.type === "pointerup") go(all, first, last);
      else mark(all, -1, -1);
    };
    chart.addEventListener("pointerup", end);
    chart.addEventListener("pointercancel", end);
    chart.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (dragged) {
        // The click that ends a drag follows no link.
        dragged = false;
        event.preventDefault();
      } else if (link && window.htmx && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        // htmx takes over links of HTML only, and these are SVG.
        event.preventDefault();
        const part = "#searching";
        const swap = "outerHTML show:none";
        window.htmx.ajax("GET", link.href.baseVal, { source: chart, target: part, select: part, swap });
      }
    });

    keys(chart);
    chart.classList.add("can-drag");
    const help = chart.parentElement.querySelector(".drag-help");
    if (help) help.hidden = false;
  };

  // Arrows go from column to column, with Shift they take along; Enter goes there.
  const keys = (chart) => {
    const said = document.createElement("span");
    said.className = "hidden";
    said.setAttribute("role", "status");
    chart.append(said);
    chart.tabIndex = 0;
    chart.setAttribute("role", "group");
    chart.setAttribute("aria-label", say("时间分布：左右键选时段，按住 Shift 选一段，回车筛选"));
    let cursor = -1;
    let anchor = -1;

    const show = (all) => {
      mark(all, anchor, cursor, cursor);
      const ends = [all[anchor], all[cursor]].map(label);
      said.textContent = anchor === cursor ? ends[1] : ends.join(" – ");
    };
    const clear = () => {
      mark(columns(chart), -1, -1);
      cursor = anchor = -1;
      said.textContent = "";
    };

    chart.addEventListener("keydown", (event) => {
      if (event.target !== chart || event.ctrlKey || event.metaKey || event.altKey) return;
      const all = columns(chart);
      const step = { ArrowLeft: -1, ArrowRight: 1, Home: -all.length, End: all.length }[event.key];
      if (step && all.length) {
        event.preventDefault();
        const next = cursor < 0 ? (step > 0 && event.key !== "End" ? 0 : all.length - 1) : cursor + step;
        cursor = Math.min(Math.max(next, 0), all.length - 1);
        if (!event.shiftKey || anchor < 0) anchor = cursor;
        show(all);
      } else if (event.key === "Enter" && cursor >= 0) {
        event.preventDefault();
        go(all, anchor, cursor);
      } else if (event.key === "Escape") {
        clear();
      }
    });
    chart.addEventListener("blur", clear);
  };

  const start = () => {
    for (const chart of document.querySelectorAll(".histogram:not(.can-drag)")) begin(chart);
  };
  document.addEventListener("htmx:afterSettle", start);
  document.addEventListener("htmx:historyRestore", start);
  start();
})();
