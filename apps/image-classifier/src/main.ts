import { join } from "node:path";
import { App } from "cdktf";
import { environments } from "../environments";
import { configure } from "./configuration";
import { createStacks } from "./stacks";

const directory = join(__dirname, "..", "..");
const releases = join(directory, "releases");

try {
  const configuration = configure({
    environments,
    selection: process.env.PICTOR_ENVIRONMENTS,
    releasesDirectory: process.env.PICTOR_RELEASES_DIR ?? releases,
    trafficDirectory: join(directory, "traffic"),
    capacityRules: process.env.PICTOR_CAPACITY_RULES,
    awsEndpoint: process.env.AWS_ENDPOINT_URL,
  });
  for (const note of configuration.notes) console.error(note);
  const app = new App();
  createStacks(app, configuration.environments);
  app.synth();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
