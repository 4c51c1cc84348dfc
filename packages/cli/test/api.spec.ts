import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PredictionResponse, problemOf } from "@pictor/contracts";
import { classify, curlLine, mediaType, renderPredictions } from "../src";
import { checkPicture } from "../src/run/api/picture";

const answer: PredictionResponse = {
  release: { sha256: "a".repeat(64), weightsSha256: "b".repeat(64) },
  predictions: [
    { label: "seven", index: 7, score: 0.75 },
    { label: "1", index: 1, score: 0.25 },
  ],
  servedBy: { kind: "realTime", endpoint: "e" },
  latencyMs: 12.4,
  requestId: "r",
};

const png = Buffer.from("\x89PNG\r\n\x1a\nrest", "latin1");

describe("asking an API", () => {
  let server: Server;
  let directory: string;
  let file: string;
  let url: string;
  let asked: Pick<IncomingMessage, "method" | "url" | "headers"> & { body: Buffer };
  let reply: { status: number; type: string; body: string };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "pictor-api-"));
    file = join(directory, "it's a digit.png");
    writeFileSync(file, png);
    server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      asked = { method: request.method, url: request.url, headers: request.headers, body };
      response.writeHead(reply.status, { "content-type": reply.type }).end(reply.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    reply = { status: 200, type: "application/json", body: JSON.stringify(answer) };
  });

  it("sends the picture's bytes with key, type and number wanted", async () => {
    expect(await classify({ url, apiKey: "k" }, file, 3)).toEqual(answer);
    expect(asked).toMatchObject({
      method: "POST",
      url: "/api/v1/predictions?top=3",
      headers: { "x-api-key": "k", "content-type": "image/png" },
      body: png,
    });
  });

  it("tells a problem in the API's words", async () => {
    reply = {
      status: 413,
      type: "application/problem+json",
      body: JSON.stringify(problemOf("too-many-bytes", "request-1", "Send a smaller one.")),
    };
    await expect(classify({ url, apiKey: "k" }, file, 3)).rejects.toThrow(
      "the API answered 413 Image too large: Send a smaller one.",
    );
  });

  it.each([
    [502, "<html>oops</html>", "the API answered 502: <html>oops</html>"],
    [200, '{"predictions":[]}', "the API answered something else"],
  ])("tells an answer %s that is not the API's", async (status, body, message) => {
    reply = { status, type: "text/html", body };
    await expect(classify({ url, apiKey: "k" }, file, 3)).rejects.toThrow(message);
  });

  it("says that nobody answers", async () => {
    const nobody = "http://127.0.0.1:1";
    await expect(classify({ url: nobody, apiKey: "k" }, file, 3)).rejects.toThrow(
      `the API at ${nobody} does not answer`,
    );
  });

  it("names a picture that is not there", async () => {
    await expect(classify({ url, apiKey: "k" }, "/gone.png", 3)).rejects.toThrow("/gone.png");
  });

  it("can be refused early, by how the file begins", () => {
    const text = join(directory, "x.png");
    writeFileSync(text, "no picture");
    writeFileSync(file, png);
    expect(() => checkPicture(file)).not.toThrow();
    expect(() => checkPicture(join(directory, "nope.png"))).toThrow("the picture cannot be read");
    expect(() => checkPicture(text)).toThrow(
      `${text} is no picture that the API takes; allowed are image/jpeg, image/png, image/webp`,
    );
  });

  it("is done the same by a curl line, whatever the file's name", () => {
    const line = curlLine({ url: "http://h/v1", apiKey: "k" }, file, "image/png", 3);
    const words = execFileSync("sh", ["-c", `printf '%s\\n' ${line}`], { encoding: "utf8" });
    expect(words.trim().split("\n")).toEqual([
      ...["curl", "-sS", "-H", "x-api-key: k", "-H", "content-type: image/png"],
      ...["--data-binary", `@${file}`, "http://h/v1/predictions?top=3"],
    ]);
  });
});

describe("predictions for a person", () => {
  it("have bars as long as their scores, and say who made them", () => {
    expect(renderPredictions(answer).split("\n")).toEqual([
      `  seven  ${"█".repeat(18)}${" ".repeat(6)}   75.0 %`,
      `  1      ${"█".repeat(6)}${" ".repeat(18)}   25.0 %`,
      "  served by e (realTime), release aaaaaaaaaaaa, in 12 ms",
    ]);
  });
});

describe("the media type", () => {
  it.each([
    ["image/png", png],
    ["image/jpeg", Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ["image/webp", Buffer.from("RIFF\0\0\0\0WEBPVP8 ")],
    ["application/octet-stream", Buffer.from("GIF89a")],
    ["application/octet-stream", Buffer.alloc(0)],
  ])("is %s by how the picture begins", (type, picture) => {
    expect(mediaType(picture)).toBe(type);
  });
});
