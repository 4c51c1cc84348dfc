// Synthesises the stacks of bundled examples and prints what is in them: node synthesise-child.cjs <directory> <name>…
const { join } = require("node:path");
const { createRequire } = require("node:module");

const [directory, ...names] = process.argv.slice(2);
const { Testing } = createRequire(join(directory, "example.cjs"))("cdktf");
// Warnings of a synthesis would stand among the results.
console.log = console.warn = console.error;

process.stdout.write(JSON.stringify(names.map(synthesised)));

function synthesised(name) {
  try {
    const { stack } = require(join(directory, `${name}.cjs`));
    return { json: JSON.parse(Testing.synth(stack, true)) };
  } catch (error) {
    return { error: error.message };
  }
}
