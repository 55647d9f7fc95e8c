import { byId, data } from "./dom.js";

/** Milliseconds between two questions whether the map has changed. */
const PAUSE = 2000;

/** Of a page that is served while flows come in: the address keeps what is seen, so a new map is a new page. */
export function setUpLive() {
  const { live } = data;
  if (live === undefined) return;
  const ask = async () => {
    try {
      const answer = await fetch("version", { cache: "no-store" });
      const version = (await answer.text()).trim();
      byId("live").textContent = "Live";
      if (version !== live && document.querySelector("#details:not([hidden]), details[open]") === null)
        location.reload();
    } catch {
      byId("live").textContent = "No longer served: this is the last map";
    }
  };
  setInterval(() => void ask(), PAUSE);
}
