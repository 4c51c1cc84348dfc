import type { Target } from "@pictor/contracts";
import { good, LoopbackSageMaker, modelError } from "@pictor/testing";
import { type PredictProcess, startPredict } from "./bundle-process";
import { eventOf } from "./events";
import { jpeg, png } from "./pictures";

jest.setTimeout(60_000);

const server = new LoopbackSageMaker();
const target: Target = { name: "only", kind: "realTime", timeoutMs: 3_000 };
/** The function's memory: what a process of it may at most have resident. */
const memoryBytes = 512 * 1024 * 1024;
let url: string;
let bundle: PredictProcess;

beforeAll(async () => {
  url = await server.start();
  bundle = await startPredict([target], url);
});

afterAll(async () => {
  await bundle.stop();
  await server.stop();
});

const sized = (bytes: number): Buffer => Buffer.concat([png(4, 4), Buffer.alloc(bytes - 24)]);
const json = (image: unknown): Buffer => Buffer.from(JSON.stringify({ image }));
const asJson = "application/json";
const asForm = "multipart/form-data; boundary=x";
const form = (...files: readonly Buffer[]): Buffer =>
  Buffer.concat([
    ...files.flatMap((file) => [
      Buffer.from('--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'),
      file,
      Buffer.from("\r\n"),
    ]),
    Buffer.from("--x--\r\n"),
  ]);

/** What is sent, of which type, the status, the problem's code, and how often the model is asked. */
const table: readonly (readonly [string, Buffer, string, number, string | undefined, number])[] = [
  ["0 bytes", Buffer.alloc(0), "image/png", 400, "empty-body", 0],
  ["text", Buffer.from("hello"), "text/plain", 400, "not-an-image", 0],
  ["text called a JPEG", Buffer.from("hello"), "image/jpeg", 415, "unsupported-media-type", 0],
  ["a JPEG cut short", jpeg(32, 32).subarray(0, 30), "image/jpeg", 422, "undecodable-image", 1],
  ["a PNG bomb of 50,000 × 50,000", png(50_000, 50_000), "image/png", 413, "too-many-pixels", 0],
  ["SVG", Buffer.from("<svg xmlns='a'/>"), "image/svg+xml", 415, "unsupported-media-type", 0],
  ["GIF", Buffer.from("GIF89a\x01\0\x01\0"), "image/gif", 415, "unsupported-media-type", 0],
  ["3,999,999 bytes", sized(3_999_999), "image/png", 200, undefined, 1],
  ["4,000,000 bytes", sized(4_000_000), "image/png", 200, undefined, 1],
  ["4,000,001 bytes", sized(4_000_001), "image/png", 413, "too-many-bytes", 0],
  ["a PNG called a JPEG", png(4, 4), "image/jpeg", 200, undefined, 1],
  ["a PNG called text", png(4, 4), "text/plain", 200, undefined, 1],
  ["base64 garbage", json("$$$"), asJson, 400, "bad-base64", 0],
  ["base64 of a PNG", json(png(4, 4).toString("base64")), asJson, 200, undefined, 1],
  ["base64 of text", json("aGVsbG8="), asJson, 400, "not-an-image", 0],
  ["base64 of nothing", json(""), asJson, 400, "empty-body", 0],
  ["JSON without an image", Buffer.from("{}"), asJson, 400, "bad-json", 0],
  ["no JSON", Buffer.from("{"), asJson, 400, "bad-json", 0],
  ["a form with a PNG", form(png(4, 4)), asForm, 200, undefined, 1],
  ["a form with 4,000,000 bytes", form(sized(4_000_000)), asForm, 200, undefined, 1],
  ["a form with 4,000,001 bytes", form(sized(4_000_001)), asForm, 413, "too-many-bytes", 0],
  ["a form with two", form(png(4, 4), png(4, 4)), asForm, 400, "bad-form", 0],
  ["a form cut short", form(png(4, 4)).subarray(0, 90), asForm, 400, "bad-form", 0],
  ["a form with text", form(Buffer.from("hello")), asForm, 400, "not-an-image", 0],
];

describe("a bad picture", () => {
  it.each(table)("%s", async (_, body, type, status, code, asked) => {
    // A model server says of a picture that it cannot decode what the contract has for it.
    const refusal = modelError(422, '{"code":"undecodable-image"}');
    server.behave({ only: [status === 422 ? refusal : good] });
    const { response, rss } = await bundle.invoke(eventOf({ body, type }));
    expect(response?.statusCode).toBe(status);
    expect(JSON.parse(response?.body ?? "").type).toBe(code && `urn:pictor:problem:${code}`);
    expect(server.count("only")).toBe(asked);
    expect(rss).toBeLessThan(memoryBytes);
  });
});

describe("300 requests at once", () => {
  it("are each answered, by a process that lives on within its memory", async () => {
    server.behave({ only: [good] });
    const picture = eventOf({ body: Buffer.concat([png(4, 4), Buffer.alloc(100_000)]) });
    const answers = await Promise.all(Array.from({ length: 300 }, () => bundle.invoke(picture)));
    const unexpected = answers.filter(({ response }) => {
      const later = [429, 503].includes(response?.statusCode ?? 0);
      return response?.statusCode !== 200 && !(later && response?.headers?.["Retry-After"]);
    });
    expect(unexpected).toEqual([]);
    expect(answers.filter(({ response }) => response?.statusCode === 200).length).toBeGreaterThan(
      0,
    );
    expect(Math.max(...answers.map(({ rss }) => rss))).toBeLessThan(memoryBytes);
    expect([bundle.alive, bundle.unhandled]).toEqual([true, []]);
  });
});

describe("what the bundle writes", () => {
  // A process of its own: what another wrote of earlier requests may still be on its way.
  let quiet: PredictProcess;

  beforeAll(async () => {
    quiet = await startPredict([target], url);
  });

  afterAll(() => quiet.stop());

  it("is a line for the log and one for each metric's dimensions, and nothing of the image", async () => {
    server.behave({ only: [good] });
    const secret = Buffer.from("seen-by-nobody");
    await quiet.invoke(eventOf({ body: Buffer.concat([png(4, 4), secret]) }));
    // The answer may overtake what was written before it.
    const lines = (await quiet.lines(3)).map((line) => JSON.parse(line));
    const metrics = lines.filter((line) => "_aws" in line);
    const common = { service: "pictures-predict" };
    expect(metrics).toEqual([
      expect.objectContaining({
        ...common,
        ...{ Requests: 1, Fallbacks: 0, NoCapacity: 0, ImageBytes: 38 },
      }),
      expect.objectContaining({ ...common, target: "only", BreakerOpen: 0 }),
    ]);
    const [declared] = metrics.map(({ _aws }) => _aws.CloudWatchMetrics[0]);
    expect(declared).toMatchObject({ Namespace: "Pictor", Dimensions: [["service"]] });
    for (const form of [secret.toString(), secret.toString("base64").slice(0, 12)]) {
      expect(quiet.output).not.toContain(form);
    }
  });

  it("has the brand that the app chose: in metrics, and in the types of problems", async () => {
    const branded = await startPredict([target], url, { BRAND: "acme" });
    server.behave({ only: [good] });
    await branded.invoke(eventOf({ body: png(4, 4) }));
    const declared = (await branded.lines(3))
      .map((line) => JSON.parse(line)._aws?.CloudWatchMetrics[0].Namespace)
      .filter((namespace) => namespace !== undefined);
    expect(declared).toEqual(["Acme", "Acme"]);
    const { response } = await branded.invoke(eventOf({ body: null }));
    expect(JSON.parse(response?.body ?? "").type).toBe("urn:acme:problem:empty-body");
    await branded.stop();
  });
});
