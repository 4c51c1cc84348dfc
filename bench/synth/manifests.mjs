import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a release manifest for each environment of the app, so that none of its stacks is left out. The artefact is
 * nowhere: synthesis needs no weights.
 *
 * @param requireFromApp resolves the app's modules and what it depends on
 */
export function writeManifests(directory, requireFromApp) {
  const { environments } = requireFromApp("./dist/environments/index.js");
  const { releaseKey } = requireFromApp("@pictor/contracts");
  const sha256 = "a".repeat(64);
  const live = {
    ...{ sha256, size: 95_000_000, key: releaseKey(sha256), weightsSha256: sha256 },
    ...{ layout: "torchserve", container: "pytorch-2.6-cpu", format: "int8", compression: "gzip" },
    input: { width: 224, height: 224, mean: [0.5, 0.5, 0.5], std: [0.2, 0.2, 0.2] },
    labels: { count: 1_000, sha256 },
    smoke: { file: "smoke.png", index: 7 },
    calibration: [],
  };
  for (const { name } of environments) {
    writeFileSync(join(directory, `${name}.json`), JSON.stringify({ schema: 1, live }));
  }
}
