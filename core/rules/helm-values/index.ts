import consistency from "./consistency.ts";
import extraConfig from "./extra-config.ts";
import extraOptions from "./extra-options.ts";
import images from "./images.ts";
import keys from "./keys.ts";
import objectFields from "./object-fields.ts";
import refusedPairs from "./refused-pairs.ts";
import refused from "./refused.ts";
import running from "./running.ts";
import schedulingFields from "./scheduling-fields.ts";
import tolerations from "./tolerations.ts";
import workloadFields from "./workload-fields.ts";

export default [
  ...keys,
  ...refused,
  ...refusedPairs,
  ...consistency,
  ...objectFields,
  ...schedulingFields,
  ...workloadFields,
  ...extraConfig,
  ...extraOptions,
  ...tolerations,
  ...running,
  ...images,
];
