import { registerHooks } from "node:module";
import { extname } from "node:path";

/** The sources, or what was built from them. */
const OWN = new URL("..", import.meta.url).href;
const DEPENDENCIES = new URL("../node_modules/", import.meta.url).href;
const EXTENSION = extname(import.meta.url);
const FORMAT = EXTENSION === ".ts" ? "module-typescript" : "module";

/** Our modules name each other by their files: nothing has to be searched, 400 times at each start. */
export function resolveOwnModulesAtOnce(): void {
  registerHooks({
    resolve(name, context, next) {
      const { parentURL: parent } = context;
      const isOwn =
        name.startsWith(".") &&
        name.endsWith(EXTENSION) &&
        parent !== undefined &&
        parent.startsWith(OWN) &&
        !parent.startsWith(DEPENDENCIES);
      return isOwn ? { url: new URL(name, parent).href, format: FORMAT, shortCircuit: true } : next(name, context);
    },
  });
}
