import { each } from "../../model/unknown.ts";
import { parseVersion } from "../../facts/version.ts";
import { rulesOn } from "../rule.ts";
import { type MeshMember, about, fleet, grouped, meshesOf, placeOf, shown } from "./common.ts";

const SETUP = "Cilium docs: network/clustermesh/clustermesh (prerequisites, limitations)";

/** Values of a mesh that differ, each with the clusters that have it; the most common first. */
function differing(
  mesh: readonly MeshMember[],
  value: (one: MeshMember) => string | undefined,
): (readonly [string, string[]])[] {
  return grouped(mesh, value)
    .toSorted((a, b) => b.length - a.length)
    .map((group) => [group.map((one) => value(one) ?? "")[0] ?? "", group.map(({ name }) => name)] as const);
}

const told = (values: readonly (readonly [string, readonly string[]])[]): string =>
  values.map(([value, names]) => `${value} in ${shown(names)}`).join("; ");

const minor = (version: string | undefined): number | undefined => parseVersion(version ?? "")?.minor;

export default [
  ...rulesOn(fleet, [
    {
      id: "fleet-meshes-id",
      severity: "error",
      title: "Each cluster of a mesh has an id of its own",
      why: "The id is a part of every pod's identity: with two clusters of one id, policies of one apply to pods of the other.",
      symptom:
        "Agents log that the remote cluster's id is used by another one, and policies allow or drop the wrong pods.",
      source: SETUP,
      fix: "Change mesh.id of one; its pods must be restarted.",
      *check({ fleet: model }) {
        for (const mesh of meshesOf(model))
          for (const group of grouped(mesh, (one) => String(one.mesh.id))) {
            if (group.length < 2) continue;
            const names = group.map(({ name }) => name);
            yield {
              ...about(names),
              path: placeOf(names.at(-1) ?? "", "settings.mesh.id"),
              found: `the id ${String(group[0]?.mesh.id)} in ${shown(names)}`,
              expected: "an id that no other cluster of the mesh has",
            };
          }
      },
    },
    {
      id: "fleet-meshes-name",
      severity: "error",
      title: "Each cluster of a mesh has a name of its own",
      why: "Clusters of a mesh know each other by name, whatever account and Region they are in: a second one takes the first one's place.",
      symptom: "`cilium-dbg status` shows fewer remote clusters than there are.",
      source: SETUP,
      fix: "Give one another cluster.name; that replaces the cluster, so settle it before it is made.",
      *check({ fleet: model }) {
        const meshed = new Set(
          model.networks.filter(({ kind }) => kind === "mesh").flatMap(({ clusters }) => clusters),
        );
        const members = model.clusters.filter(({ name, mesh }) => mesh !== undefined || meshed.has(name));
        for (const group of grouped(members, ({ cluster }) => cluster)) {
          if (group.length < 2) continue;
          const names = group.map(({ name }) => name);
          yield {
            ...about(names),
            path: placeOf(names.at(-1) ?? "", "settings.cluster.name"),
            found: `the name "${group[0]?.cluster ?? ""}" in ${shown(names)}`,
            expected: "a name that no other cluster of the mesh has",
          };
        }
      },
    },
    {
      id: "fleet-meshes-authority",
      severity: "error",
      title: "One CA signs the certificates of a mesh",
      why: "Agents check the mesh API of the others against their own CA: another CA's certificate is refused.",
      symptom: "Agents log `x509: certificate signed by unknown authority` for the remote cluster.",
      source: SETUP,
      fix: "Put the same mesh.certificateAuthority into a template that all of them begin with.",
      *check({ fleet: model }) {
        yield* each(meshesOf(model), function* (mesh) {
          const values = differing(mesh, ({ mesh: { authority } }) => authority);
          const [, ...others] = values;
          const [odd] = others;
          if (odd === undefined) return;
          yield {
            ...about(odd[1]),
            path: placeOf(odd[1][0] ?? "", "settings.mesh.certificateAuthority"),
            found: `${String(values.length)} CAs: ${values.map(([, names]) => shown(names)).join("; ")}`,
            expected: "one CA for the whole mesh",
          };
        });
      },
    },
    {
      id: "fleet-meshes-size",
      severity: "error",
      title: "Every cluster of a mesh is told the same size of the mesh",
      why: "The size decides how many bits of an identity are the cluster's, so agents refuse a cluster that counts them otherwise.",
      symptom: "Agents log that the remote cluster's maximum of connected clusters differs.",
      source: `${SETUP}; values.yaml of the Cilium charts: clustermesh.maxConnectedClusters`,
      fix: "Set the same mesh.maxClusters everywhere; it is fixed for a cluster's life.",
      *check({ fleet: model }) {
        yield* each(meshesOf(model), function* (mesh) {
          const values = differing(mesh, (one) => String(one.mesh.maxClusters));
          const odd = values[1]?.[1];
          if (odd === undefined) return;
          yield {
            ...about(odd),
            path: placeOf(odd[0] ?? "", "settings.mesh.maxClusters"),
            found: told(values),
            expected: "one size",
          };
        });
      },
    },
    {
      id: "fleet-meshes-datapath",
      severity: "error",
      title: "Every cluster of a mesh carries packets the same way",
      why: "A cluster with native routing sends pods' packets as they are, one with a tunnel wraps them: neither understands the other.",
      symptom: "Connections between clusters time out although the mesh is connected.",
      source: SETUP,
      fix: "Use the same cilium.ipam and tunnel in the whole mesh.",
      *check({ fleet: model }) {
        yield* each(meshesOf(model), function* (mesh) {
          const values = differing(mesh, (one) => one.mesh.datapath);
          const odd = values[1]?.[1];
          if (odd === undefined) return;
          yield {
            ...about(odd),
            path: placeOf(odd[0] ?? "", "settings.cilium.ipam"),
            found: told(values),
            expected: "one way for all",
          };
        });
      },
    },
    {
      id: "fleet-meshes-versions",
      severity: "error",
      title: "Cilium's minors in a mesh are at most one apart",
      why: "Cilium tests a mesh of two neighbouring minors; of more nobody knows whether they read each other's state.",
      symptom: "Services and identities of the other cluster are missing or stale after an upgrade.",
      source: "Cilium docs: network/clustermesh/clustermesh; operations/upgrade",
      fix: "Upgrade the oldest clusters before the newest go on.",
      *check({ fleet: model }) {
        yield* each(meshesOf(model), function* (mesh) {
          const known = mesh
            .flatMap(({ name, ciliumVersion }) => {
              const number = minor(ciliumVersion);
              return number === undefined ? [] : [{ name, number, version: ciliumVersion ?? "" }];
            })
            .toSorted((a, b) => a.number - b.number);
          const [oldest, newest] = [known[0], known.at(-1)];
          if (oldest === undefined || newest === undefined || newest.number - oldest.number <= 1) return;
          yield {
            ...about([oldest.name, newest.name]),
            path: placeOf(newest.name, "settings.cilium.version"),
            found: `${newest.version} in ${newest.name} beside ${oldest.version} in ${oldest.name}`,
            expected: "at most one minor between two clusters of a mesh",
          };
        });
      },
    },
    {
      id: "fleet-meshes-peers",
      severity: "error",
      title: "What a cluster says of a peer is what the peer says of itself",
      why: "Each stack repeats its peers' ids and addresses: after a change of one, the others look for it where it is no more.",
      symptom: "`cilium-dbg status` shows the remote cluster as not ready.",
      source: SETUP,
      fix: "Write the peer's own values, or put the whole mesh.peers into a template.",
      *check({ fleet: model }) {
        yield* each(meshesOf(model), function* (mesh) {
          const byCluster = new Map(mesh.map((one) => [one.cluster, one]));
          for (const one of mesh)
            for (const peer of one.mesh.peers) {
              const other = byCluster.get(peer.cluster);
              if (other === undefined) continue;
              const wrong = differences(one, peer, other);
              if (wrong === undefined) continue;
              yield {
                ...about([one.name]),
                path: placeOf(one.name, `settings.mesh.peers.${peer.cluster}${wrong.at}`),
                found: wrong.found,
                expected: wrong.expected,
              };
            }
        });
      },
    },
  ]),
];

interface Wrong {
  readonly at: string;
  readonly found: string;
  readonly expected: string;
}

/** The first thing in which a cluster's word of its peer differs from the peer's own. */
function differences(one: MeshMember, peer: MeshMember["mesh"]["peers"][number], other: MeshMember): Wrong | undefined {
  if (peer.id !== other.mesh.id) {
    return { at: ".id", found: String(peer.id), expected: `${String(other.mesh.id)}, which ${other.name} has` };
  }
  const own = new Set(other.mesh.addresses);
  const strange = peer.addresses.filter((address) => !own.has(address));
  if (strange.length > 0) {
    return { at: ".addresses", found: shown(strange), expected: `${shown([...own])}, which ${other.name} has` };
  }
  if (other.mesh.peers.some(({ cluster }) => cluster === one.cluster)) return undefined;
  return { at: "", found: `${other.name}, which does not name ${one.name}`, expected: "peers that name each other" };
}
