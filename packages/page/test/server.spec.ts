import { request } from "node:http";
import { servePage } from "../src";
import { refusal } from "../src/guard";
import { png, startScriptedApi, stateAt } from "./scripted-api";

describe("who may ask", () => {
  const port = 4000;
  const own = { host: "127.0.0.1:4000", origin: "http://127.0.0.1:4000" };
  const why = (method: string, headers: Record<string, string>) =>
    refusal({ method, headers }, port);

  it.each([
    ["the page, when it posts", "POST", own],
    [
      "the page under the name localhost",
      "POST",
      { host: "localhost:4000", origin: "http://localhost:4000" },
    ],
    ["somebody who opens the page", "GET", { host: own.host, "sec-fetch-site": "none" }],
    ["a program that looks", "GET", { host: own.host }],
  ])("%s", (_, method, headers) => {
    expect(why(method, headers)).toBeUndefined();
  });

  it.each([
    [
      "a name that was pointed here",
      "GET",
      { host: "evil.example:4000" },
      "host 'evil.example:4000'",
    ],
    [
      "another port's page under our host",
      "POST",
      { ...own, origin: "http://127.0.0.1:5000" },
      "origin 'http://127.0.0.1:5000'",
    ],
    [
      "another site",
      "POST",
      { ...own, origin: "https://evil.example" },
      "origin 'https://evil.example'",
    ],
    ["a page without an origin of its own", "POST", { ...own, origin: "null" }, "origin 'null'"],
    ["a post that names no origin", "POST", { host: own.host }, "origin ''"],
    [
      "another site that looks",
      "GET",
      { host: own.host, "sec-fetch-site": "cross-site" },
      "another site",
    ],
    [
      "another port's page that looks",
      "GET",
      { host: own.host, "sec-fetch-site": "same-site" },
      "another site",
    ],
    ["no host at all", "GET", {}, "host ''"],
  ])("not %s", (_, method, headers, words) => {
    expect(why(method, headers as Record<string, string>)).toContain(words);
  });
});

describe("the page's server", () => {
  const picture = new Uint8Array(png);
  let api: Awaited<ReturnType<typeof startScriptedApi>>;
  let server: Awaited<ReturnType<typeof servePage>>;
  beforeEach(async () => {
    api = await startScriptedApi();
    server = await servePage({
      upstream: async () => ({ url: api.url, apiKey: "the-secret-key" }),
      state: async () => stateAt(0),
      sample: async () => png,
    });
  });
  afterEach(async () => {
    await server.close();
    await api.close();
  });
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${server.url}api/predictions?top=5`, {
      method: "POST",
      headers: { origin: new URL(server.url).origin, ...headers },
      body,
    });

  it("listens on loopback only", () => {
    expect(new URL(server.url).hostname).toBe("127.0.0.1");
  });

  it("lets nothing of its pages load from elsewhere, and no site frame them", async () => {
    const { headers } = await fetch(server.url);
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  it("refuses a picture from another origin, and asks nobody", async () => {
    const response = await post(picture, { origin: "https://evil.example" });
    expect(response.status).toBe(403);
    expect(api.questions).toEqual([]);
  });

  it("refuses a foreign host before it answers anything", async () => {
    const { port } = new URL(server.url);
    const status = await new Promise((resolve) => {
      request({ port, host: "127.0.0.1", headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });

  it("never hands the API key out", async () => {
    const answers = await Promise.all(
      ["", "page.js", "page.css", "icon.svg", "api/state", "api/sample"].map((path) =>
        fetch(server.url + path),
      ),
    );
    answers.push(await post(picture), await post("hello"));
    for (const answer of answers) {
      const text = `${JSON.stringify([...answer.headers])}${await answer.text()}`;
      expect(text).not.toContain("the-secret-key");
    }
    expect(api.questions.map(({ key }) => key)).toEqual(["the-secret-key", "the-secret-key"]);
  });

  it("hands the API's errors on as they are, their status beside one that no browser complains of", async () => {
    const response = await post("hello", { "content-type": "text/plain" });
    expect([response.status, response.headers.get("api-status")]).toEqual([200, "400"]);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ type: "urn:pictor:problem:not-an-image" });
  });

  it("leaves what is too large for the API to the API, but for what the gateway would not take", async () => {
    expect((await post(picture)).headers.get("api-status")).toBe("200");
    await post(new Uint8Array(4_000_001));
    expect(api.questions.map(({ body }) => body.length)).toEqual([png.length, 4_000_001]);
    const response = await post(new Uint8Array(10 * 1024 * 1024 + 1));
    expect(response.headers.get("api-status")).toBe("413");
    expect(await response.json()).toMatchObject({ type: "urn:pictor:problem:too-many-bytes" });
    expect(api.questions).toHaveLength(2);
  });

  it.each(["../package.json", "page.js.map", "api", "state"])("serves no /%s", async (path) => {
    expect((await fetch(server.url + path)).status).toBe(404);
  });
});
