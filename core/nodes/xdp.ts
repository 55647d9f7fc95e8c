import { XDP_MTU } from "./defaults.ts";

/** Where the preparation lives on a node. A node that has the rule is ready for native XDP; the decoder looks for it. */
export const XDP_RULE_FILE = "/etc/udev/rules.d/99-cilium-eks-xdp.rules";
const XDP_PROGRAM = "/usr/local/sbin/cilium-eks-xdp-device";

/**
 * Lowers MTU and channels of one ENA device to what native XDP takes. ENIs come and go while the node runs, and an agent that
 * restarts puts XDP on every one of them, so a script at boot is not enough (cilium/cilium#25453): udev runs this for each.
 * networkd holds the first ENI at MTU 9001 (amazon-eks-ami eks-managed.network.tpl), so it gets a drop-in with the lower
 * value, which outlives a reboot.
 */
const PROGRAM = `#!/bin/bash
set -u
dev="$1"
dropin="/etc/systemd/network/70-eks-$dev.network.d/50-cilium-eks-xdp.conf"
if [ -e "/run/systemd/network/70-eks-$dev.network" ] && [ ! -e "$dropin" ]; then
  mkdir -p "\${dropin%/*}"
  printf '[Link]\\nMTUBytes=${XDP_MTU}\\n' > "$dropin"
  networkctl reload
fi
# The first number is the device's maximum, the second what is in use.
channels=($(ethtool -l "$dev" | awk '/^Combined:/ && $2 ~ /^[0-9]+$/ { print $2 }'))
if [ "\${#channels[@]}" -eq 2 ]; then
  half=$((channels[0] / 2))
  if [ "$half" -ge 1 ] && [ "\${channels[1]}" -gt "$half" ]; then
    ethtool -L "$dev" combined "$half"
  fi
fi
ip link set dev "$dev" mtu ${XDP_MTU}
`;

/** The same match as the image's own rule for new devices (amazon-eks-ami 90-eks.rules), after it. */
const RULE = `SUBSYSTEM=="net", ACTION=="add", ENV{ID_NET_DRIVER}=="ena", RUN+="${XDP_PROGRAM} $name"`;

/** Installs program and rule and runs it for the devices that are there; cloud-init does so before the kubelet starts. */
export const xdpScript = (): string =>
  [
    `cat > ${XDP_PROGRAM} <<'PROGRAM'`,
    PROGRAM.trimEnd(),
    "PROGRAM",
    `chmod 0755 ${XDP_PROGRAM}`,
    `cat > ${XDP_RULE_FILE} <<'RULE'`,
    RULE,
    "RULE",
    "udevadm control --reload-rules",
    "for path in /sys/class/net/*; do",
    '  if [ "$(basename "$(readlink -f "$path/device/driver")")" = "ena" ]; then',
    `    ${XDP_PROGRAM} "$(basename "$path")"`,
    "  fi",
    "done",
  ].join("\n");
