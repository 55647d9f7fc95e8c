/** Who talks: a workload, an identity that Cilium reserves, or somebody outside. */
export interface MapNode {
  /** `prod/shop/web`, `prod/reserved:ingress`, `world/api.example.com`; unique in the map. */
  readonly id: string;
  readonly kind: "workload" | "reserved" | "world";
  /** Name that people read. */
  readonly name: string;
  readonly cluster?: string;
  readonly namespace?: string;
  /** `Deployment`, `StatefulSet` …; left out where only the pod's name was known. */
  readonly workloadKind?: string;
  /** Labels of its identity that come from Kubernetes, those that all of its pods had; left out where no flow told them. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Verdicts of Hubble; TRACED and TRANSLATED come from socket events. */
export type Verdict = "FORWARDED" | "DROPPED" | "ERROR" | "AUDIT" | "REDIRECTED" | "TRACED" | "TRANSLATED" | "UNKNOWN";

/** `egress` as the caller's node sees it, `ingress` as the callee's does. */
export type Way = "egress" | "ingress";

/** One caller, callee, protocol and port. */
export interface MapEdge {
  readonly source: string;
  readonly destination: string;
  /** `TCP`, `UDP`, `ICMPv4` …; `unknown` in exports that leave it out. */
  readonly protocol: string;
  /** Port of the callee; 0 for protocols without ports. */
  readonly port: number;
  /**
   * Events, not packets: what the datapath aggregates is not here. A connection is reported where it leaves and where it
   * arrives; the larger of the two counts stands, never their sum.
   */
  readonly flows: number;
  /** Events of answers; an edge with none but these began before the recording. */
  readonly replies: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly dropReasons: Readonly<Record<string, number>>;
  /** Where flows were denied: where they leave, where they arrive. Left out where no event says. */
  readonly deniedAt?: readonly Way[];
  readonly http?: HttpSummary;
  readonly dns?: DnsSummary;
  /** RFC 3339, to the second; left out where no event had a time. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
}

export interface HttpSummary {
  readonly requests: number;
  readonly methods: Readonly<Record<string, number>>;
  /** Answers by class: `2xx`, `5xx`. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Mean of the answers' latencies, in milliseconds. */
  readonly meanLatencyMs?: number;
}

export interface DnsSummary {
  readonly queries: number;
  /** Answers by code: `NoError`, `NXDomain` as their numbers stand in Hubble, `0`, `3`. */
  readonly codes: Readonly<Record<string, number>>;
}

/** Why the map may not show everything. */
export interface Gap {
  readonly reason: string;
  /** How often, where it can be counted. */
  readonly count?: number;
}

export interface ServiceMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  readonly incomplete: readonly Gap[];
}

export const isDenied = ({ verdicts }: Pick<MapEdge, "verdicts">): boolean =>
  (verdicts.DROPPED ?? 0) > 0 || (verdicts.ERROR ?? 0) > 0;
