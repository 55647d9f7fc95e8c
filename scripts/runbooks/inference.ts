import type { Runbooks } from "./runbook.ts";

export const INFERENCE_RUNBOOKS: Runbooks = {
  InferenceQueueGrowing: {
    meaning:
      "Requests come faster than the model servers work. The router counts a server with this queue as saturated; the time to the first token grows with it.",
    look: [
      "Dashboard *Inference*: are all servers queued, or one? One alone: the router does not see its metrics.",
      "`kubectl get pods -n inference-<model> -o wide`: pods that are Pending for want of GPUs.",
    ],
    act: ["Raise servers.replicas where there are GPUs, shorten maxModelLength, or limit clients; docs/inference.md."],
  },
  InferenceKvCacheFull: {
    meaning:
      "Contexts of running requests fill the memory that is left beside the weights. vLLM then lets requests wait, or throws one out and works it again.",
    look: [
      "Dashboard *Inference*: running requests and their length.",
      "`kubectl logs -n inference-<model> deploy/<model> | grep -i preempt`",
    ],
    act: [
      "Set kvCacheDtype to fp8, lower maxModelLength or maxSequences, or add replicas; `plan` works out what fits.",
    ],
  },
  InferenceFirstTokenSlow: {
    meaning: "Streams begin late: requests wait in a queue, or prompts are long and find nothing in the cache.",
    look: [
      "InferenceQueueGrowing and InferenceKvCacheFull at the same time?",
      "`npx cilium-eks inference check --url https://<name>/v1`: the way without load.",
    ],
    act: ["Add replicas, raise the weight of the prefix cache, or let prompts be worked on apart (servers.prefill)."],
  },
  InferenceNoEndpoints: {
    meaning: "No pod of the model is ready, or the router's labels find none. Every request fails.",
    look: [
      "`kubectl get pods -n inference-<model> -l cilium-eks/model=<model>`; `kubectl describe` of one that is not ready.",
      "`kubectl logs -n inference-<model> deploy/<model>`: out of memory, a model that may not be downloaded.",
    ],
    act: [
      "Bring a pod up: GPUs, memory, token, egress to the model's files. `hubble observe -P -n inference-<model> --verdict DROPPED`.",
    ],
  },
  InferenceGpuLost: {
    meaning:
      "The device plugin saw an error of a GPU (Xid) and takes it out of what pods may ask for. The pod on it may go on, or hang.",
    look: [
      "`kubectl describe node <node> | grep nvidia.com/gpu`; `kubectl logs -n kube-system ds/nvidia-device-plugin`",
      "On the node: `dmesg | grep -i xid`, `nvidia-smi`.",
    ],
    act: ["Drain the node and start it anew; an EC2 instance is best replaced. A GPU that is lost again is broken."],
  },
};
