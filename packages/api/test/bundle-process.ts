import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Target } from "@pictor/contracts";
import type { APIGatewayProxyResult } from "aws-lambda";
import { unzipSync } from "fflate";
import type { PredictEvent } from "../lambda/predict/event";
import { lambdaAsset } from "../src/lambda-asset";

/** What one invocation of the bundle came to. */
export interface Invoked {
  readonly response?: APIGatewayProxyResult;
  /** What the handler threw: never anything. */
  readonly thrown?: string;
  readonly ms: number;
  /** Resident memory of the process after it, bytes. */
  readonly rss: number;
}

/** What `GET /model` of a bundle under test answers. */
export const deployedModel = {
  release: { sha256: "a".repeat(64), weightsSha256: "b".repeat(64) },
  labels: { count: 10 },
  limits: {
    imageBytes: 4_000_000,
    imagePixels: 50_000_000,
    imageSide: 16_384,
    top: { min: 1, max: 100, default: 5 },
  },
};

/** The bundle of the predict zip in a process of its own, as an execution environment of Lambda. */
export class BundleProcess {
  /** Rejections that nobody handled. */
  public readonly unhandled: string[] = [];
  /** What it wrote: its log and its metrics, a line each. */
  public output = "";
  private readonly waiting = new Map<number, (invoked: Invoked) => void>();
  private sent = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly directory: string,
  ) {
    child.stdout?.on("data", (data: Buffer) => {
      this.output += data;
    });
    child.on("message", (message: { id: number; unhandled?: string } & Invoked) => {
      if (message.unhandled !== undefined) this.unhandled.push(message.unhandled);
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    });
  }

  /** Starts one for these targets, which are at a loopback SageMaker's URL. */
  public static async start(
    targets: readonly Target[],
    sagemakerUrl: string,
  ): Promise<BundleProcess> {
    const directory = mkdtempSync(join(tmpdir(), "pictor-function-"));
    const bundle = join(directory, "index.js");
    writeFileSync(bundle, unzipSync(readFileSync(lambdaAsset("predict").path))["index.js"] ?? "");
    const child = fork(join(__dirname, "function-host.cjs"), [bundle], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
      execArgv: [],
      env: {
        AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: sagemakerUrl,
        AWS_REGION: "eu-central-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_LAMBDA_FUNCTION_NAME: "pictures-predict",
        TARGETS: JSON.stringify(targets),
        MODEL: JSON.stringify(deployedModel),
      },
    });
    await once(child, "message");
    return new BundleProcess(child, directory);
  }

  public get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Invokes the handler. Several may be under way, as never in Lambda. */
  public invoke(event: PredictEvent, remainingMs = 28_000): Promise<Invoked> {
    const id = this.sent++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.child.send({ id, event, remainingMs });
    });
  }

  /** The lines that it wrote to their end, once they are at least so many. */
  public async lines(count: number): Promise<readonly string[]> {
    for (;;) {
      const lines = this.output.split("\n").slice(0, -1).filter(Boolean);
      if (lines.length >= count) return lines;
      await once(this.child.stdout ?? this.child, "data");
    }
  }

  public async stop(): Promise<void> {
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
    rmSync(this.directory, { recursive: true });
  }
}
