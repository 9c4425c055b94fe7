// The form of trends: rows are added and taken away, boxes offer what the archive knows.
// Without script there are empty rows at the end, and an emptied row is left out.
(() => {
  "use strict";
  const address = document.currentScript.dataset.url;
  const say = window.gettext ?? ((text) => text);
  const WAIT = 150; // milliseconds without a key before the server is asked
  const FIELDS = { city: "城市", county: "区县", official: "官员", industry: "行业", newspaper: "报纸" };

  const button = (name, text, label = "") => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = name;
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
    return made;
  };

  // Rows keep their places, for each stands beside its line of the legend: what follows a row that
  // is taken away moves up.
  const list = document.querySelector(".trends-series ol");
  const rows = [...list.children];
  const boxes = rows.map((row) => row.querySelector("input"));
  const add = button("trends-add", say("再加一条线"));

  const show = (count) => {
    rows.forEach((row, at) => {
      row.hidden = at >= count;
      row.querySelector(".trends-remove").hidden = count < 2;
    });
    add.hidden = count >= rows.length;
  };
  const shown = () => rows.filter((row) => !row.hidden).length;

  const remove = (at) => {
    boxes.slice(at, -1).forEach((box, step) => (box.value = boxes[at + step + 1].value));
    boxes.at(-1).value = "";
    const count = Math.max(1, shown() - 1);
    show(count);
    boxes[Math.min(at, count - 1)].focus();
  };

  rows.forEach((row, at) => {
    const taken = button("trends-remove", "×", say("去掉这条线"));
    taken.addEventListener("click", () => remove(at));
    row.append(taken);
  });
  add.addEventListener("click", () => {
    const count = shown() + 1;
    show(count);
    boxes[count - 1].focus();
  });
  list.after(add);
  document.querySelector(".trends-without-script").hidden = true;
  const refresh = () => show(Math.max(1, boxes.filter((box) => box.value).length));
  refresh();

  // An address without what says nothing is easier to send on. The page may come back from the
  // browser's memory: then all boxes are needed again.
  for (const form of document.querySelectorAll(".trends-form")) {
    form.addEventListener("submit", () => {
      const empty = [...form.elements].filter((one) => one.name && !one.value);
      empty.forEach((one) => (one.disabled = true));
      setTimeout(() => empty.forEach((one) => (one.disabled = false)));
    });
  }

  // Suggestions stand in the browser's own list below a box. What is being typed is the last word:
  // of `储能 城市:泰` it is 泰, and 城市: goes with it.
  const parts = (text) => {
    const typed = text.match(/[^\s:：、，,]*$/)[0];
    const before = text.slice(0, text.length - typed.length);
    return { typed, before: before.replace(/[^\s、，,]+[:：]$/, "") };
  };

  // A box for names of one kind takes the names alone, a query takes them with their field.
  const kindOf = (box) => box.dataset.kind ?? document.getElementById(box.dataset.kindFrom)?.value;
  const written = (one, kind) => {
    if (kind) return one.label;
    return FIELDS[one.kind] ? `${FIELDS[one.kind]}:${one.label}` : one.value;
  };

  const suggest = (box, number) => {
    const options = document.createElement("datalist");
    options.id = `known-${number}`;
    box.after(options);
    box.setAttribute("list", options.id);
    let timer = 0;
    const ask = async () => {
      const { typed, before } = parts(box.value);
      if (!typed) return;
      const kind = kindOf(box);
      const answer = await fetch(`${address}?${new URLSearchParams({ q: typed })}`);
      const found = answer.ok ? (await answer.json()).suggestions : [];
      const values = found
        .filter((one) => !kind || one.kind === kind)
        .map((one) => Object.assign(document.createElement("option"), { value: before + written(one, kind) }));
      options.replaceChildren(...values);
    };
    box.addEventListener("input", () => {
      clearTimeout(timer);
      // Where the network is away there are simply no suggestions.
      timer = setTimeout(() => ask().catch(() => {}), WAIT);
    });
  };
  [...boxes, ...document.querySelectorAll("input[data-kind], input[data-kind-from]")].forEach(suggest);
})();
