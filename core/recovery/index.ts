export { type Bound, boundIn, replaced } from "./bound.ts";
export { type Moved, movedTo, strangeIn } from "./moved.ts";
export { type KeptObject, type ServedObject, cleaned, isKept, kept, nameOf } from "./keep.ts";
export { KEPT_KINDS, type KeptKind, PHASES, type PhaseId } from "./kinds.ts";
export { inOrder, kindOf, phaseOf } from "./order.ts";
export { type CiliumNames, type Reference, referencesOf } from "./references.ts";
export { veleroObjects, veleroPriorities } from "./velero.ts";
