import { applyCamera, canvas } from "./camera.js";
import { drawing } from "./drawing.js";

/** On paper the whole drawing takes the width of the sheet, in light colours. */
export function setUpPrint() {
  const { dataset } = document.documentElement;
  let theme = dataset["theme"] ?? "light";
  const toPaper = () => {
    theme = dataset["theme"] ?? "light";
    dataset["theme"] = "light";
    const { width, height } = drawing.view;
    canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    canvas.querySelector("#scene")?.removeAttribute("transform");
  };
  const toScreen = () => {
    dataset["theme"] = theme;
    canvas.removeAttribute("viewBox");
    applyCamera();
  };
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? toPaper() : toScreen()));
}
