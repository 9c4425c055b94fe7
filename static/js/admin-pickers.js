// A picker of the admin (select2) has no name while nothing is picked: it gets that of its label.
"use strict";

(() => {
  const name = () => {
    for (const shown of document.querySelectorAll(".select2-selection__rendered:not([title])")) {
      const select = shown.closest(".select2-container")?.previousElementSibling;
      const text = select?.getAttribute("aria-label") || select?.labels?.[0]?.textContent;
      if (text) shown.title = text.trim().replace(/[:：]$/, "");
    }
  };
  addEventListener("load", () => {
    name();
    new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  });
})();
