import { join } from "node:path";
import { limits, type Release } from "@pictor/contracts";
import type { Run } from "@pictor/local";
import type { ModelFacts } from "@pictor/page";
import { UserError } from "@pictor/terraform";
import { requireManifest } from "../release/live";
import { classify } from "../run/api/classify";
import { localAccess } from "../run/api/local-access";

/**
 * The release that a run's manifest says is live.
 *
 * @throws UserError where there is no manifest, or one that is wrong
 */
export function liveRelease({ releasesDirectory, environment }: Run): Release {
  return requireManifest(releasesDirectory, environment).live;
}

/** The release's smoke picture. */
export function smokePicture(run: Run): string {
  return join(run.releasesDirectory, liveRelease(run).smoke.file);
}

/** What is known of the model of a run; asks for its labels once a release. */
export class ModelKnowledge {
  private readonly labels = new Map<string, readonly string[]>();

  public async facts(run: Run): Promise<ModelFacts> {
    const { sha256, format, size, input, labels, measured } = liveRelease(run);
    return {
      release: sha256,
      format,
      size,
      input: { width: input.width, height: input.height },
      classes: labels.count,
      labels: await this.labelsOf(run, sha256, labels.count),
      measured,
    };
  }

  /** As the model itself names its classes: asked through the API, since the manifest holds only their hash. */
  private async labelsOf(run: Run, sha256: string, count: number): Promise<readonly string[]> {
    const known = this.labels.get(sha256);
    if (known !== undefined) return known;
    const top = Math.min(count, limits.top.max);
    try {
      const { predictions, release } = await classify(
        await localAccess(run),
        smokePicture(run),
        top,
      );
      const labels = [...predictions].sort((a, b) => a.index - b.index).map(({ label }) => label);
      // Until a deployment is through, the release before it answers.
      if (release.sha256 === sha256) this.labels.set(sha256, labels);
      return labels;
    } catch (error) {
      // An endpoint that does not serve now may do so later; the rest can be told meanwhile.
      if (error instanceof UserError) return [];
      throw error;
    }
  }
}
