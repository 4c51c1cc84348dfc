import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { Run } from "@pictor/local";
import type { RequestRecord } from "@pictor/page";
import { AppliedStack } from "../src/apply/applied-stack";
import { Workspace } from "../src/apply/workspace";
import { EndpointNews } from "../src/start/endpoint-news";
import { countRequests } from "../src/status/request-counts";
import { parseAccessLine, parseRequestLine, readRequests } from "../src/status/request-log";
import { readStatus, renderStatus, type Status } from "../src/status/status";

const line = (more: object) =>
  JSON.stringify({
    level: "INFO",
    message: "request",
    requestId: "r",
    status: 200,
    code: "ok",
    ms: 9,
    ...more,
  });

describe("a line of the predict function's log", () => {
  it("tells of a request, and who served it", () => {
    expect(parseRequestLine(line({ target: "e", bytes: 3 }), 5)).toEqual({
      at: 5,
      requestId: "r",
      status: 200,
      code: "ok",
      ms: 9,
      servedBy: "e",
      answeredBy: "function",
    });
  });

  it("is found behind what Lambda writes before it", () => {
    expect(parseRequestLine(`2026-11-22T00:00:00Z\tr\tINFO\t${line({})}`, 5)).toMatchObject({
      status: 200,
    });
  });

  it.each(["", "START RequestId: r", "{broken", '{"message":"other"}', line({ status: "x" })])(
    "that is %j tells of none",
    (text) => expect(parseRequestLine(text, 5)).toBeUndefined(),
  );
});

const accessLine = (more: object) =>
  JSON.stringify({ requestId: "r", status: "429", error: "THROTTLED", latencyMs: "2", ...more });

describe("a line of the API's access log", () => {
  it("tells of a request that the gateway answered itself", () => {
    expect(parseAccessLine(accessLine({}), 5)).toEqual({
      at: 5,
      requestId: "r",
      status: 429,
      code: "THROTTLED",
      ms: 2,
      answeredBy: "gateway",
    });
  });

  it.each(["", "{broken", accessLine({ error: "-" }), accessLine({ status: "-" })])(
    "that is %j tells of none",
    (text) => expect(parseAccessLine(text, 5)).toBeUndefined(),
  );
});

describe("the requests of a run", () => {
  let server: Server;
  const asked: object[] = [];
  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const question = JSON.parse(body);
      asked.push(question);
      const isAccessLog = question.logGroupName === "/access";
      const events = isAccessLog
        ? [
            { message: accessLine({ requestId: "refused" }), timestamp: 4 },
            { message: accessLine({ requestId: "second", status: "504" }), timestamp: 5 },
            { message: accessLine({ requestId: "first", error: "-" }), timestamp: 6 },
          ]
        : question.nextToken
          ? [{ message: line({ requestId: "first" }), timestamp: 1 }]
          : [
              { message: line({ requestId: "second" }), timestamp: 2 },
              { message: "END", timestamp: 3 },
            ];
      const isLast = isAccessLog || question.nextToken;
      response.end(JSON.stringify({ events, ...(!isLast && { nextToken: "more" }) }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it("are read from both logs to their last page, each once, oldest first", async () => {
    const client = new CloudWatchLogsClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const found = await readRequests(client, { functionName: "f", accessLog: "/access" }, 7);
    expect(found.map(({ requestId, status }) => [requestId, status])).toEqual([
      ["first", 200],
      ["refused", 429],
      // The function was not done when the gateway answered.
      ["second", 504],
    ]);
    expect(asked).toContainEqual({ logGroupName: "/aws/lambda/f", startTime: 7 });
  });

  it("are counted by status and by who served", () => {
    const request = (status: number, servedBy?: string): RequestRecord => ({
      at: 0,
      requestId: "",
      status,
      code: "",
      ms: 0,
      servedBy,
      answeredBy: "function",
    });
    expect(countRequests([request(200, "e"), request(200, "f"), request(503)])).toEqual({
      total: 3,
      byStatus: { 200: 2, 503: 1 },
      byServer: { e: 1, f: 1 },
    });
  });
});

describe("the status", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "pictor-status-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const run = (): Run => ({
    schema: 1,
    id: "1",
    supervisor: { pid: 1, startedAt: "" },
    directory,
    environment: "local",
    accountId: "000000000000",
    region: "us-east-1",
    releasesDirectory: directory,
    terraform: {},
  });

  it("of nothing names the command that starts it", async () => {
    expect(renderStatus(await readStatus({ kind: "none" }))).toBe(
      "nothing runs here; 'pictor start' starts it",
    );
  });

  it("of a run that was killed says so, where its logs are and what to do", async () => {
    expect(renderStatus(await readStatus({ kind: "stale", run: run() }))).toBe(
      [
        "nothing is running: the last run was killed or the machine went down; its processes are gone",
        `logs         ${directory}/logs`,
        "next         'pictor start' starts anew",
      ].join("\n"),
    );
  });

  it("of a run that is starting tells how far it is", async () => {
    AppliedStack.of(new Workspace(run()), "local-data").end({ hash: "h", outputs: {} });
    const text = renderStatus(await readStatus({ kind: "running", run: run() }));
    for (const part of [
      "local AWS    starting",
      "API          not deployed yet",
      "local-data: applied",
      "local: not applied",
    ]) {
      expect(text).toContain(part);
    }
  });

  it("of a service tells release, endpoints, who served, requests, and alarms that are not quiet", () => {
    const status: Status = {
      kind: "running",
      environment: "local",
      localAws: "http://127.0.0.1:1",
      page: "http://127.0.0.1:2/",
      logs: "/l",
      stacks: [{ name: "local", applied: true }],
      service: {
        apiUrl: "http://127.0.0.1:1/v1",
        release: "c7".repeat(32),
        endpoints: [
          { name: "e", kind: "realTime", status: "InService" },
          { name: "f", kind: "serverless", status: "Failed", reason: "no weights" },
        ],
        alarms: [
          { name: "quiet", state: "OK", description: "" },
          { name: "loud", state: "ALARM", description: "" },
        ],
        requests: { total: 3, byStatus: { 200: 2, 503: 1 }, byServer: { e: 2 } },
      },
    };
    expect(renderStatus(status).split("\n")).toEqual([
      "environment  local",
      "local AWS    http://127.0.0.1:1",
      "page         http://127.0.0.1:2/",
      "API          http://127.0.0.1:1/v1",
      "stack        local: applied",
      "release      c7c7c7c7c7c7",
      "endpoint     e: InService, served 2",
      "endpoint     f: Failed (no weights), served 0",
      "alarm        loud: ALARM",
      "requests     3: 2 × 200, 1 × 503",
      "logs         /l",
    ]);
  });
});

describe("what of a stack is applied", () => {
  it("is forgotten when an apply begins, and known when it ends", () => {
    const directory = mkdtempSync(join(tmpdir(), "pictor-applied-"));
    const workspace = { path: (...parts: string[]) => join(directory, ...parts) } as Workspace;
    const stack = AppliedStack.of(workspace, "local");
    const applied = { hash: "h", outputs: { apiId: "a" } };
    expect(stack.read()).toBeUndefined();
    stack.end(applied);
    expect(AppliedStack.of(workspace, "local").read()).toEqual(applied);
    stack.begin();
    expect(stack.read()).toBeUndefined();
    rmSync(directory, { recursive: true });
  });
});

describe("news of an endpoint", () => {
  it("is what is said the first time, and again of another server", () => {
    const news = new EndpointNews();
    const event = {
      event: "endpoint",
      name: "e",
      status: "InService",
      reason: "it ended",
    } as const;
    const said = [1, 1, 2, 2].map((pid) => news.isNew({ ...event, pid }));
    expect(said).toEqual([true, false, true, false]);
    expect(news.isNew({ ...event, pid: 2, reason: "it answers" })).toBe(true);
  });
});
