import { limits, statusTable, type Target } from "@pictor/contracts";
import fc from "fast-check";
import { Breakers } from "../lambda/predict/breakers";
import type { PredictEvent } from "../lambda/predict/event";
import { createHandler } from "../lambda/predict/handler";
import { readAnswer } from "../lambda/predict/model-answer";
import { deployedModel } from "./bundle-process";
import { eventOf } from "./events";
import { jpeg, png, webp } from "./pictures";

const runs = 50_000;
const targets: readonly Target[] = [
  { name: "first", kind: "realTime", timeoutMs: 3_000 },
  { name: "second", kind: "serverless", timeoutMs: 5_000 },
];
const statuses = new Set<number>([200, ...Object.values(statusTable).map(({ status }) => status)]);

/** Deterministic pseudo-random numbers (xorshift32). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Query = PredictEvent["multiValueQueryStringParameters"];

const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeAll(() => void process.on("unhandledRejection", note));
afterAll(() => void process.off("unhandledRejection", note));

/** The whole handler, in front of targets of which each does what `bytes` makes of it. */
function handlerOver(invoke: () => Promise<Uint8Array>) {
  return createHandler({
    targets,
    model: deployedModel,
    // A clock on which breakers cool down, so that the targets go on being asked.
    breakers: new Breakers({ nowMs: () => (now += 100_000), random: () => 0.5 }),
    invoke: async () => readAnswer(await invoke(), identity),
    log: () => undefined,
    measure: () => undefined,
    pause: async () => undefined,
  });
}

let now = 0;
const identity = `release=${"a".repeat(64)};weights=${"b".repeat(64)}`;
const context = { getRemainingTimeInMillis: () => 28_000 };

async function check(
  handler: ReturnType<typeof handlerOver>,
  event: PredictEvent,
): Promise<number> {
  const { statusCode, body, headers } = await handler(event, context);
  if (!statuses.has(statusCode)) throw new Error(`status ${statusCode}`);
  if (statusCode === 503 && headers?.["Retry-After"] === undefined) {
    throw new Error("503 without Retry-After");
  }
  JSON.parse(body);
  return statusCode;
}

/** A form with a text field and a picture, whose boundary is `x`. */
function form(picture: Buffer): Buffer {
  const disposition = "Content-Disposition: form-data; name=";
  return Buffer.concat([
    Buffer.from(
      `--x\r\n${disposition}"a"\r\n\r\nb\r\n--x\r\n${disposition}"i"; filename="j"\r\n\r\n`,
    ),
    picture,
    Buffer.from("\r\n--x--\r\n"),
  ]);
}

describe("the handler", () => {
  it(`survives ${runs} events of any shape, before targets that do anything`, async () => {
    const answer = fc.oneof(
      fc.constant(Buffer.from('{"predictions":[{"label":"a","index":1,"score":0.5}]}')),
      fc.uint8Array({ maxLength: 40 }),
      fc.json({ maxDepth: 1 }).map((text) => Buffer.from(text)),
    );
    const error = fc.record({
      name: fc.constantFrom("ModelError", "ThrottlingException", "ValidationError", "x"),
      message: fc.constantFrom("not found", "", "m"),
      OriginalStatusCode: fc.constantFrom(0, 400, 422, 500, 502, 503, 507, undefined),
      OriginalMessage: fc.constantFrom(
        '{"code":"undecodable-image"}',
        '{"message":"Worker died."}',
        "{",
        "null",
        undefined,
      ),
    });
    // Drawn field by field it would be so rare that a run now and then has none.
    const undecodable = fc.constant({
      name: "ModelError",
      message: "m",
      OriginalStatusCode: 422,
      OriginalMessage: '{"code":"undecodable-image"}',
    });
    const nothing = fc.constantFrom(null, undefined, "thrown");
    const outcome = fc.oneof(answer, error, undecodable, nothing);
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        png(4, 4).toString("base64"),
        jpeg(4, 4).toString("base64"),
        '{"image":"AAAA"}',
      ),
    );
    const event = fc.record({
      body: fc.option(text),
      isBase64Encoded: fc.boolean(),
      headers: fc.constantFrom(
        null,
        {},
        { "content-type": "application/json" },
        { "Content-Type": "" },
        { "content-type": "multipart/form-data; boundary=x" },
        { "content-encoding": "gzip" },
      ),
      httpMethod: fc.constantFrom("POST", "POST", "POST", "GET", "TRACE"),
      resource: fc.constantFrom(
        "/predictions",
        "/predictions",
        "/health",
        "/model",
        "/",
        "constructor",
      ),
      multiValueQueryStringParameters: fc.constantFrom<Query>(
        null,
        {},
        { top: [] },
        { top: ["1", "2"] },
        { top: ["7"] },
      ),
      stageVariables: fc.constantFrom(null, { allowOrigin: "https://a.example" }),
      requestContext: fc.constant({ requestId: "r" }),
    });
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(event, outcome, async (request, what) => {
        const handler = handlerOver(() =>
          what instanceof Uint8Array ? Promise.resolve(what) : Promise.reject(what),
        );
        seen.add(await check(handler, request));
      }),
      { numRuns: runs },
    );
    expect([...seen]).toEqual(expect.arrayContaining([200, 400, 404, 405, 422, 429, 502, 503]));
    expect(unhandled).toEqual([]);
  }, 120_000);

  it(`survives ${runs} pictures, JSON and forms with bytes flipped, cut out and put in`, async () => {
    const next = chance(20_261_122);
    const seeds = [
      png(32, 32),
      jpeg(32, 32, { length: 20, fill: 3 }),
      webp("VP8X", 32, 32),
      webp("VP8L", 32, 32),
      Buffer.from("GIF89a\x01\0\x01\0"),
      Buffer.from("<?xml version='1.0'?><!-- c --><svg/>"),
      Buffer.from(JSON.stringify({ image: png(4, 4).toString("base64") })),
      Buffer.from(JSON.stringify({ image: `data:;base64,\n${png(4, 4).toString("base64url")}` })),
      form(png(32, 32)),
      form(jpeg(32, 32)),
    ];
    const types = ["application/json", "image/png", "multipart/form-data; boundary=x"];
    const mutate = (seed: Buffer): Buffer => {
      let bytes = Buffer.from(seed);
      for (let times = 1 + next(4); times > 0 && bytes.length > 0; times -= 1) {
        const at = next(bytes.length);
        const kind = next(4);
        if (kind === 0) bytes[at] = next(256);
        else if (kind === 1) bytes = bytes.subarray(0, at);
        else if (kind === 2)
          bytes = Buffer.concat([
            bytes.subarray(0, at),
            Buffer.alloc(next(9), next(256)),
            bytes.subarray(at),
          ]);
        else bytes = Buffer.concat([bytes.subarray(at), seeds[next(seeds.length)] ?? seed]);
      }
      return bytes;
    };
    const good = Buffer.from('{"predictions":[]}');
    const handler = handlerOver(() => Promise.resolve(good));
    const seen = new Map<number, number>();
    let forms = 0;
    for (let run = 0; run < runs; run += 1) {
      const body = mutate(seeds[next(seeds.length)] ?? good);
      const type = types[next(types.length)] ?? "";
      const status = await check(handler, eventOf({ body, type }));
      seen.set(status, (seen.get(status) ?? 0) + 1);
      if (status === 200 && body.indexOf("--x") === 0) forms += 1;
    }
    expect([...seen.keys()].sort()).toEqual([200, 400, 413, 415]);
    expect(seen.get(200)).toBeGreaterThan(runs / 10);
    // Few mutants keep both their boundaries and a picture that is read: some 150 of 50,000.
    expect(forms).toBeGreaterThan(runs / 1_000);
    expect(unhandled).toEqual([]);
  }, 120_000);

  it("has the limits that the model's answer promises", () => {
    const { imageBytes, imagePixels, imageSide, top } = limits;
    expect(deployedModel.limits).toEqual({ imageBytes, imagePixels, imageSide, top });
  });
});
