import { isIPv4 } from "node:net";

/** What the addresses of a network are laid out for. */
export interface AddressRequest {
  /** The network's IPv4 block, for example `10.0.0.0/16`. A literal: a token has no addresses yet. */
  readonly cidrBlock: string;
  /** Region that every zone belongs to. */
  readonly region: string;
  readonly availabilityZones: readonly string[];
  /** Whether there must be two zones at least; one will do for whom a failing zone is no matter. */
  readonly highAvailability: boolean;
}

/** One subnet's share of the network's block. */
export interface SubnetBlock {
  readonly availabilityZone: string;
  /** The zone's letter, `a` to `p`: what the share's place in the block, and nothing else, depends on. */
  readonly letter: string;
  readonly cidrBlock: string;
}

/** A layout, or everything that is wrong with the request: one of the two lists is empty. */
export interface AddressLayout {
  readonly subnets: readonly SubnetBlock[];
  readonly problems: readonly string[];
}

interface Block {
  /** First address as an unsigned number. */
  readonly start: number;
  /** Bits of the prefix. */
  readonly prefix: number;
}

/** Bits that tell a block's parts apart: sixteen parts, one for each zone letter that can come. */
const partBits = 4;
const letters = "abcdefghijklmnop";

/**
 * Prefixes that AWS allows, and addresses that it keeps for itself in each subnet.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (read 2026-11)
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (read 2026-11)
 */
const aws = { largestVpc: 16, smallestSubnet: 28, reservedAddresses: 5 } as const;

const smallestBlock = aws.smallestSubnet - partBits;

/**
 * Cuts a block into sixteen equal parts and gives each availability zone the part of its letter.
 *
 * The place depends on nothing but the letter, so that adding, removing or reordering zones moves no subnet:
 * a subnet that moves is replaced, and with it everything that lives in it.
 */
export function layOutAddresses(request: AddressRequest): AddressLayout {
  const problems = [...addressProblems(request), ...regionProblems(request)];
  const block = parseBlock(request.cidrBlock);
  if (block === undefined || problems.length > 0) return { subnets: [], problems };

  const subnets = request.availabilityZones.map((availabilityZone) => {
    const letter = availabilityZone.slice(-1);
    return { availabilityZone, letter, cidrBlock: part(block, letters.indexOf(letter)) };
  });
  return { subnets, problems };
}

function part(block: Block, index: number): string {
  const prefix = block.prefix + partBits;
  return `${formatAddress(block.start + index * sizeOf(prefix))}/${prefix}`;
}

function blockProblems(cidrBlock: string): string[] {
  if (isToken(cidrBlock)) {
    return ["cidrBlock must be a literal like '10.0.0.0/16', got a token"];
  }
  const block = parseBlock(cidrBlock);
  if (block === undefined) {
    return [`cidrBlock '${cidrBlock}' is not an IPv4 block: give one like '10.0.0.0/16'`];
  }
  const { start, prefix } = block;
  const allowed = `give a block of /${aws.largestVpc} to /${smallestBlock}`;
  if (prefix < aws.largestVpc) {
    return [`cidrBlock '${cidrBlock}' is larger than a VPC may be: ${allowed}`];
  }
  if (prefix > smallestBlock) {
    const addresses = sizeOf(prefix) / 2 ** partBits;
    return [
      `cidrBlock '${cidrBlock}' is too small: each subnet gets a sixteenth of it, ${addresses} addresses. AWS reserves ${aws.reservedAddresses} of them and needs a subnet of at least ${sizeOf(aws.smallestSubnet)}: ${allowed}`,
    ];
  }
  if (start % sizeOf(prefix) !== 0) {
    const first = formatAddress(start - (start % sizeOf(prefix)));
    return [
      `cidrBlock '${cidrBlock}' does not begin at its first address: give '${first}/${prefix}'`,
    ];
  }
  return [];
}

/** Problems of a block and of the zones in it, as far as the region does not count; empty if valid. */
export function addressProblems(request: Omit<AddressRequest, "region">): string[] {
  return [...blockProblems(request.cidrBlock), ...zoneListProblems(request)];
}

function zoneListProblems({
  availabilityZones,
  highAvailability,
}: Omit<AddressRequest, "region">): string[] {
  if (availabilityZones.some(isToken)) {
    return ["availabilityZones must be literal names such as 'eu-central-1a', got a token"];
  }
  const least = highAvailability ? 2 : 1;
  const wanted = highAvailability
    ? "at least two distinct zones, or the network declares 'highAvailability: false'"
    : "at least one zone";
  const given = availabilityZones.map((zone) => `'${zone}'`).join(", ");
  const distinct = new Set(availabilityZones);
  return [
    ...(distinct.size < least
      ? [`availabilityZones must name ${wanted}, got ${given || "none"}`]
      : []),
    ...(distinct.size === availabilityZones.length
      ? []
      : [`availabilityZones names a zone twice, got ${given}`]),
  ];
}

function regionProblems({ region, availabilityZones }: AddressRequest): string[] {
  // Whoever asks for the layout reports a token itself.
  if (isToken(region) || availabilityZones.some(isToken)) return [];
  return [...new Set(availabilityZones)]
    .filter((zone) => !isZoneOf(region, zone))
    .map(
      (zone) =>
        `availabilityZones: '${zone}' is not a zone of region '${region}': give names like '${region}a'`,
    );
}

function isZoneOf(region: string, zone: string): boolean {
  const letter = zone.slice(region.length);
  return zone.startsWith(region) && letter.length === 1 && letters.includes(letter);
}

/** Whether a value, or the list that it is the only item of, is one that only Terraform will know. */
function isToken(value: string): boolean {
  return /[$#]\{/.test(value);
}

function parseBlock(cidrBlock: string): Block | undefined {
  const [, address = "", prefix = ""] = /^([\d.]+)\/(\d{1,2})$/.exec(cidrBlock) ?? [];
  if (!isIPv4(address) || Number(prefix) > 32) return undefined;
  const start = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return { start, prefix: Number(prefix) };
}

function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}
