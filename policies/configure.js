// Runs from source by Node's own type stripping, like index.js.
import "./configure-main.ts";
