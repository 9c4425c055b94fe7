// A collection put in order by dragging; the buttons beside each article do the same without.
(() => {
  "use strict";
  const list = document.querySelector("[data-order]");
  if (!list || list.children.length < 2) return;
  const say = window.gettext ?? ((text) => text);
  const said = document.querySelector("[data-order-said]");
  const token = list.querySelector("[name=csrfmiddlewaretoken]").value;
  const keys = () => [...list.children].map((row) => row.dataset.entry).join(",");
  let dragged = null;
  let before = "";

  // The places and what they forbid are told anew by the page itself.
  const save = async () => {
    const body = new URLSearchParams({
      csrfmiddlewaretoken: token,
      order: keys(),
      next: location.pathname + location.search,
    });
    let kept = false;
    try {
      kept = (await fetch(list.dataset.order, { method: "POST", body })).ok;
    } catch {
      // Told below, as any other failure is.
    }
    said.textContent = kept ? say("次序已保存。") : say("次序没有保存，请重试。");
    location.reload();
  };

  for (const row of list.children) {
    const grip = row.querySelector(".grip");
    grip.hidden = false;
    grip.draggable = true;
    grip.addEventListener("dragstart", (event) => {
      dragged = row;
      before = keys();
      row.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", row.dataset.entry);
      event.dataTransfer.setDragImage(row, 0, 0);
    });
    grip.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      dragged = null;
      if (keys() !== before) save();
    });
  }

  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const over = event.target.closest("[data-entry]");
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    const below = event.clientY > box.top + box.height / 2;
    list.insertBefore(dragged, below ? over.nextElementSibling : over);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
})();
