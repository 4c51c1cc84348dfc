import type { Change } from "../plan/change";
import type { HazardRule } from "./rule";
import { after, before, blocks, number, text, texts, type Values } from "./values";

/** Who may reach which ports. */
interface Opening {
  readonly source: string;
  readonly ports: string;
}

const everywhere = new Set(["0.0.0.0/0", "::/0"]);

/** Ports of administration: no service is offered there. */
const administration = new Set(["22-22", "3389-3389", "all"]);

/** A security group that lets in somebody who was kept out. */
export const securityGroupOpened: HazardRule = {
  id: "security-group-opened",
  title: "Security group opened",
  severity: "medium",
  mend: "let in the security group of the caller instead of addresses, and only its port",
  find: ({ changes }) =>
    changes.flatMap((change) => {
      const was = openings(change, before(change));
      return openings(change, after(change))
        .filter(
          ({ source, ports }) =>
            !was.some(
              (old) => isWithin(source, old) && (old.ports === ports || old.ports === "all"),
            ),
        )
        .map(({ source, ports }) => ({
          change,
          ...(everywhere.has(source) && {
            severity: administration.has(ports) ? ("critical" as const) : ("high" as const),
          }),
          reason: `${everywhere.has(source) ? "everybody" : source} may reach ${ports === "all" ? "all ports" : `ports ${ports}`}`,
        }));
    }),
};

function isWithin(source: string, old: Opening): boolean {
  return old.source === source || old.source === (source.includes(":") ? "::/0" : "0.0.0.0/0");
}

function openings(change: Change, values: Values): Opening[] {
  switch (change.type) {
    case "aws_security_group":
    case "aws_default_security_group":
      return blocks(values, "ingress").flatMap(ofBlock);
    case "aws_security_group_rule":
      return text(values, "type") === "ingress" ? ofBlock(values) : [];
    case "aws_vpc_security_group_ingress_rule":
      return ofBlock({ ...values, cidr_blocks: [values.cidr_ipv4, values.cidr_ipv6] });
    default:
      return [];
  }
}

function ofBlock(block: Values): Opening[] {
  const sources = [...texts(block, "cidr_blocks"), ...texts(block, "ipv6_cidr_blocks")];
  return sources.map((source) => ({ source, ports: portsOf(block) }));
}

function portsOf(block: Values): string {
  const protocol = text(block, "protocol") || text(block, "ip_protocol");
  const from = number(block, "from_port");
  const to = number(block, "to_port");
  if (protocol === "-1" || protocol === "all" || from === undefined) return "all";
  return from === 0 && to === 65_535 ? "all" : `${from}-${to}`;
}
