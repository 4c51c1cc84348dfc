import { after, blocks, text, texts, type Values } from "../hazards/values";
import type { Change } from "../plan/change";

const open = ["0.0.0.0/0", "::/0"];

/** Whether a security group, or a rule of one, has a rule of a direction that is for every address. */
export function everywhere(change: Change, direction: "ingress" | "egress"): boolean {
  const values = after(change);
  if (change.type === "aws_security_group") {
    return blocks(values, direction).some(isForAll);
  }
  const own = text(values, "type");
  return (own === "" || own === direction) && isForAll(values);
}

function isForAll(rule: Values): boolean {
  return ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"].some((name) =>
    texts(rule, name).some((range) => open.includes(range)),
  );
}
