// Upload: files and folders may be dropped on the form. A batch: its rows follow the reading, once a second.
"use strict";

(() => {
  const form = document.querySelector("form.upload[enctype]");
  const input = form?.querySelector("input[name=files]");
  if (!input) return;
  const chosen = form.querySelector(".chosen");

  const tell = () => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((one) => [...one.files]);
    const size = files.reduce((sum, file) => sum + file.size, 0) / 1048576;
    chosen.textContent = files.length ? `已选 ${files.length} 个文件，共 ${size.toFixed(1)} MB。` : "";
  };

  const entriesOf = async (folder) => {
    const reader = folder.createReader();
    const entries = [];
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) return entries;
      entries.push(...some);
    }
  };

  const filesOf = async (entry) => {
    if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
    const files = [];
    for (const inner of await entriesOf(entry)) files.push(...(await filesOf(inner)));
    return files.filter((file) => !file.name.startsWith("."));
  };

  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const basket = new DataTransfer();
    for (const file of input.files) basket.items.add(file);
    for (const entry of entries) for (const file of await filesOf(entry)) basket.items.add(file);
    input.files = basket.files;
    tell();
  });
  form.addEventListener("change", tell);
  form.addEventListener("submit", () => {
    chosen.textContent = "正在上传，请不要关闭本页……";
  });
})();

(() => {
  const batch = document.querySelector(".batch[data-url]");
  if (!batch) return;
  const status = document.querySelector(".batch-status");
  const hints = document.querySelector(".batch-hints");
  const told = new Map();

  // A row that has not changed stays as it is: what was opened in it stays open.
  const keepRows = (fresh) => {
    for (const row of fresh.querySelectorAll("tr[id]")) {
      const now = row.outerHTML;
      const old = document.getElementById(row.id);
      if (old && told.get(row.id) === now) row.replaceWith(old);
      told.set(row.id, now);
    }
  };

  const say = (sum) => {
    const line = sum.querySelector(".batch-line").textContent.replace(/\s+/g, " ").trim();
    // Said aloud at the end, and at every tenth of the way.
    const bar = sum.querySelector("progress");
    const tenth = bar ? Math.floor((bar.value / bar.max) * 10) : 10;
    if (!sum.dataset.busy || status.dataset.tenth !== String(tenth)) status.textContent = line;
    status.dataset.tenth = String(tenth);
  };

  const look = async () => {
    let wait = 1000;
    try {
      const answer = await fetch(batch.dataset.url, { credentials: "same-origin" });
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      keepRows(fresh);
      batch.replaceChildren(...fresh.childNodes);
    } catch {
      wait = 5000;
    }
    const sum = batch.querySelector(".batch-sum");
    say(sum);
    if (hints) hints.hidden = !Number(sum.dataset.unread) && !hints.querySelector(".errorlist");
    if (sum.dataset.busy) setTimeout(look, wait);
  };

  if (batch.querySelector(".batch-sum").dataset.busy) setTimeout(look, 300);
})();
