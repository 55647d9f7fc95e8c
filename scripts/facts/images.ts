import { amiReleases } from "../../core/facts/amis.ts";
import { EKS_VERSIONS } from "../../core/facts/kubernetes.ts";
import { type Facts, type Refresher, WrongFile } from "./table.ts";

/** CHANGELOG.md of amazon-eks-ami: a section a release, and in it a block a Kubernetes minor. */
function read(text: string): Facts {
  const releases = text.split(/^#+ (?:\[Recalled\] )?AMI Release (?=v\d{8})/m).slice(1);
  const facts = new Map<string, string>();
  for (const section of releases) {
    const release = section.slice(0, 9);
    for (const [, minor = ""] of section.matchAll(/<b>Kubernetes (1\.\d+)<\/b>/g)) {
      // Newest first, so the last one that is written is the oldest.
      if (amiReleases("AL2023", minor) !== undefined || Number(minor.slice(2)) > newestMinor()) {
        facts.set(`${minor} first`, release);
      }
    }
  }
  const newest = releases[0]?.slice(0, 9);
  if (newest === undefined || facts.size === 0) throw new WrongFile("It has no section of a release with images.");
  // A file that is older than the table says nothing of what is newest.
  facts.set("pinned", newest > pinned() ? newest : pinned());
  return facts;
}

const minors = (): string[] =>
  EKS_VERSIONS.map(({ version }) => version).filter((minor) => amiReleases("AL2023", minor) !== undefined);
const newestMinor = (): number => Math.max(...minors().map((minor) => Number(minor.slice(2))));

const pinned = (): string => amiReleases("AL2023", minors().at(-1) ?? "")?.pinned ?? "";

const current = (): Facts =>
  new Map([
    ...minors().map((minor) => [`${minor} first`, amiReleases("AL2023", minor)?.first ?? ""] as const),
    ["pinned", pinned()],
  ]);

function rewrite(source: string, key: string, value: string): string | undefined {
  if (key !== "pinned") return undefined;
  return source.replace(/(const AL2023_PINNED = ")v\d{8}/, `$1${value}`);
}

export default { read, current, rewrite, file: "core/facts/amis.ts", partial: "file" } satisfies Refresher;
