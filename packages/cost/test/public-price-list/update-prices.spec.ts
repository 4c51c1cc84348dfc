import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { allPrices, type Price, updatePrices } from "../../src";

const recorded = (code: string): string =>
  readFileSync(join(__dirname, "recorded", `${code}.json`), "utf8");
const pathOf = (code: string): string => `/offers/v1.0/aws/${code}/current/us-east-1/index.json`;
const of = (...services: string[]): readonly Price[] =>
  allPrices.filter(({ region, service }) => region === "us-east-1" && services.includes(service));

let server: Server;
let baseUrl: string;
let answer: RequestListener;
let asked: string[];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  asked = [];
  answer = (request, response) => {
    const code = ["AWSLambda", "AmazonSageMaker", "AmazonCloudWatch"].find(
      (name) => request.url === pathOf(name),
    );
    response.writeHead(code === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(code === undefined ? "" : recorded(code));
  };
});

describe("an update of prices", () => {
  it("reads each offer file once, and says what would change", async () => {
    const prices = of("AWSLambda", "AmazonSageMaker", "AmazonCloudWatch");
    const update = await updatePrices({ baseUrl: `${baseUrl}/`, prices });
    expect(asked).toEqual(
      ["AmazonCloudWatch", "AmazonSageMaker", "AWSLambda"]
        .map(pathOf)
        .sort((a, b) => a.localeCompare(b)),
    );
    expect(update.changes.map(({ price }) => price.dimension)).toEqual([
      "serverless-provisioned-duration-gb-second",
    ]);
    expect(update.failed).toEqual([]);
    expect(update.read).toContainEqual({
      code: "AmazonSageMaker",
      region: "us-east-1",
      url: `${baseUrl}${pathOf("AmazonSageMaker")}`,
      published: "2026-09-11T12:44:25Z",
    });
  });

  it("accounts for every price: changed, unchanged, missing or not compared", async () => {
    const prices = of("AWSLambda", "AmazonSageMaker", "AmazonCloudWatch");
    const update = await updatePrices({ baseUrl, prices });
    const { changes, missing, unchanged, notCompared } = update;
    const named = [...changes, ...missing, ...notCompared].map(({ price }) => price);
    expect([...named, ...unchanged].map(({ dimension }) => dimension).sort()).toEqual(
      prices.map(({ dimension }) => dimension).sort(),
    );
    expect(notCompared.map(({ price }) => price.dimension)).toContain("dashboard-month");
  });

  it("goes on without an offer that cannot be read, and names it", async () => {
    const update = await updatePrices({ baseUrl, prices: of("AWSLambda", "AmazonVPC") });
    expect(update.read.map(({ code }) => code)).toEqual(["AWSLambda"]);
    expect(update.failed).toEqual([
      {
        url: `${baseUrl}${pathOf("AmazonVPC")}`,
        problem: `${baseUrl}${pathOf("AmazonVPC")} answers 404`,
      },
    ]);
  });

  it("never asks for the offer of EC2, which has 300 MB", async () => {
    const { notCompared } = await updatePrices({ baseUrl, prices: of("AWSLambda", "AmazonEC2") });
    expect(asked).toEqual([pathOf("AWSLambda")]);
    expect(notCompared.map(({ price }) => price.dimension)).toEqual([
      "nat-gateway-hour",
      "nat-gateway-gb",
    ]);
  });

  it("without internet fails with one sentence that says what goes on", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await expect(
      updatePrices({ baseUrl: `http://127.0.0.1:${port}`, prices: of("AWSLambda") }),
    ).rejects.toThrow(
      /^AWS's public price list cannot be read from http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED.*; estimates need no internet/,
    );
  });

  it.each([
    ["is not JSON", "<html>a proxy's page</html>", "offer file is not JSON"],
    ["is another file", '{"offers":{}}', "'terms' must be an object, got nothing"],
  ])("fails where the answer %s", async (_, body, problem) => {
    answer = (_request, response) => response.end(body);
    await expect(updatePrices({ baseUrl, prices: of("AWSLambda") })).rejects.toThrow(problem);
  });

  it("gives up on a server that does not answer, and on one that never ends", async () => {
    answer = () => {};
    const options = { baseUrl, prices: of("AWSLambda"), timeoutSeconds: 0.05 };
    await expect(updatePrices(options)).rejects.toThrow("is not read after 0.05 s");
    answer = (_request, response) => response.write("{");
    await expect(updatePrices(options)).rejects.toThrow("is not read after 0.05 s");
  });

  it("refuses an answer that is larger than the limit", async () => {
    await expect(
      updatePrices({ baseUrl, prices: of("AWSLambda"), maxBytes: 1_000 }),
    ).rejects.toThrow("has more than 1000 bytes");
  });

  it("uses the fetch that it is given", async () => {
    const fetch = async (): Promise<Response> => new Response(recorded("AWSLambda"));
    const { unchanged } = await updatePrices({ fetch, prices: of("AWSLambda") });
    expect(unchanged).toHaveLength(8);
    expect(asked).toEqual([]);
  });
});
