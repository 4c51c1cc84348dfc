import { BlockList } from "node:net";
import fc from "fast-check";
import { layOutAddresses } from "../src/address-layout";

const region = "eu-central-1";
const zone = (letter: string): string => `${region}${letter}`;
const layOut = (cidrBlock: string, letters: readonly string[]) =>
  layOutAddresses({
    cidrBlock,
    region,
    availabilityZones: letters.map(zone),
    highAvailability: true,
  });

/** First and last address of a block, worked out by other means than the code under test. */
function range(cidrBlock: string): { first: bigint; last: bigint } {
  const [address = "", prefix] = cidrBlock.split("/");
  const hex = address.split(".").map((octet) => Number(octet).toString(16).padStart(2, "0"));
  const first = BigInt(`0x${hex.join("")}`);
  return { first, last: first + (1n << BigInt(32 - Number(prefix))) - 1n };
}

const blocks = fc
  .tuple(fc.integer({ min: 16, max: 24 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  .map(([prefix, address]) => {
    const first = address - (address % 2 ** (32 - prefix));
    return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${prefix}`;
  });
const zones = fc.uniqueArray(fc.constantFrom(..."abcdefghijklmnop"), {
  minLength: 2,
  maxLength: 16,
});

describe("layOutAddresses", () => {
  it("gives each zone a block of its own inside the network's", () => {
    fc.assert(
      fc.property(blocks, zones, (block, letters) => {
        const { subnets, problems } = layOut(block, letters);
        expect(problems).toEqual([]);
        expect(subnets.map((subnet) => subnet.availabilityZone)).toEqual(letters.map(zone));

        const outer = range(block);
        const inner = subnets
          .map((subnet) => range(subnet.cidrBlock))
          .sort((a, b) => Number(a.first - b.first));
        for (const [index, { first, last }] of inner.entries()) {
          expect(first).toBeGreaterThan(
            index === 0 ? outer.first - 1n : (inner[index - 1]?.last ?? 0n),
          );
          expect(last).toBeLessThanOrEqual(outer.last);
          expect(last - first + 1n).toBeGreaterThanOrEqual(16n);
        }
      }),
    );
  });

  it("moves no subnet when a zone comes, goes or changes places", () => {
    fc.assert(
      fc.property(blocks, zones, zones, (block, letters, others) => {
        const before = new Map(
          layOut(block, letters).subnets.map((subnet) => [subnet.availabilityZone, subnet]),
        );
        for (const subnet of layOut(block, others).subnets) {
          expect(subnet).toEqual(before.get(subnet.availabilityZone) ?? subnet);
        }
      }),
    );
  });

  it("gives blocks that other software reads as the same addresses", () => {
    const list = new BlockList();
    for (const { cidrBlock } of layOut("10.0.0.0/16", ["a", "b"]).subnets) {
      const [address = "", prefix] = cidrBlock.split("/");
      list.addSubnet(address, Number(prefix));
    }
    expect(list.rules).toEqual(
      expect.arrayContaining(["Subnet: IPv4 10.0.0.0/20", "Subnet: IPv4 10.0.16.0/20"]),
    );
  });

  it.each([
    ["10.0.0.0", /is not an IPv4 block: give one like '10.0.0.0\/16'/],
    ["10.0.0.256/16", /is not an IPv4 block/],
    ["10.0.0.0/33", /is not an IPv4 block/],
    ["2001:db8::/32", /is not an IPv4 block/],
    ["10.0.0.0/15", /is larger than a VPC may be: give a block of \/16 to \/24/],
    ["10.0.0.0/25", /is too small: .* 8 addresses\. AWS reserves 5/],
    ["10.0.0.1/16", /does not begin at its first address: give '10.0.0.0\/16'/],
    ["250.7.3.130/24", /give '250.7.3.0\/24'/],
  ])("says what is wrong with the block %s and lays out nothing", (block, problem) => {
    const { subnets, problems } = layOut(block, ["a", "b"]);
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems[0]).toContain(`'${block}'`);
    expect(subnets).toEqual([]);
  });

  it.each([
    [
      [],
      [
        "availabilityZones must name at least two distinct zones, or the network declares 'highAvailability: false', got none",
      ],
    ],
    [["eu-central-1a"], [expect.stringContaining("got 'eu-central-1a'")]],
    [
      ["eu-central-1a", "eu-central-1b", "eu-central-1a"],
      [expect.stringContaining("names a zone twice")],
    ],
    [
      ["eu-central-1a", "us-east-1b"],
      [
        "availabilityZones: 'us-east-1b' is not a zone of region 'eu-central-1': give names like 'eu-central-1a'",
      ],
    ],
    [
      ["eu-central-1a", "eu-central-1z"],
      [expect.stringContaining("'eu-central-1z' is not a zone")],
    ],
  ])("says what is wrong with the zones %j and lays out nothing", (availabilityZones, expected) => {
    const { subnets, problems } = layOutAddresses({
      cidrBlock: "10.0.0.0/16",
      region,
      availabilityZones,
      highAvailability: true,
    });
    expect(problems).toEqual(expected);
    expect(subnets).toEqual([]);
  });

  it.each([
    ["a region with a wildcard", "eu.central-1", "eu-central-1a"],
    ["a region with a bracket", "eu-central-1[", "eu-central-1[ab"],
    ["a local zone", region, "eu-central-1-ham-1a"],
    ["a letter too many", region, "eu-central-1ab"],
    ["no letter", region, region],
  ])("takes no zone for another region's: %s", (_, wanted, given) => {
    const { problems } = layOutAddresses({
      cidrBlock: "10.0.0.0/16",
      region: wanted,
      availabilityZones: [given],
      highAvailability: false,
    });
    expect(problems).toEqual([
      expect.stringContaining(`'${given}' is not a zone of region '${wanted}'`),
    ]);
  });

  it("wants zones and block that are known now", () => {
    const text = ["$", "{TfToken[TOKEN.1]}"].join("");
    const { problems } = layOutAddresses({
      cidrBlock: text,
      region,
      availabilityZones: ["#{TfToken[TOKEN.2]}"],
      highAvailability: true,
    });
    expect(problems).toEqual([
      "cidrBlock must be a literal like '10.0.0.0/16', got a token",
      "availabilityZones must be literal names such as 'eu-central-1a', got a token",
    ]);
  });

  it("reports everything that is wrong at once", () => {
    expect(layOut("10.0.0.0/30", ["a"]).problems).toHaveLength(2);
  });
});
