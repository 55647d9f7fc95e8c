/** A GPU as far as a model's memory and number formats go. */
export interface Gpu {
  readonly name: GpuName;
  /** Memory of one, in MiB: what EC2 says of its instance types. */
  readonly memoryMiB: number;
  /** NVIDIA's compute capability: which number formats its cores have. */
  readonly computeCapability: number;
}

/** NVIDIA's GPUs that EC2 has, by name. Where one comes with different memories, the name says which. */
export const GpuName = {
  V100: "v100",
  T4: "t4",
  T4g: "t4g",
  A10g: "a10g",
  L4: "l4",
  L40s: "l40s",
  A100With40: "a100-40gb",
  A100With80: "a100-80gb",
  H100: "h100",
  H200: "h200",
  B200: "b200",
  B300: "b300",
  RtxPro4500: "rtx-pro-4500",
  RtxPro6000: "rtx-pro-6000",
} as const;
export type GpuName = (typeof GpuName)[keyof typeof GpuName];

/** Where memory and counts come from. */
export const GPUS_SOURCE =
  "aws/karpenter-provider-aws website/content/en/preview/reference/instance-types.md at v1.14.1 (labels instance-gpu-*); NVIDIA: CUDA GPU compute capability";

/** MiB of memory and compute capability (developer.nvidia.com/cuda-gpus). */
const GPUS: Readonly<Record<GpuName, readonly [memoryMiB: number, computeCapability: number]>> = {
  v100: [32_768, 7],
  t4: [16_384, 7.5],
  t4g: [16_384, 7.5],
  a10g: [22_888, 8.6],
  l4: [22_888, 8.9],
  l40s: [45_776, 8.9],
  "a100-40gb": [40_960, 8],
  "a100-80gb": [81_920, 8],
  h100: [81_920, 9],
  h200: [144_384, 9],
  b200: [183_359, 10],
  b300: [275_040, 10.3],
  "rtx-pro-4500": [32_768, 12],
  "rtx-pro-6000": [98_304, 12],
};

/** GPUs of each size of a family. Families with parts of a GPU (g6f, gr6f) and with AMD's (g4ad) are left out. */
const FAMILIES: Readonly<Record<string, readonly [GpuName, Readonly<Record<string, number>>]>> = {
  g4dn: ["t4", { xlarge: 1, "2xlarge": 1, "4xlarge": 1, "8xlarge": 1, "12xlarge": 4, "16xlarge": 1, metal: 8 }],
  g5: [
    "a10g",
    { xlarge: 1, "2xlarge": 1, "4xlarge": 1, "8xlarge": 1, "12xlarge": 4, "16xlarge": 1, "24xlarge": 4, "48xlarge": 8 },
  ],
  g5g: ["t4g", { xlarge: 1, "2xlarge": 1, "4xlarge": 1, "8xlarge": 1, "16xlarge": 2, metal: 2 }],
  g6: [
    "l4",
    { xlarge: 1, "2xlarge": 1, "4xlarge": 1, "8xlarge": 1, "12xlarge": 4, "16xlarge": 1, "24xlarge": 4, "48xlarge": 8 },
  ],
  gr6: ["l4", { "4xlarge": 1, "8xlarge": 1 }],
  g6e: [
    "l40s",
    { xlarge: 1, "2xlarge": 1, "4xlarge": 1, "8xlarge": 1, "12xlarge": 4, "16xlarge": 1, "24xlarge": 4, "48xlarge": 8 },
  ],
  g7: ["rtx-pro-4500", { "2xlarge": 1, "4xlarge": 1, "8xlarge": 1, "12xlarge": 2, "24xlarge": 4, "48xlarge": 8 }],
  g7e: ["rtx-pro-6000", { "2xlarge": 1, "4xlarge": 1, "8xlarge": 1, "12xlarge": 2, "24xlarge": 4, "48xlarge": 8 }],
  p3dn: ["v100", { "24xlarge": 8 }],
  p4d: ["a100-40gb", { "24xlarge": 8 }],
  p4de: ["a100-80gb", { "24xlarge": 8 }],
  p5: ["h100", { "4xlarge": 1, "48xlarge": 8 }],
  p5e: ["h200", { "48xlarge": 8 }],
  p5en: ["h200", { "48xlarge": 8 }],
  "p6-b200": ["b200", { "48xlarge": 8 }],
  "p6-b300": ["b300", { "48xlarge": 8 }],
};

export const gpuOf = (name: GpuName): Gpu => {
  const [memoryMiB, computeCapability] = GPUS[name];
  return { name, memoryMiB, computeCapability };
};

/** GPUs of an instance type; undefined for one that has none, or only a part of one. */
export function gpusOf(instanceType: string): { readonly gpu: Gpu; readonly count: number } | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const row = FAMILIES[family];
  const count = row?.[1][size];
  return row === undefined || count === undefined ? undefined : { gpu: gpuOf(row[0]), count };
}

/** Families whose nodes need NVIDIA's driver, those with a part of a GPU among them. */
const NVIDIA_FAMILY = /^(?:g4dn|g5g?|gr?6[ef]?|g7e?|p\d\w*|p6-\w+)$/;

/** Whether nodes of the type need an image with NVIDIA's driver. */
export const needsNvidiaImage = (instanceType: string): boolean => NVIDIA_FAMILY.test(instanceType.split(".")[0] ?? "");
