/** What a simulation showed. Times are seconds from the start. */
export interface SimulationResult {
  readonly waves: readonly WaveResult[];
  readonly subnets: readonly SubnetResult[];
  readonly samples: readonly Sample[];
  readonly calls: Readonly<Record<string, number>>;
  /** Calls that EC2 refused for its own limit. */
  readonly throttled: number;
  /** Seconds that calls waited for the operator's own limit, added up. */
  readonly limiterWait: number;
  /** Most pods at any moment that had no address. */
  readonly mostWaiting: number;
  /** Pods without an address at the end, and most nodes and pods at any moment. */
  readonly waitingAtEnd: number;
  readonly mostNodes: number;
  readonly mostPods: number;
  /** Nodes that a subnet had no address for. */
  readonly nodesRefused: number;
  readonly events: number;
}

/** How a wave of new nodes came up. */
export interface WaveResult {
  readonly kind: string;
  readonly at: number;
  readonly nodes: number;
  readonly pods: number;
  readonly podsReady: number;
  /** Seconds from the wave's begin until this share of its pods had an address; left out where they never had. */
  readonly until: Readonly<Partial<Record<"50%" | "90%" | "99%" | "100%", number>>>;
}

export interface SubnetResult {
  readonly name: string;
  readonly zone: string;
  readonly cidr: string;
  readonly size: number;
  /** Fewest addresses that were free at any sample. */
  readonly leastFree: number;
  /** Fewest prefixes that could be had at any sample. */
  readonly leastPrefixes: number;
  /** Most free addresses that no prefix could have, at any sample. */
  readonly mostStranded: number;
  /** First moment at which a prefix was wanted and none was left, and the addresses that were free then. */
  readonly noPrefix?: { readonly at: number; readonly free: number };
}

/** The state at one moment. */
export interface Sample {
  readonly at: number;
  readonly nodes: number;
  readonly pods: number;
  readonly waiting: number;
  /** By subnet, in the order of `subnets`. */
  readonly free: readonly number[];
  readonly prefixes: readonly number[];
}
