import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProgram } from "../src";
import { wrap } from "../src/cost/wrap";
import { printedBy } from "./printed-by";

const directory = mkdtempSync(join(tmpdir(), "pictor-cost-"));
const chart = join(directory, "chart.svg");
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

afterAll(() => rmSync(directory, { recursive: true }));

/** What `pictor cost` prints, of environments without a release. */
const cost = (...words: string[]): Promise<string> => printedBy(["cost", ...words], directory);

const plan = file(
  "plan.json",
  JSON.stringify({
    format_version: "1.2",
    planned_values: {
      root_module: {
        resources: [
          { address: "aws_kms_key.k", mode: "managed", type: "aws_kms_key", values: {} },
          { address: "aws_lb.l", mode: "managed", type: "aws_lb", values: {} },
        ],
      },
    },
  }),
);

describe("pictor cost --env", () => {
  it("prints the bill in at most 100 columns, whose lines add up to the total, and what was assumed", async () => {
    const text = await cost("--env", "prod", "--compare", "dev,staging", "--chart", chart);
    const lines = text
      .split("\n")
      .filter((line) => !line.startsWith("traffic: ") && !line.startsWith("chart: "));
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    const usd = (line = "") => Number(line.slice(80, 90).replaceAll(",", ""));
    const constructs = lines.filter((line) => /^prod\S*\/\w/.test(line)).map(usd);
    const total = usd(lines.find((line) => line.startsWith("total ")));
    expect(constructs.length).toBeGreaterThan(5);
    expect(constructs.reduce((sum, each) => sum + each, 0)).toBeCloseTo(total, 1);
    expect(text).toMatch(/2 zones × 730 h = 1,460 hour × \$0\.01/);
    expect(text).toContain("* assumed, see below");
    expect(text).toContain("no release yet; the price assumes an INT8 release");
    expect(text).toMatch(/^US dollars a month +prod +dev +staging$/m);
  });

  it("draws the bills as SVG with every environment's total", async () => {
    const svg = readFileSync(chart, "utf8");
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[^>]* role="img"/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    for (const name of ["prod", "dev", "staging"]) expect(svg).toContain(`>${name}</text>`);
    expect(svg.match(/a month/g)?.length).toBeGreaterThanOrEqual(3);
  });

  it("writes all lines as JSON, with arithmetic, unpriced and free resources", async () => {
    const { bills, traffic } = JSON.parse(await cost("--env", "dev", "--json"));
    expect(traffic).toMatchObject({ name: "seed", requestsPerMonth: 1_000_000 });
    expect(bills).toMatchObject([{ name: "dev", hasRelease: false, unpriced: [] }]);
    const stacks = bills[0].lines.map(({ origin }: { origin: { stack?: string } }) => origin.stack);
    expect([...new Set(stacks)].sort()).toEqual(["dev", "dev-data", "dev-jobs"]);
    const [{ lines, usd }] = bills;
    const sum = lines.reduce(
      (total: number, line: { usd: { expected: number } }) => total + line.usd.expected,
      0,
    );
    expect(sum).toBeCloseTo(usd.expected, 6);
    expect(lines[0]).toMatchObject({
      arithmetic: expect.stringContaining(" = $"),
      flags: expect.any(Array),
    });
    expect(bills[0].free.length).toBeGreaterThan(10);
  });

  it("of an environment that nobody knows says which was meant", async () => {
    await expect(cost("--env", "prdo")).rejects.toMatchObject({
      message: "unknown environment 'prdo', did you mean 'prod'?",
      hint: "use one of dev, local, prod, staging",
    });
  });

  it("by rate names every crossing, and draws it", async () => {
    const text = await cost("--env", "prod", "--rate", "1..100", "--chart", chart);
    expect(
      text.split("\n").filter((line) => line.length > 100 && !line.startsWith("chart: ")),
    ).toEqual([]);
    expect(text).toMatch(
      /2\+ ml\.c5\.large is as cheap as serverless 4 GB from [\d.]+ requests\/s on/,
    );
    const crossings = text.match(/^crossing at/gm)?.length ?? 0;
    expect(crossings).toBeGreaterThan(0);
    const svg = readFileSync(chart, "utf8");
    expect(svg.match(/<circle/g)).toHaveLength(crossings);
    expect(svg.match(/<path/g)).toHaveLength(5);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("pictor cost --plan", () => {
  it("prices a stranger's plan, and names what has no price outside the total", async () => {
    const text = await cost("--plan", plan, "--region", "us-east-1");
    expect(text).toContain("NOT IN THE TOTAL: 1 without a price\n- aws_lb.l: ");
    expect(text).toMatch(/^ {2}key +1 × \$1\.00 +1\.00/m);
  });

  it("has no price without a region, and says so instead of $0", async () => {
    const { bills } = JSON.parse(await cost("--plan", plan, "--json"));
    expect(bills[0].lines).toEqual([]);
    expect(bills[0].unpriced).toHaveLength(3);
  });

  it.each([
    ["is no JSON", "{", "cannot be priced"],
    ["is something else", "{}", "neither a plan nor a state nor a synthesised stack"],
    [
      "is of another version",
      '{"planned_values":{},"format_version":"2.0"}',
      'format_version "2.0"',
    ],
  ])("that %s is refused with the way to make one", async (_, text, message) => {
    await expect(cost("--plan", file("broken.json", text))).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringContaining("terraform show -json"),
    });
  });
});

describe("pictor cost --traffic", () => {
  it("prices with a scenario of one's own", async () => {
    const idle = file(
      "idle.yaml",
      "requestsPerMonth: 0\nimageBytes: 0\nnotificationsPerMonth: 0\n",
    );
    const { bills } = JSON.parse(
      await cost("--plan", plan, "--region", "us-east-1", "--traffic", idle, "--json"),
    );
    expect(bills[0].usd.expected).toBe(1);
  });

  it("lists everything that is wrong with it in one error", async () => {
    const broken = file("broken.yaml", "requestPerMonth: 1\nimageBytes: x\n");
    await expect(cost("--plan", plan, "--traffic", broken)).rejects.toMatchObject({
      message: [
        `${broken} has 3 problems:`,
        "- unknown key 'requestPerMonth', did you mean 'requestsPerMonth'?",
        "- requestsPerMonth is missing: a number from 0 to 1000000000000000 (requests)",
        "- imageBytes must be a number from 0 to 4000000 (bytes), got 'x'",
      ].join("\n"),
      hint: expect.stringContaining("seed.yaml"),
    });
  });

  it("that is not there is said so", async () => {
    await expect(cost("--plan", plan, "--traffic", "/nowhere.yaml")).rejects.toThrow(
      "the traffic scenario /nowhere.yaml cannot be read",
    );
  });
});

describe("pictor cost --update-prices", () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    const offer = readFileSync(
      join(__dirname, "../../cost/test/public-price-list/recorded/AWSLambda.json"),
      "utf8",
    );
    server = createServer((request, response) => {
      const isThere = request.url === "/offers/v1.0/aws/AWSLambda/current/us-east-1/index.json";
      response.writeHead(isThere ? 200 : 404).end(isThere ? offer : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  afterEach(() => {
    process.exitCode = undefined;
  });

  it("shows what would change, writes nothing, and fails where a list is missing", async () => {
    const text = await cost("--update-prices", "--price-list", url);
    expect(text).toMatch(/1 lists read, \d+ failed; \d+ prices confirmed/);
    expect(text).toContain("Nothing was written");
    expect(process.exitCode).toBe(1);
  });

  it("without internet says what goes on without it", async () => {
    await expect(
      cost("--update-prices", "--price-list", "http://127.0.0.1:9"),
    ).rejects.toMatchObject({
      hint: expect.stringContaining("'pictor cost --env prod' needs none"),
    });
  });
});

describe("pictor cost", () => {
  it.each([
    [[], "nothing to price: neither --env nor --plan was given"],
    [["--env", "prod", "--plan", "x"], "--env, --plan and --update-prices exclude one another"],
    [["--plan", "x", "--compare", "dev"], "--compare and --rate need --env"],
  ])("%j is refused with an example", async (words, message) => {
    await expect(cost(...words)).rejects.toMatchObject({
      message,
      hint: expect.stringContaining("pictor cost --env prod"),
    });
  });

  it.each(["1", "5..5", "9..1", "a..b", "1..99999"])("refuses the rates %j", (text) => {
    const program = createProgram();
    const command = program.commands.find((each) => each.name() === "cost");
    const option = command?.options.find(({ long }) => long === "--rate");
    expect(() => option?.parseArg?.(text, undefined)).toThrow("must be two numbers that grow");
  });

  it("breaks its lines between words, and words that are too long anywhere", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("abcdefgh i", 3)).toEqual(["abc", "def", "gh", "i"]);
  });
});
