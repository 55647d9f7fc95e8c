import { rulesOn } from "../rule.ts";
import { ciliumValues } from "../subjects.ts";
import { MESH_DOMAIN } from "../../facts/clustermesh.ts";
import type { Json } from "../../model/index.ts";
import { contains, addressFault } from "../../net/cidr.ts";
import { type Values, shown } from "../common.ts";
import { each } from "../../model/unknown.ts";

const SETUP = "cilium/cilium Documentation/network/clustermesh/setup.rst";
const CERTGEN = "templates/clustermesh-apiserver/tls-cronjob of the Cilium chart 1.19.6";

const joined = (values: Values): boolean =>
  values.on("clustermesh.useAPIServer") || values.on("clustermesh.config.enabled");

interface Connection {
  readonly name: string;
  readonly path: string;
  readonly address?: Json;
  readonly ips?: Json;
}

/** Declared connections: a map by name, or a list (clustermesh-config/_helpers.tpl). */
function connections(values: Values): Connection[] {
  const clusters = values.get("clustermesh.config.clusters");
  if (typeof clusters !== "object" || clusters === null) return [];
  return Object.entries(clusters).flatMap(([key, cluster]: [string, Json]) => {
    if (typeof cluster !== "object" || cluster === null || Array.isArray(cluster)) return [];
    const { name = key, address, ips } = cluster as { name?: Json; address?: Json; ips?: Json };
    return [
      {
        name: typeof name === "string" ? name : key,
        path: `clustermesh.config.clusters.${key}`,
        ...given({ address, ips }),
      },
    ];
  });
}

const given = ({ address, ips }: { address: Json | undefined; ips: Json | undefined }) => ({
  ...(address === undefined ? {} : { address }),
  ...(ips === undefined ? {} : { ips }),
});

const SCHEME = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const INTERNAL = "service.beta.kubernetes.io/aws-load-balancer-internal";

export default rulesOn(ciliumValues, [
  {
    id: "mesh-cluster-id",
    severity: "error",
    title: "A cluster in a mesh has an id",
    why: "Identities carry the id; with 0 the agents refuse remote clusters.",
    symptom: "`cilium clustermesh status` shows no remote cluster as ready.",
    source: SETUP,
    fix: "Set mesh.id.",
    *check(values) {
      if (!joined(values)) return;
      const id = values.get("cluster.id") ?? 0;
      if (id !== 0) return;
      yield { at: "cluster.id", found: "0", expected: "1 to 127, unique in the mesh" };
    },
  },
  {
    id: "mesh-service-type",
    severity: "warning",
    title: "The mesh API is reached by an internal load balancer",
    why: "The chart's default is a NodePort: peers are then tied to the addresses of single nodes, which come and go.",
    symptom: "The mesh falls apart when the node goes whose address the peers have.",
    source: `${SETUP}; values.yaml, clustermesh.apiserver.service.type`,
    fix: "Set clustermesh.apiserver.service.type to LoadBalancer, with loadBalancerClass and the annotations of an internal NLB.",
    *check(values) {
      if (!values.on("clustermesh.useAPIServer")) return;
      const type = values.get("clustermesh.apiserver.service.type") ?? "NodePort";
      if (type === "LoadBalancer" || type === "ClusterIP") return;
      yield {
        at: "clustermesh.apiserver.service.type",
        found: shown(type),
        expected: "LoadBalancer with an internal NLB",
      };
    },
  },
  {
    id: "mesh-service-internal",
    severity: "error",
    title: "The mesh API's load balancer is internal",
    why: "The store holds every Service, identity and address of the cluster. The controller built into EKS makes internet-facing load balancers unless it is told otherwise.",
    source:
      "kubernetes/cloud-provider-aws docs/service_controller.md; AWS Load Balancer Controller guide/service/annotations",
    fix: "Add the annotation, with loadBalancerClass service.k8s.aws/nlb.",
    *check(values) {
      const service = "clustermesh.apiserver.service";
      if (!values.on("clustermesh.useAPIServer") || values.text(`${service}.type`) !== "LoadBalancer") return;
      const annotations = (values.get(`${service}.annotations`) ?? {}) as Readonly<Record<string, Json>>;
      const scheme = annotations[SCHEME];
      if (scheme === "internal" || annotations[INTERNAL] === "true") return;
      yield {
        at: `${service}.annotations`,
        found: scheme === undefined ? "no scheme" : `scheme ${shown(scheme)}`,
        expected: `${SCHEME}: internal`,
      };
    },
  },
  {
    id: "mesh-service-affinity",
    severity: "error",
    title: "Replicas of the mesh API stand behind a load balancer that takes client affinity",
    why: "With more than one replica the chart gives the Service sessionAffinity ClientIP, which EKS's own controller refuses for an NLB.",
    symptom: "An event of the Service clustermesh-apiserver: unsupported load balancer affinity; it has no address.",
    source:
      "templates/clustermesh-apiserver/service.yaml of the Cilium chart 1.19.6; cilium/cilium#32646; kubernetes/cloud-provider-aws",
    fix: "Set loadBalancerClass to service.k8s.aws/nlb, which the AWS Load Balancer Controller serves, or replicas to 1.",
    *check(values) {
      const service = "clustermesh.apiserver.service";
      const replicas = values.get("clustermesh.apiserver.replicas");
      if (!values.on("clustermesh.useAPIServer") || values.text(`${service}.type`) !== "LoadBalancer") return;
      if (typeof replicas !== "number" || replicas < 2 || values.has(`${service}.loadBalancerClass`)) return;
      const annotations = (values.get(`${service}.annotations`) ?? {}) as Readonly<Record<string, Json>>;
      if (annotations["service.beta.kubernetes.io/aws-load-balancer-type"] !== "nlb") return;
      yield {
        at: "clustermesh.apiserver.replicas",
        found: `${String(replicas)} behind an NLB of EKS's own controller`,
        expected: "loadBalancerClass service.k8s.aws/nlb, or 1",
      };
    },
  },
  {
    id: "mesh-address-certificate",
    severity: "error",
    title: "Peers are reached by a name that their certificate covers",
    why: `The mesh API's certificate covers *.${MESH_DOMAIN} and no load balancer's name: TLS fails. With ips the chart writes host aliases for the right name.`,
    symptom: "The agents' log says that the remote cluster's certificate is not valid for the name.",
    source: `${CERTGEN}; templates/clustermesh-config/_helpers.tpl`,
    fix: "Give the peer's NLB fixed addresses (aws-load-balancer-private-ipv4-addresses) and write them as ips.",
    *check(values) {
      if (!values.on("clustermesh.config.enabled")) return;
      const domain = values.text("clustermesh.config.domain") ?? MESH_DOMAIN;
      for (const { path, address, ips } of connections(values)) {
        if (Array.isArray(ips) && ips.length > 0) continue;
        if (typeof address === "string" && address.endsWith(`.${MESH_DOMAIN}`) && domain === MESH_DOMAIN) continue;
        yield {
          at: address === undefined ? path : `${path}.address`,
          found: address === undefined ? "neither ips nor address" : shown(address),
          expected: "ips: the fixed private addresses of the peer's NLB",
        };
      }
    },
  },
  {
    id: "mesh-certificates-renewed",
    severity: "error",
    title: "The mesh's certificates are signed by the shared CA and renewed",
    why: "With method helm each render may sign anew and nothing renews in between; with cronJob and no schedule a job runs once: the mesh stops on the day the certificates expire.",
    symptom: "On the day the certificates expire the agents lose every remote cluster.",
    source: `${CERTGEN}; Cilium upgrade notes of 1.20 (validity of method helm is one year)`,
    fix: "Set clustermesh.apiserver.tls.auto.method to cronJob and give it a schedule, or use certmanager where it runs already.",
    *check(values) {
      const auto = "clustermesh.apiserver.tls.auto";
      if (!values.on("clustermesh.useAPIServer") || values.off(`${auto}.enabled`)) return;
      const method = values.get(`${auto}.method`) ?? "helm";
      if (method === "helm") {
        yield {
          at: `${auto}.method`,
          found: "helm",
          expected: "cronJob with a schedule, or certmanager where it runs already",
          fix: `Set ${auto}.method to cronJob and ${auto}.schedule.`,
        };
      } else if (method === "cronJob" && !values.has(`${auto}.schedule`)) {
        yield {
          at: `${auto}.schedule`,
          found: "nothing",
          expected: 'a schedule, for example "0 3 1 */3 *"',
          fix: `Set ${auto}.schedule.`,
        };
      }
    },
  },
  {
    id: "mesh-connection-to-itself",
    severity: "error",
    title: "A cluster is not its own peer",
    why: "Its agents would read their own state as a remote cluster's.",
    source: SETUP,
    fix: "Remove it.",
    *check(values) {
      const name = values.text("cluster.name");
      for (const peer of connections(values)) {
        if (name === undefined || peer.name !== name) continue;
        yield { at: peer.path, found: name, expected: "names of other clusters" };
      }
    },
  },
  {
    id: "mesh-addresses-in-subnets",
    severity: "error",
    also: ["network"],
    title: "The mesh API's fixed addresses lie in node subnets, one each",
    why: "The load balancer controller looks for one address in each subnet it uses and makes no load balancer where one has none or two.",
    symptom:
      "The Service clustermesh-apiserver has no external address; an event of the load balancer controller says why.",
    source:
      "kubernetes-sigs/aws-load-balancer-controller pkg/service/model_build_load_balancer.go; ELB API: SubnetMapping",
    fix: "Give mesh.addresses one address of every node subnet, above the first four and below the last.",
    *check(values, { network }) {
      const annotations = values.get("clustermesh.apiserver.service.annotations") as
        Readonly<Record<string, Json>> | undefined;
      const text = annotations?.["service.beta.kubernetes.io/aws-load-balancer-private-ipv4-addresses"];
      if (typeof text !== "string" || network === undefined) return;
      const addresses = text.split(",").map((address) => address.trim());
      const at = "clustermesh.apiserver.service.annotations";
      const nodes = network.subnets.filter(({ role }) => role === "node");
      for (const address of addresses) {
        if (addressFault(address) !== undefined || !nodes.some(({ cidr }) => contains(cidr, `${address}/32`)))
          yield {
            at,
            found: address,
            expected: `an address in ${nodes.map(({ cidr }) => cidr).join(", ")}`,
            fix: "Correct mesh.addresses.",
          };
      }
      yield* each(nodes, function* ({ name, cidr }) {
        const inside = addresses.filter(
          (address) => addressFault(address) === undefined && contains(cidr, `${address}/32`),
        );
        if (inside.length === 1) return;
        yield {
          at,
          found: `${inside.length === 0 ? "no address" : inside.join(" and ")} in subnet "${name}", ${cidr}`,
          expected: "one address a node subnet",
          fix: "Give mesh.addresses one address of every node subnet, above the first four and below the last.",
        };
      });
    },
  },
]);
