// Suggestions below every search box, after the ARIA pattern of a combobox with a list.
// Without script the boxes are plain search boxes.
(() => {
  "use strict";
  const say = window.gettext ?? ((text) => text);
  const address = document.currentScript.dataset.url;
  const WAIT = 120; // milliseconds without a key before the server is asked
  const KINDS = {
    term: say("词语"),
    official: say("官员"),
    city: say("城市"),
    county: say("区县"),
    industry: say("行业"),
    newspaper: say("报纸"),
  };
  let boxes = 0;

  const element = (name, attributes, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };

  class Suggestions {
    constructor(input) {
      this.input = input;
      this.rows = [];
      this.active = -1;
      this.asked = null; // the request under way
      this.timer = 0;
      const id = `suggestions-${(boxes += 1)}`;
      this.list = element("ul", { id, role: "listbox", class: "suggestions", "aria-label": say("检索建议") });
      this.list.hidden = true;
      this.status = element("span", { class: "hidden", role: "status", "aria-live": "polite" });
      const pattern = {
        role: "combobox",
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
        "aria-autocomplete": "list",
        "aria-haspopup": "listbox",
        "aria-controls": id,
        "aria-expanded": "false",
      };
      for (const [key, value] of Object.entries(pattern)) input.setAttribute(key, value);
      input.closest(".searchbox").append(this.list, this.status);
      this.listen();
    }

    listen() {
      const { input, list } = this;
      input.addEventListener("input", (event) => event.isComposing || this.later());
      input.addEventListener("compositionstart", () => this.close());
      input.addEventListener("compositionend", () => this.later());
      input.addEventListener("keydown", (event) => this.key(event));
      input.addEventListener("blur", () => this.close());
      // The box keeps the focus; choosing is done on click, so that a press may still be taken back.
      list.addEventListener("pointerdown", (event) => event.preventDefault());
      list.addEventListener("mousedown", (event) => event.preventDefault());
      list.addEventListener("click", (event) => {
        const row = event.target.closest("[role=option]");
        if (row) this.choose([...list.children].indexOf(row));
      });
    }

    later() {
      this.stop();
      if (!this.input.value.trim()) this.close();
      else this.timer = setTimeout(() => this.ask(), WAIT);
    }

    stop() {
      clearTimeout(this.timer);
      this.asked?.abort();
      this.asked = null;
    }

    async ask() {
      const asked = (this.asked = new AbortController());
      try {
        const query = new URLSearchParams({ q: this.input.value });
        const answer = await fetch(`${address}?${query}`, { signal: asked.signal });
        const rows = answer.ok ? (await answer.json()).suggestions : [];
        if (this.asked === asked) this.show(rows);
      } catch {
        // Taken back, or the network is away: then there are simply no suggestions.
        if (this.asked === asked) this.close();
      }
    }

    show(rows) {
      this.rows = rows;
      this.mark(-1);
      this.list.replaceChildren(
        ...rows.map((row, number) => {
          const option = element("li", {
            id: `${this.list.id}-${number}`,
            role: "option",
            "aria-selected": "false",
          });
          option.append(
            element("span", { class: "suggestion" }, row.label),
            element("span", { class: "suggestion-kind" }, KINDS[row.kind] ?? row.kind),
          );
          return option;
        }),
      );
      this.list.hidden = !rows.length;
      this.input.setAttribute("aria-expanded", String(rows.length > 0));
      this.status.textContent = rows.length
        ? say("有 %(number)s 条建议").replace("%(number)s", rows.length)
        : "";
    }

    close() {
      this.stop();
      this.show([]);
    }

    mark(number) {
      this.list.children[this.active]?.setAttribute("aria-selected", "false");
      this.active = number;
      const option = this.list.children[number];
      if (!option) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    // One place more than there are rows: from the last one the arrow leads back to the box.
    move(step) {
      const places = this.rows.length + 1;
      this.mark(((this.active + 1 + step + places) % places) - 1);
    }

    key(event) {
      // 229 is what a browser reports while an input method is at work.
      if (event.isComposing || event.keyCode === 229) return;
      const open = this.rows.length > 0;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!open && event.key === "ArrowDown" && this.input.value.trim()) this.ask();
        if (open) this.move(event.key === "ArrowDown" ? 1 : -1);
        event.preventDefault();
      } else if (event.key === "Enter" && this.active >= 0) {
        event.preventDefault();
        this.choose(this.active);
      } else if (event.key === "Enter") {
        this.close();
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        this.close();
      }
    }

    // Whatever is chosen already stays chosen.
    choose(number) {
      const row = this.rows[number];
      if (!row) return;
      this.close();
      if (row.kind === "term") {
        this.input.value = row.value;
        this.input.form.requestSubmit();
      } else {
        location.assign(this.narrowed(row.url));
      }
    }

    narrowed(url) {
      const address = new URL(url, location.href);
      for (const [name, value] of new FormData(this.input.form)) {
        if (name !== "q" && value && !address.searchParams.getAll(name).includes(value)) {
          address.searchParams.append(name, value);
        }
      }
      return address;
    }
  }

  for (const input of document.querySelectorAll(".searchbox input[name=q]")) new Suggestions(input);
})();
