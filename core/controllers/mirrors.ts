import type { RegistrySettings } from "../settings/index.ts";

/** Where registries are mirrored: what the mirrors must hold for something, and what none of them stands for. */
export function mirrorNotes(what: string, images: readonly string[], registry: RegistrySettings | undefined): string[] {
  const mirrors = registry?.mirrors;
  if (mirrors === undefined) return [];
  const found = images.map((image) => {
    const slash = image.indexOf("/");
    const mirror = mirrors[image.slice(0, slash)];
    return { image, mirrored: mirror === undefined ? undefined : `${mirror}${image.slice(slash)}` };
  });
  const held = found.flatMap(({ mirrored }) => mirrored ?? []);
  const missing = found.flatMap(({ image, mirrored }) => (mirrored === undefined ? [image] : []));
  return [
    ...(held.length === 0 ? [] : [`For ${what} the mirrors must hold: ${held.join(", ")}.`]),
    ...(missing.length === 0 ? [] : [`No mirror stands for the registry of: ${missing.join(", ")}.`]),
  ];
}
