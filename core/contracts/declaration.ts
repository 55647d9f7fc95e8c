import type { Finding } from "../findings/finding.ts";
import type {
  GatewayPartSettings,
  HybridSettings,
  InferenceRouteSettings,
  KarpenterSettings,
  ObservabilitySettings,
  Settings,
} from "../settings/index.ts";
import type { Features } from "./features.ts";

/** What a program asks of this package, told to whoever plans it. Values that only a deployment knows are {@link LATER}. */
export type Declaration = Placed &
  (
    | { readonly kind: "stack-read" }
    /** All settings of a stack are made from here to the next `stack-made`. */
    | { readonly kind: "stack"; readonly settings: Settings }
    | { readonly kind: "stack-made" }
    | {
        readonly kind: "cluster";
        readonly name: string;
        readonly settings: Settings;
        readonly features: Features;
        readonly explicitAwsProvider: boolean;
      }
    | (OnCluster & { readonly kind: "gateway"; readonly settings: GatewayPartSettings })
    | (OnCluster & { readonly kind: "observability"; readonly settings: ObservabilitySettings })
    | (OnCluster & { readonly kind: "hybrid"; readonly settings: HybridSettings })
    | (OnCluster & { readonly kind: "karpenter"; readonly settings: KarpenterSettings })
    | (OnCluster & { readonly kind: "inference"; readonly settings: InferenceRouteSettings })
    /** The component refuses its arguments; paths are those of its own arguments. */
    | {
        readonly kind: "refused";
        readonly component: string;
        readonly name: string;
        readonly findings: readonly Finding[];
      }
  );

interface OnCluster {
  readonly name: string;
  /** Name of the cluster that it stands on. */
  readonly cluster: string;
}

interface Placed {
  /** Where the program says it, `index.ts:12:5`; undefined where no frame of the program is known. */
  readonly where?: string | undefined;
}

/** Stands for an Output: what it holds is known only while deploying. */
export const LATER = "[known only after deployment]";
