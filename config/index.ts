export { loadSettings } from "./load.ts";
