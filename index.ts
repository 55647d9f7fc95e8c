import { createFromStack } from "./program/index.ts";

export default createFromStack().outputs;
