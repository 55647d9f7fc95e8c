"use strict";
(() => {
  const root = document.documentElement;
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  let theme = prefersDark.matches ? "dark" : "light";
  const show = () => {
    root.dataset["theme"] = theme;
  };
  prefersDark.addEventListener("change", ({ matches }) => {
    theme = matches ? "dark" : "light";
    show();
  });
  show();
  document.querySelector("#theme")?.addEventListener("click", () => {
    theme = theme === "dark" ? "light" : "dark";
    show();
  });

  // A search dims what does not match and opens what does.
  const search = /** @type {HTMLInputElement | null} */ (document.querySelector("#search"));
  const hits = document.querySelector("#hits");
  const parts = [
    ...document.querySelectorAll("main article, main tbody tr, main .subnet, main .quota, main .way li, main li"),
  ];
  search?.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    let found = 0;
    for (const part of parts) {
      const matches = wanted === "" || (part.textContent ?? "").toLowerCase().includes(wanted);
      part.classList.toggle("dimmed", !matches);
      if (matches && wanted !== "") {
        found += 1;
        part.closest("details")?.setAttribute("open", "");
      }
    }
    if (hits !== null) hits.textContent = wanted === "" ? "" : `${String(found)} found`;
  });

  // Paper cannot be unfolded.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
})();
