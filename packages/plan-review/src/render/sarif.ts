import { hazardRules } from "../hazards/register";
import type { Review } from "../review/review";
import { securityRules } from "../security/register";
import type { Severity } from "../severity";
import { visible } from "./row";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};

/** Numbers by which GitHub sorts findings. */
const ranks: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.0",
  low: "2.0",
};

/** Writes the hazards of a review as SARIF 2.1.0, for code scanning. */
export function renderSarif({ stacks }: Review): string {
  const rules = [...hazardRules, ...securityRules].map(
    ({ id, title, mend, severity, upstream = [] }) => ({
      id,
      name: id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
      shortDescription: { text: title },
      help: { text: mend },
      defaultConfiguration: { level: levels[severity] },
      properties: { "security-severity": ranks[severity], tags: ["terraform", ...upstream] },
    }),
  );
  const results = stacks.flatMap(({ name, hazards, weaknesses }) =>
    [...hazards, ...weaknesses].map(({ rule, severity, address, constructPath, reason, mend }) => ({
      ruleId: rule,
      ruleIndex: rules.findIndex(({ id }) => id === rule),
      level: levels[severity],
      message: { text: visible(`${address}: ${reason}. To do: ${mend}.`) },
      locations: [
        {
          // A plan has no lines: the stack stands for the file, the address for the place.
          physicalLocation: {
            artifactLocation: { uri: encodeURIComponent(visible(name)) },
            region: { startLine: 1 },
          },
          logicalLocations: [
            {
              name: visible(address),
              fullyQualifiedName: visible(constructPath ?? address),
              kind: "resource",
            },
          ],
        },
      ],
      partialFingerprints: { "pictorHazard/v1": visible(`${name}/${rule}/${address}`) },
      properties: { severity },
    })),
  );
  return `${JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "pictor review", rules } }, results }],
    },
    null,
    2,
  )}\n`;
}
