import { printed } from "@pictor/contracts";
import type { HardenedFunctionProps } from "./hardened-function";

/** What is not done to what exists, a sentence each. */
export function existingNotes({ network, role }: HardenedFunctionProps): string[] {
  const groups = network?.kind === "vpc" ? network.securityGroupIds : undefined;
  return [
    ...(role?.kind === "existing"
      ? [
          `role ${printed(role.roleName)} exists, so nothing is attached to it: it must allow what requiredPolicy() returns, and trust whom requiredTrust() names`,
        ]
      : []),
    ...(groups === undefined
      ? []
      : [
          `security groups ${groups.map(printed).join(", ")} exist, so no rule is added to them: they must let the function reach what it calls`,
        ]),
  ];
}
