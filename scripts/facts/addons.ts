import { ADDON_MINORS, EksAddon, addonVersion } from "../../core/facts/addons.ts";
import { type Facts, type Refresher, WrongFile } from "./table.ts";

interface Answer {
  readonly addons?: readonly {
    readonly addonName?: string;
    readonly addonVersions?: readonly {
      readonly addonVersion?: string;
      readonly compatibilities?: readonly { readonly clusterVersion?: string; readonly defaultVersion?: boolean }[];
    }[];
  }[];
}

const OURS: readonly string[] = Object.values(EksAddon);

/** The answer of `aws eks describe-addon-versions`: the version that EKS takes by default, by add-on and minor. */
function read(text: string): Facts {
  const facts = new Map<string, string>();
  for (const { addonName = "", addonVersions = [] } of (JSON.parse(text) as Answer).addons ?? []) {
    if (!OURS.includes(addonName)) continue;
    for (const { addonVersion: version = "", compatibilities = [] } of addonVersions) {
      for (const { clusterVersion = "", defaultVersion } of compatibilities) {
        if (defaultVersion === true) facts.set(`${clusterVersion} ${addonName}`, version);
      }
    }
  }
  if (facts.size === 0) throw new WrongFile("It names no default version of an add-on that is pinned here.");
  return facts;
}

const current = (): Facts =>
  new Map(
    ADDON_MINORS.flatMap((minor) =>
      OURS.map((addon) => [`${minor} ${addon}`, addonVersion(addon, minor)?.version ?? ""] as const),
    ),
  );

export default { read, current, partial: "file" } satisfies Refresher;
