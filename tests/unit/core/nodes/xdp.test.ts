import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { XDP_MTU } from "../../../../core/nodes/defaults.ts";
import { XDP_RULE_FILE, xdpScript } from "../../../../core/nodes/xdp.ts";

const PROGRAM = /<<'PROGRAM'\n(.*?)\nPROGRAM\n/s.exec(xdpScript())?.[1] ?? "";

/** Runs the program with stand-ins for the tools; gives the calls that change something. */
function run(ethtool: string): string[] {
  const tools = `
ethtool() { if [ "$1" = -l ]; then printf '%b' ${JSON.stringify(ethtool)}; else echo "ethtool $*" >&2; fi; }
ip() { echo "ip $*" >&2; }
networkctl() { echo "networkctl $*" >&2; }
`;
  const { status, stderr } = spawnSync("bash", ["-c", `set -- ens6\n${tools}${PROGRAM}`], { encoding: "utf8" });
  expect(status).toBe(0);
  return stderr.trim().split("\n");
}

const channels = (max: string, now: string): string =>
  `Channel parameters for ens6:\nPre-set maximums:\nRX:\t\tn/a\nTX:\t\tn/a\nOther:\t\tn/a\nCombined:\t${max}\nCurrent hardware settings:\nRX:\t\tn/a\nTX:\t\tn/a\nOther:\t\tn/a\nCombined:\t${now}\n`;

describe("the preparation of a device for XDP", () => {
  const mtu = `ip link set dev ens6 mtu ${XDP_MTU}`;
  test.each([
    ["halves the channels and lowers the MTU", channels("8", "8"), ["ethtool -L ens6 combined 4", mtu]],
    ["leaves channels that are few enough", channels("8", "4"), [mtu]],
    ["leaves a device with one channel", channels("1", "1"), [mtu]],
    ["lowers the MTU of a device without channels", channels("n/a", "n/a"), [mtu]],
  ])("%s", (_, ethtool, calls) => {
    expect(run(ethtool)).toEqual(calls);
  });

  test("is installed for every ena device that appears, and run for those that are there", () => {
    expect(xdpScript()).toContain(`cat > ${XDP_RULE_FILE}`);
    expect(xdpScript()).toContain('ACTION=="add", ENV{ID_NET_DRIVER}=="ena"');
    expect(xdpScript()).toContain("/sys/class/net/*");
  });
});
