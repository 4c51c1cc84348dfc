import { join } from "node:path";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { limits, names, type PredictionResponse, type Release } from "@pictor/contracts";
import { localClient } from "@pictor/local";
import { UserError } from "@pictor/terraform";
import { setUpAccount } from "../account/set-up";
import { deployData, deployJobs, deployService } from "../apply/deploy-stack";
import { type Demonstration, prepareDemonstration } from "../release/build/demonstration";
import { type Publication, publish } from "../release/publish";
import { type ApiAccess, classify } from "../run/api/classify";
import { localAccess } from "../run/api/local-access";
import { allOrNone, type Session } from "./session";

export interface BringUpOptions {
  /** Whether to train and build though that was done before. */
  readonly fresh: boolean;
  readonly cache: string;
  /** Picture to classify. @default the release's smoke picture */
  readonly image?: string;
}

/** A service that runs and has answered. */
export interface Service {
  readonly release: Release;
  readonly access: ApiAccess;
  readonly image: string;
  readonly response: PredictionResponse;
}

/** The whole path: an account, data, a release, the service, a picture. */
export async function bringUp(session: Session, options: BringUpOptions): Promise<Service> {
  const [demonstration] = await allOrNone(session.controller, [
    prepareModel(session, options),
    prepareAccount(session),
  ]);
  const publication = await publishModel(session, demonstration);
  const access = await deploy(session);
  return predict(session, publication, access, options.image);
}

/** Needs nothing of the local AWS, and takes the longest: it runs beside the rest. */
function prepareModel(
  { steps, run, signal }: Session,
  { cache, fresh }: BringUpOptions,
): Promise<Demonstration> {
  return steps.run("model", async (step) => {
    const value = await prepareDemonstration({
      cache,
      fresh,
      logFile: run.workspace.logFile("model"),
      signal,
      onEpoch: ({ epoch, of, accuracy }) =>
        step.progress(`epoch ${epoch} of ${of}, ${percent(accuracy)} right`),
      onBuild: () => step.progress("building the artefact"),
    });
    const how = value.cached ? "cached: training and build skipped" : "trained and built";
    const next = value.cached ? "; the local AWS forgets, so the stacks are applied anew" : "";
    const detail = `${how}, ${percent(value.accuracy)} of the held-out digits right${next}`;
    return { value, detail };
  });
}

async function prepareAccount(session: Session): Promise<void> {
  const { steps, run, place, tools, signal } = session;
  await steps.run("local AWS", async () => {
    const url = await session.startEmulator();
    return { value: undefined, detail: `account ${place.accountId} at ${url}` };
  });
  const { stateBucket, stacks } = names(place);
  await session.begin((onUsable) =>
    steps.run("state bucket", async (step) => {
      await setUpAccount({
        account: place,
        directory: run.workspace.path("stacks", "account"),
        place: run.workspace,
        provider: tools.provider,
        client: new S3Client(localClient(session.localPlace)),
        iam: new IAMClient(localClient(session.localPlace)),
        signal,
        runStep: async (name, work) => {
          step.progress(name);
          return (await work(step)).value;
        },
        onUsable,
        // Nobody but this run is there who could have changed something.
        plansAgain: false,
      });
      return { value: undefined, detail: `${stateBucket}, its own state moved into it` };
    }),
  );
  await session.begin((onUsable) => deployData(session.deployment, stacks.data, onUsable));
}

function publishModel(session: Session, { artefact }: Demonstration): Promise<Publication> {
  const { steps, run, place, localPlace } = session;
  return steps.run("publish", async () => {
    const value = await publish({
      client: new S3Client(localClient(localPlace)),
      place,
      artefact,
      releasesDirectory: run.record.releasesDirectory,
      keepsPrevious: false,
    });
    const { sha256, size } = value.release;
    return { value, detail: `release ${sha256.slice(0, 12)}, ${(size / 1e6).toFixed(1)} MB` };
  });
}

async function deploy(session: Session): Promise<ApiAccess> {
  const { run, place } = session;
  const { stacks } = names(place);
  const api = await deployService(session.deployment, stacks.service);
  run.update({ api });
  await deployJobs(session.deployment, stacks);
  return localAccess(run.record);
}

function predict(
  { steps, run, signal }: Session,
  { release }: Publication,
  access: ApiAccess,
  picture: string | undefined,
): Promise<Service> {
  const image = picture ?? join(run.record.releasesDirectory, release.smoke.file);
  return steps.run("predict", async () => {
    const response = await classify(access, image, limits.top.default, signal);
    checkIdentity(response, release);
    const [best] = response.predictions;
    if (picture === undefined && best?.index !== release.smoke.index) {
      throw new UserError(
        `the smoke picture is of class ${release.smoke.index}, the service says ${best?.index} ('${best?.label}')`,
      );
    }
    return { value: { release, access, image, response }, detail: `it is '${best?.label}'` };
  });
}

/** What answers must be what was released. */
function checkIdentity({ release: served }: PredictionResponse, release: Release): void {
  if (served.sha256 === release.sha256 && served.weightsSha256 === release.weightsSha256) return;
  throw new UserError(
    `release ${release.sha256} with weights ${release.weightsSha256} was published, but ${served.sha256} with weights ${served.weightsSha256} answers`,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
