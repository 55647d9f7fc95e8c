import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/**
 * The plan of the house: who may import whom, imports of types counted. The rooms of core stand on each other in this order; a
 * room imports only what stands before it.
 */
const GROUND_FLOOR: Readonly<Record<string, string>> = {
  text: "texts in base64",
  net: "arithmetic on addresses",
  facts: "what AWS, EKS, Cilium and Kubernetes are",
  settings: "what a stack says, defaults that several areas ask for, and questions about both",
  model: "what the rules see",
  findings: "what they say",
  helm: "charts and their values",
  iam: "documents and trust of roles",
  capacity: "pods and addresses of a node",
  boot: "what nodes read when they start: MIME documents and their merging",
  contracts: "what areas give and are given: parts, features, facts of a cluster, deferred values",
  controllers: "charts with a role that stand on a cluster, and where their pods run",
  "gateway-api": "routes and grants",
  "network-policies": "policies of Cilium",
};
/** Above the areas, lowest first: each knows all areas and what stands before it. */
const UPPER = ["rules", "plan", "changes"];
/** Top-level folders, and which others of them each may import. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  engine: [],
  "service-map": [],
  lens: ["core"],
  playground: ["core", "lens", "readers"],
  // Sealing is a matter of the SDK, and so none of core's.
  secrets: ["core"],
  config: ["core", "secrets"],
  components: ["core", "secrets"],
  program: ["components", "config", "core"],
  policies: ["lens", "core"],
  readers: ["lens", "core", "config"],
  cli: ["config", "core", "engine", "lens", "readers", "service-map", "program"],
};

const root = path.resolve(import.meta.dirname, "../..");
const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g;

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = Object.keys(FOLDERS).flatMap((folder) =>
  exists(folder)
    ? readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !/(^|\/)(dist|node_modules)\//.test(file))
        .map((file) => path.posix.join(folder, file))
    : [],
);
const imports: readonly Import[] = files.flatMap((from) =>
  Array.from(readFileSync(path.join(root, from), "utf8").matchAll(IMPORT), ([, to = ""]) => ({
    from,
    to: path.posix.join(path.posix.dirname(from), to),
  })),
);

function exists(folder: string): boolean {
  return readdirSync(root).includes(folder);
}

const folderOf = (file: string): string => file.split("/")[0] ?? "";
const roomOf = (file: string): string => {
  const [folder = "", room = ""] = file.split("/");
  return ["core", "components", "cli"].includes(folder) && !room.includes(".") ? `${folder}/${room}` : folder;
};
const coreRoom = (file: string): string => file.split("/")[1] ?? "";
const told = ({ from, to }: Import, why: string): string => `${from} imports ${to}: ${why}`;

/** Why an import inside core is none that the plan has; undefined for one that it has. */
function faultInCore(each: Import): string | undefined {
  const [from, to] = [coreRoom(each.from), coreRoom(each.to)];
  const floor = Object.keys(GROUND_FLOOR);
  if (from === to || UPPER.indexOf(from) > UPPER.indexOf(to)) return undefined;
  if (UPPER.includes(to))
    return `what an area shares with ${to} belongs to the ground floor, core/contracts or core/model`;
  if (!floor.includes(from)) {
    return floor.includes(to)
      ? undefined
      : `areas never import each other: move what both need to the ground floor (${rooms()}), or let core/plan hand it in`;
  }
  return floor.indexOf(to) >= 0 && floor.indexOf(to) < floor.indexOf(from)
    ? undefined
    : `core/${from} (${GROUND_FLOOR[from] ?? ""}) stands below core/${to}`;
}

const rooms = (): string =>
  Object.entries(GROUND_FLOOR)
    .map(([room, what]) => `${room}: ${what}`)
    .join("; ");

/** A way from a room back to itself. */
function circle(): readonly string[] | undefined {
  const next = new Map<string, Set<string>>();
  for (const { from, to } of imports) {
    if (roomOf(from) === roomOf(to)) continue;
    next.set(roomOf(from), (next.get(roomOf(from)) ?? new Set()).add(roomOf(to)));
  }
  const done = new Set<string>();
  const walk = (room: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room];
    if (done.has(room)) return undefined;
    for (const other of next.get(room) ?? []) {
      const found = walk(other, [...way, room]);
      if (found !== undefined) return found;
    }
    done.add(room);
    return undefined;
  };
  for (const room of next.keys()) {
    const found = walk(room, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

describe("the plan of the house", () => {
  it("reads imports, or it would say nothing", () => {
    expect(imports.length).toBeGreaterThan(1000);
    expect(imports.filter(({ to }) => !files.includes(to) && to.endsWith(".ts"))).toEqual([]);
  });

  it("lets areas stand on the ground floor only, and the ground floor on what is below", () => {
    const faults = imports
      .filter(({ from, to }) => folderOf(from) === "core" && folderOf(to) === "core")
      .flatMap((each) => {
        const why = faultInCore(each);
        return why === undefined ? [] : [told(each, why)];
      });
    expect(faults).toEqual([]);
  });

  it("points arrows between folders one way", () => {
    const faults = imports
      .filter(({ from, to }) => folderOf(from) !== folderOf(to) && !FOLDERS[folderOf(from)]?.includes(folderOf(to)))
      .map((each) =>
        told(
          each,
          `${folderOf(each.from)} may import ${FOLDERS[folderOf(each.from)]?.join(", ") || "nothing of ours"}`,
        ),
      );
    expect(faults).toEqual([]);
  });

  it("has no circle between rooms, types counted", () => {
    expect(circle()).toBeUndefined();
  });

  it("keeps Pulumi, the clock, the machine and what only Node has out of core, the lens and what reads texts", () => {
    const faults = files
      .filter(
        (file) =>
          ["core", "lens", "readers"].includes(folderOf(file)) && !/^readers\/(?:aws|backup|kube|live)\//.test(file),
      )
      .filter((file) =>
        /from "(@pulumi\/|node:)|\bDate\.now\(|new Date\(\)|\bfetch\(|(?<![\w.])(?:process|Buffer|global|require|setImmediate|__dirname)\b(?=[.(])/.test(
          readFileSync(path.join(root, file), "utf8"),
        ),
      );
    expect(faults).toEqual([]);
  });
});
