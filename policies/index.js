// The pack host compiles TypeScript by ts-node, which cannot resolve `.ts` imports; Node's own type stripping can.
import "./pack.ts";
