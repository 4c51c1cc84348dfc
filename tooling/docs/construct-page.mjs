/**
 * The page of one construct, as Markdown without a heading; a link to its class belongs behind it.
 *
 * @param facts `package` and `name`; `summary`, `example`: of its comment; `resources`: type and how many; `members`: what the class
 *   exposes; `props`: `{ name, type, optional, default, text }` of each; `bill`: lines and total, in US dollars a month, of the
 *   example; `grants`: statements of the policies that it writes; `needs`: actions by type of resource, which Terraform takes
 */
export function constructPage(facts) {
  return [
    facts.summary,
    `\`\`\`console\n$ npm install ${facts.package}\n\`\`\``,
    "## Example",
    `\`\`\`ts\n${facts.example.trim()}\n\`\`\``,
    "This example is compiled and synthesised by the tests. All that follows is of this example.",
    "## What it creates",
    table(
      ["resource of the AWS provider", "number"],
      facts.resources.map(({ type, count }) => [`\`${type}\``, String(count)]),
      "It creates nothing.",
    ),
    ...(facts.members.length === 0
      ? []
      : [
          "The class gives access to what it creates, and the reason for each:",
          list(facts.members.map(({ name, type, text }) => `\`${name}\` (${code(type)}): ${text}`)),
        ]),
    "## What it costs",
    costs(facts.bill),
    "## Permissions",
    ...permissions(facts),
    "## Props",
    list(facts.props.map(prop)) || "It has none.",
    "## Reference",
    "All members, with their types: ",
  ].join("\n\n");
}

function costs({ lines, usd, unpriced, traffic, region }) {
  if (lines.length === 0 && unpriced.length === 0) return "Nothing, at any traffic.";
  const rows = lines.map((line) => [`\`${line.address}\``, line.item, dollars(line.usd)]);
  return [
    `In a month, in US dollars, with ${traffic}, at the list prices of ${region}:`,
    table(["address", "what is billed", "dollars"], [...rows, ["", "**together**", dollars(usd)]]),
    ...(unpriced.length === 0
      ? []
      : [
          "Not in the sum:",
          list(unpriced.map(({ address, reason }) => `\`${address}\`: ${reason}`)),
        ]),
    "Prices at other traffic: `pictor cost --plan plan.json --traffic <file>`.",
  ].join("\n\n");
}

function permissions({ grants, needs }) {
  return [
    grants.length === 0
      ? "It gives no permission to any role."
      : `It gives roles these permissions:\n\n${table(
          ["policy", "actions"],
          grants.map(({ policy, actions }) => [`\`${policy}\``, actions.map(code).join(", ")]),
        )}`,
    ...(needs.length === 0
      ? []
      : [
          "Whoever applies it needs these permissions, by resource; the AWS provider 5.100.0 calls no others:",
          list(needs.map(({ type, actions }) => `\`${type}\`: ${actions.map(code).join(", ")}`)),
        ]),
  ];
}

function prop({ name, type, optional, default: fallback, text }) {
  const note = optional ? ` Default: ${fallback ?? "none"}.` : "";
  return `\`${name}\` (${code(type)}): ${text}${note}`.replaceAll("..", ".");
}

function table(head, rows, ifEmpty = "") {
  if (rows.length === 0) return ifEmpty;
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function list(items) {
  return items.map((item) => `- ${item.replaceAll("\n", " ")}`).join("\n");
}

function code(text) {
  return `\`${text.replaceAll("`", "'")}\``;
}

function dollars(range) {
  return range.expected < 0.005 ? "0.00" : range.expected.toFixed(2);
}
