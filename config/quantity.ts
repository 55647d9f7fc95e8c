/** Units by the end of a setting's name: what one of them is in the setting's own. */
const UNITS: readonly { readonly of: RegExp; readonly in: string; readonly units: Readonly<Record<string, number>> }[] =
  [
    { of: /Days$/, in: "days", units: { d: 1, day: 1, days: 1, w: 7, week: 7, weeks: 7, y: 365, h: 1 / 24 } },
    {
      of: /Seconds$|^maxAge$/,
      in: "seconds",
      units: { s: 1, sec: 1, second: 1, seconds: 1, m: 60, min: 60, minutes: 60, h: 3600, d: 86_400, ms: 0.001 },
    },
    {
      of: /Gi?B$/i,
      in: "GiB",
      units: { gi: 1, gib: 1, g: 1, gb: 1, ti: 1024, tib: 1024, mi: 1 / 1024, mib: 1 / 1024 },
    },
    { of: /Mb$/, in: "MB", units: { m: 1, mb: 1, mi: 1, mib: 1, g: 1000, gb: 1000, k: 0.001, kb: 0.001 } },
    { of: /Percent(?:age)?$/, in: "percent", units: { "%": 1, percent: 1 } },
    { of: /^throughput$/, in: "MiB/s", units: { "mib/s": 1, "mb/s": 1, mi: 1, mib: 1 } },
  ];

/** How to write a text such as `7d` or `50Gi` as the number that a setting takes. */
export function quantity(text: string, key: string): string | undefined {
  const [, digits = "", unit = ""] = /^\/?\s*([\d_.,]*\d)\s*([a-z%/]*)\s*$/i.exec(text.trim()) ?? [];
  if (digits === "") return undefined;
  const number = Number(digits.replaceAll(/[_,]/g, ""));
  if (Number.isNaN(number)) return undefined;
  if (unit === "") return `Write the number alone: ${number}.`;
  const known = UNITS.find(({ of }) => of.test(key));
  const factor = known?.units[unit.toLowerCase()];
  if (known === undefined) return `Write the number alone, without "${unit}".`;
  if (factor === undefined) return `Write the number alone, in ${known.in}.`;
  const value = Math.ceil(number * factor);
  return `Write the number alone, in ${known.in}: ${value}.`;
}
