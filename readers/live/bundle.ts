import { createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse as parseYaml, parseAllDocuments } from "yaml";
import { type Raw, keyOf } from "../../lens/live/raw.ts";
import type { ListPage } from "../kube/client.ts";
import { FaultKind, ReadFault } from "../kube/fault.ts";
import type { AwsSource } from "./aws-source.ts";
import { redacted } from "./redact.ts";
import { KUBE_READS, type KubeRead, type KubeReadId, apiVersionOf } from "./reads.ts";
import type { Reading } from "./index.ts";
import type { Source } from "./source.ts";

/* A cluster that was recorded: by --record, by `kubectl get -o json`, or by `cilium sysdump`. */

const INDEX = "bundle.json";

const lacking = (what: string): ReadFault => new ReadFault(FaultKind.NotRecorded, `The bundle has no ${what}.`);

interface Index {
  readonly version: string;
  readonly now: number;
  readonly hints: readonly string[];
}

export function openBundle(folder: string, namespace: string): { readonly source: Source; readonly aws: AwsSource } {
  const index = existsSync(path.join(folder, INDEX))
    ? (JSON.parse(readFileSync(path.join(folder, INDEX), "utf8")) as Index)
    : undefined;
  const files = filesIn(folder);
  let found: Found | undefined;
  const objects = (): Found => (found ??= collect(folder, files));
  const source: Source = {
    name: `bundle ${folder}`,
    async *pages(id): AsyncIterable<ListPage> {
      const { names, plural, scope, query }: KubeRead = KUBE_READS[id];
      const own = objects().byRead.get(id);
      if (own === undefined) throw lacking(plural);
      const items = own.filter(
        (object) =>
          (names === undefined || names.includes(object.metadata?.name ?? "")) &&
          hasLabel(object, query?.["labelSelector"]) &&
          (scope !== "system" || object.metadata?.namespace === namespace),
      );
      yield { items, columns: [] };
    },
    slices: async (space, service) => {
      const own = objects().byRead.get("slices");
      if (own === undefined) throw lacking("endpointslices");
      return own.filter(
        ({ metadata }) => metadata?.namespace === space && metadata.labels?.["kubernetes.io/service-name"] === service,
      );
    },
    log: async (_namespace, pod) => {
      const file = files.find((name) => isLogOf(path.basename(name), pod));
      if (file === undefined) throw lacking(`log of ${pod}`);
      return readFileSync(path.join(folder, file), "utf8");
    },
    version: async () => {
      const version = index?.version ?? versionIn(folder, files);
      if (version === undefined) throw lacking("version of the API server");
      return version;
    },
    now: () => index?.now ?? objects().newest,
    skewSeconds: () => 0,
    hints: index?.hints ?? [],
  };
  return { source, aws: awsOf(folder) };
}

/** The selectors of our readings ask whether a label is there. */
const hasLabel = ({ metadata }: Raw, label: string | undefined): boolean =>
  label === undefined || Object.hasOwn(metadata?.labels ?? {}, label);

/** `POD.log` of a recording; `logs-POD-CONTAINER-TIME.log` of a sysdump, which has those of the run before it too. */
const isLogOf = (file: string, pod: string): boolean =>
  file === `${pod}.log` || (file.startsWith(`logs-${pod}-`) && file.endsWith(".log") && !file.endsWith("-prev.log"));

/** A sysdump writes the server's version as Go prints it (cilium-cli: Client.GetVersion). */
function versionIn(folder: string, files: readonly string[]): string | undefined {
  const file = files.find((name) => /^k8s-version-.*\.txt$/.test(path.basename(name)));
  if (file === undefined) return undefined;
  const text = readFileSync(path.join(folder, file), "utf8");
  const [, major, minor] = /Major:"(\d+)", Minor:"(\d+)/.exec(text) ?? [];
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}`;
}

const awsOf = (folder: string): AwsSource => ({
  read: async (id) => {
    const file = path.join(folder, `aws-${id}.json`);
    if (!existsSync(file)) throw new ReadFault(FaultKind.NotRecorded, `The bundle has no answer of AWS on ${id}.`);
    return JSON.parse(readFileSync(file, "utf8")) as never;
  },
});

export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .toSorted();

/** What a sysdump holds beside objects: flows by the line, and what agents say of themselves. */
const NO_OBJECTS = /(?:^|[\\/])(?:hubble-flows-|cilium-bugtool-|cilium-helm-|bugtool)/;

/** Whether a file of a bundle may hold objects of the API. */
export const holdsObjects = (file: string): boolean =>
  file !== INDEX && !file.startsWith("aws-") && /\.(?:json|ya?ml)$/.test(file) && !NO_OBJECTS.test(file);

interface Found {
  readonly byRead: ReadonlyMap<KubeReadId, readonly Raw[]>;
  /** When the newest thing in it happened: it stands in for the clock where nothing else does. */
  readonly newest: number;
}

/** Objects by what they are, whatever their files are called; an object that two files hold counts once. */
function collect(folder: string, files: readonly string[]): Found {
  const byRead = new Map<KubeReadId, Map<string, Raw>>();
  let newest = 0;
  for (const file of files.filter(holdsObjects)) {
    const stat = statSync(path.join(folder, file));
    newest = Math.max(newest, stat.mtimeMs / 1000);
    for (const document of documentsOf(path.join(folder, file))) {
      for (const [id, objects] of readsOf(document, file)) {
        const own = byRead.get(id) ?? new Map<string, Raw>();
        byRead.set(id, own);
        for (const object of objects) own.set(keyOf(object), object);
      }
    }
  }
  return { byRead: new Map([...byRead].map(([id, objects]) => [id, [...objects.values()]])), newest };
}

export function documentsOf(file: string): readonly unknown[] {
  const text = readFileSync(file, "utf8");
  try {
    if (file.endsWith(".json")) return [JSON.parse(text) as unknown];
    return text.includes("\n---") ? parseAllDocuments(text).map((one) => one.toJS() as unknown) : [parseYaml(text)];
  } catch (error) {
    throw new ReadFault(FaultKind.Broken, `${file} cannot be read: ${(error as Error).message.split("\n")[0] ?? ""}`);
  }
}

interface RawList {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly items?: readonly Raw[];
}

/** What a document holds: a list says its kind, or its objects do; an empty one goes by the name of its file. */
function readsOf(document: unknown, file: string): readonly (readonly [KubeReadId, readonly Raw[]])[] {
  if (typeof document !== "object" || document === null) return [];
  const { items, kind = "", apiVersion } = document as RawList;
  if (items === undefined) return group([document as Raw]);
  const of = kind.replace(/List$/, "");
  // A list of one kind says once what its objects are; kubectl's List of many does not.
  const said = of === "" ? {} : { kind: of, ...(apiVersion === undefined ? {} : { apiVersion }) };
  const named = items.map((item) => ({ ...said, ...item }));
  if (named.length > 0) return group(named);
  const name = path.basename(file).toLowerCase();
  const ids = (Object.keys(KUBE_READS) as KubeReadId[]).filter(
    (id) => KUBE_READS[id].kind === of || (of === "" && name.includes(KUBE_READS[id].plural)),
  );
  return ids.map((id) => [id, []] as const);
}

const BY_KIND: ReadonlyMap<string, readonly KubeReadId[]> = Map.groupBy(
  Object.keys(KUBE_READS) as KubeReadId[],
  (id) => KUBE_READS[id].kind,
);

function group(objects: readonly Raw[]): readonly (readonly [KubeReadId, readonly Raw[]])[] {
  return [...Map.groupBy(objects, ({ apiVersion = "", kind = "" }) => `${apiVersion} ${kind}`).values()].flatMap(
    (own) => readsFor(own[0] as Raw).map((id) => [id, own] as const),
  );
}

/** A kind may be read in more than one version; a version that is none of them is taken for each. */
function readsFor({ apiVersion, kind = "" }: Raw): readonly KubeReadId[] {
  const ids = BY_KIND.get(kind) ?? [];
  const exact = ids.filter((id) => apiVersion === apiVersionOf(KUBE_READS[id]));
  return exact.length > 0 ? exact : ids;
}

/** Keeps what passes through it. */
interface Recorder {
  readonly source: (source: Source) => Source;
  readonly aws: (aws: AwsSource) => AwsSource;
  readonly end: (reading: Reading) => void;
}

export function recording(folder: string): Recorder {
  mkdirSync(folder, { recursive: true });
  let version = "";
  let hints: readonly string[] = [];
  const slices: Raw[] = [];
  const write = (name: string, value: unknown): void =>
    writeFileSync(path.join(folder, name), `${JSON.stringify(value)}\n`, { mode: 0o600 });
  return {
    source: (source) => {
      hints = source.hints;
      return {
        ...source,
        async *pages(id) {
          const file = new ListFile(path.join(folder, `${id}.json`), KUBE_READS[id]);
          for await (const page of source.pages(id)) {
            file.add(page.items);
            yield page;
          }
          await file.end();
        },
        slices: async (namespace, service) => {
          const found = await source.slices(namespace, service);
          slices.push(...found.map((one) => redacted(one) as Raw));
          return found;
        },
        log: async (namespace, pod) => {
          const text = await source.log(namespace, pod);
          if (text !== undefined) writeFileSync(path.join(folder, `logs-${pod}.log`), text, { mode: 0o600 });
          return text;
        },
        version: async () => (version = await source.version()),
      };
    },
    aws: (aws) => ({
      read: async (id) => {
        const answer = await aws.read(id);
        write(`aws-${id}.json`, answer);
        return answer;
      },
    }),
    end: ({ live, cluster, region }) => {
      write("slices.json", { kind: "EndpointSliceList", items: slices });
      const found =
        [cluster, region].flatMap((one) => one ?? []).length === 2
          ? ["--cluster-name", cluster, "--region", region]
          : hints;
      write(INDEX, { version, now: live.at, hints: found });
    },
  };
}

/** A list that is written as it comes: it may be larger than what fits into memory. */
class ListFile {
  readonly #stream;
  #first = true;

  constructor(file: string, read: KubeRead) {
    this.#stream = createWriteStream(file, { mode: 0o600 });
    const list = { kind: `${read.kind}List`, apiVersion: apiVersionOf(read) };
    this.#stream.write(`${JSON.stringify(list).slice(0, -1)},"items":[`);
  }

  add(items: readonly unknown[]): void {
    for (const item of items) {
      this.#stream.write(`${this.#first ? "" : ","}\n${JSON.stringify(redacted(item))}`);
      this.#first = false;
    }
  }

  end(): Promise<void> {
    return new Promise((done) => this.#stream.end("]}\n", () => done()));
  }
}
