import { readAddress, writeAddress } from "./address.js";
import { setUpCamera, zoomBy } from "./camera.js";
import { choose, chooseLine, chooseShape, closeDetails, openNode, ways } from "./details.js";
import { byId, data, html } from "./dom.js";
import { draw, drawing, showAll } from "./drawing.js";
import { applyFilters, setUpFilters, showWanted } from "./filters.js";
import { hover, letGo } from "./focus.js";
import { setUpLive } from "./live.js";
import { setUpPrint } from "./print.js";
import { setUpSaving } from "./save.js";
import { setUpSorting, showMoreRows } from "./table.js";
import { wanted } from "./wanted.js";

/** What is shown beside the filters. @type {import("./address.js").Shown} */
const shown = { table: false, node: undefined };
const keepAddress = () => writeAddress(shown);

/** @param {number} at */
function showView(at) {
  letGo();
  shown.node = undefined;
  draw(at, { shape: chooseShape, line: chooseLine, hover });
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

/** Drawings with the infrastructure or without it, as it is wanted. @returns {number[]} */
const viewsToChoose = () =>
  data.views.flatMap(({ infrastructure }, at) => (infrastructure === wanted.infrastructure ? at : []));

/** The drawing of a name, else the first one. @param {string | undefined} title */
function showNamed(title) {
  const all = viewsToChoose();
  const views = /** @type {HTMLSelectElement} */ (byId("view"));
  views.replaceChildren(...all.map((at) => html("option", { value: at }, data.views[at]?.title ?? "")));
  views.hidden = all.length < 2;
  showView(all.find((at) => data.views[at]?.title === title) ?? all[0] ?? 0);
}

/** Where DNS, metrics and the like would hide the rest, they are hidden, and the page says so. */
function setUpInfrastructure() {
  const { infrastructure } = data;
  const box = /** @type {HTMLInputElement} */ (byId("infrastructure"));
  const say = () => {
    byId("infrastructure-says").textContent =
      infrastructure === undefined ? "" : `${infrastructure.says}.${wanted.infrastructure ? "" : " They are hidden."}`;
    box.checked = wanted.infrastructure;
  };
  byId("infrastructure-choice").hidden = infrastructure === undefined;
  byId("infrastructure-says").hidden = infrastructure?.hidden !== true;
  box.addEventListener("change", () => {
    wanted.infrastructure = box.checked;
    say();
    showNamed(drawing.view.title);
  });
  say();
}

/** @param {boolean} table */
function showTable(table) {
  shown.table = table;
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

/** Narrower than this a drawing is a stamp: the table is shown first. */
const NARROW = 560;

function showAddress() {
  const said = readAddress();
  const search = /** @type {HTMLInputElement} */ (byId("search"));
  search.value = said.search;
  showWanted();
  showNamed(said.drawing);
  showTable(said.table ?? innerWidth < NARROW);
  if (said.node !== undefined) openNode(said.node);
}

ways.openView = showView;
ways.shown = (node) => {
  shown.node = node;
  keepAddress();
};
setUpTheme();
setUpMenus();
setUpFilters(keepAddress);
setUpCamera(showAll);
setUpSaving();
setUpPrint();
setUpSorting(keepAddress);
setUpButtons([
  ["zoom-in", () => zoomBy(1.25)],
  ["zoom-out", () => zoomBy(0.8)],
  ["zoom-all", showAll],
  ["as-map", () => showTable(false)],
  ["as-table", () => showTable(true)],
  ["more", showMoreRows],
]);
byId("view").addEventListener("change", ({ target }) => {
  showView(Number(/** @type {HTMLSelectElement} */ (target).value));
});
addEventListener("hashchange", showAddress);
addEventListener("resize", showAll);
showAddress();
setUpInfrastructure();
setUpLive();
