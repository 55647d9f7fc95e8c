import { setUpCamera, zoomBy } from "./camera.js";
import { choose, chooseLine, chooseShape, closeDetails, ways } from "./details.js";
import { byId, data, html } from "./dom.js";
import { draw, drawing, showAll } from "./drawing.js";
import { applyFilters, setUpFilters } from "./filters.js";
import { showMoreRows } from "./table.js";

/** @param {number} at */
function showView(at) {
  draw(at, { shape: chooseShape, line: chooseLine });
  byId("details").hidden = true;
  choose(undefined);
  const select = /** @type {HTMLSelectElement} */ (byId("view"));
  select.value = String(at);
  const { leftOut } = drawing.view;
  byId("left-out").hidden = leftOut === 0;
  byId("left-out").textContent = `${leftOut} quiet lines are left out of this drawing; the table has all connections.`;
  applyFilters();
  showAll();
}

/** @param {boolean} table */
function showTable(table) {
  byId("stage").hidden = table;
  byId("list").hidden = !table;
  byId("as-table").setAttribute("aria-pressed", String(table));
  byId("as-map").setAttribute("aria-pressed", String(!table));
  applyFilters();
  if (!table) showAll();
}

/** @param {boolean} dark */
function setTheme(dark) {
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  byId("theme").textContent = dark ? "Light" : "Dark";
}

function setUpTheme() {
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  setTheme(preferred.matches);
  preferred.addEventListener("change", ({ matches }) => setTheme(matches));
  byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset["theme"] !== "dark"));
}

function setUpMenus() {
  const menus = [...document.querySelectorAll("details.menu")];
  addEventListener("pointerdown", ({ target }) => {
    for (const menu of menus) if (!menu.contains(/** @type {Node} */ (target))) menu.removeAttribute("open");
  });
  addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    const open = menus.find((menu) => menu.hasAttribute("open"));
    if (open === undefined) return closeDetails();
    open.removeAttribute("open");
    open.querySelector("summary")?.focus();
  });
}

/** @param {[id: string, act: () => void][]} buttons */
function setUpButtons(buttons) {
  for (const [id, act] of buttons) byId(id).addEventListener("click", act);
}

setUpTheme();
setUpMenus();
setUpFilters();
setUpCamera(showAll);
setUpButtons([
  ["zoom-in", () => zoomBy(1.25)],
  ["zoom-out", () => zoomBy(0.8)],
  ["zoom-all", showAll],
  ["as-map", () => showTable(false)],
  ["as-table", () => showTable(true)],
  ["more", showMoreRows],
]);
ways.openView = showView;
const views = /** @type {HTMLSelectElement} */ (byId("view"));
data.views.forEach(({ title }, at) => views.append(html("option", { value: at }, title)));
views.hidden = data.views.length < 2;
views.addEventListener("change", () => showView(Number(views.value)));
showView(0);
addEventListener("resize", showAll);
