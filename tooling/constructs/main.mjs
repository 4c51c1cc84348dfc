// `--check`: fails where the example of a construct cannot be synthesised, or makes nothing of what it shows.
import { synthesiseExamples } from "./synthesise.mjs";

const examples = await synthesiseExamples();
for (const { package: name, name: construct, error } of examples) {
  if (error !== undefined) {
    console.error(
      `error  the example of ${construct} in packages/${name} cannot be synthesised: ${error}`,
    );
    process.exitCode = 1;
  }
}
