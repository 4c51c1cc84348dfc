// Writes which operations of AWS the provider's code can call for each resource type, read from the program itself:
//
//   node tooling/provider-calls/main.mjs <terraform-provider-aws_v5.100.0_x5> <provider-calls.json>
//
// Needed when the provider's version changes, or a type is added to `roots.mjs`. Takes the provider for Linux on x86-64.

import { writeFileSync } from "node:fs";
import { GoBinary } from "./go-binary.mjs";
import { operationsFrom } from "./operations.mjs";
import { roots } from "./roots.mjs";

const [program, output] = process.argv.slice(2);
const version = /_v(\d+\.\d+\.\d+)/.exec(program ?? "")?.[1];
if (version === undefined || output === undefined) {
  console.error(
    "usage: node tooling/provider-calls/main.mjs <terraform-provider-aws_v…> <output.json>",
  );
  process.exit(2);
}
const binary = new GoBinary(program);
const types = Object.entries(roots).map(([type, root]) => [type, operationsFrom(binary, root)]);
writeFileSync(
  output,
  `${JSON.stringify({ version, types: Object.fromEntries(types) }, null, 2)}\n`,
);
