import { SIGNATURE, UNKNOWN_TEXT } from "../../core/changes/state.ts";
import { UNKNOWN } from "../../core/model/unknown.ts";
import { isMap } from "../input.ts";

/** What marks a value of the engine's own kinds (pulumi/pulumi sdk/go/common/resource/sig). */
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** What a preview writes for a secret (pulumi/pulumi pkg/backend/display/json.go). */
const SECRET_TEXT = "[secret]";

/**
 * Inputs as the engine writes them, as plain data: what is known after the deployment, and what is secret, is unknown, whether it is
 * encrypted, left out or in clear. An asset is its text where it has one; files and archives are not at hand.
 */
export const plainInputs = (inputs: unknown): Readonly<Record<string, unknown>> =>
  isMap(inputs) ? plainMap(inputs) : {};

/** Without keys of the SDK's and the bridge's own: `__defaults`, `__internal`. */
const plainMap = (map: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => (key.startsWith("__") ? [] : [[key, plain(value)] as const])),
  );

function plain(value: unknown): unknown {
  if (value === UNKNOWN_TEXT || value === SECRET_TEXT) return UNKNOWN;
  if (Array.isArray(value)) return value.map(plain);
  if (!isMap(value)) return value;
  switch (value[SIGNATURE]) {
    case undefined:
      return plainMap(value);
    case ASSET:
      return typeof value["text"] === "string" && value["text"] !== "" ? { text: value["text"] } : UNKNOWN;
    case REFERENCE:
      return typeof value["id"] === "string" && value["id"] !== "" ? plain(value["id"]) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}
