import { limits, problemOf, problemType, type StatusCode, statusTable } from "@pictor/contracts";
import { predictionResponseSchema, problemSchema } from "@pictor/contracts/schemas";
import * as z from "zod";
import { formBounds } from "../../lambda/predict/body/form";
import committed from "../../openapi.json";
import { type ApiAuth, type Base64ImageRequest, renderOpenApi } from "../../src";
import { gatewayResponseCodes } from "../../src/gateway/gateway-responses";
import { schemas } from "../../src/openapi/openapi-schemas";
import { eventOf } from "../events";

describe("the OpenAPI document", () => {
  const document = renderOpenApi({
    name: "pictor-test",
    auth: { kind: "apiKey" },
    functionInvokeArn: "arn:of:function",
  });
  const operation = document.paths["/predictions"]?.post;

  it("hands every body to the function as bytes, and gives up after it does", () => {
    expect(document["x-amazon-apigateway-binary-media-types"]).toEqual(["*/*"]);
    expect(operation?.["x-amazon-apigateway-integration"]).toMatchObject({
      type: "aws_proxy",
      uri: "arn:of:function",
      timeoutInMillis: 29_000,
    });
  });

  it("asks for the key and checks parameters", () => {
    expect(operation?.security).toEqual([{ apiKey: [] }]);
    expect(document.components.securitySchemes.apiKey).toMatchObject({
      in: "header",
      name: "x-api-key",
    });
    const validator = operation?.["x-amazon-apigateway-request-validator"] ?? "";
    expect(document["x-amazon-apigateway-request-validators"][validator]).toEqual({
      validateRequestParameters: true,
      validateRequestBody: false,
    });
  });

  it("names every status of the table for a prediction, but that of another method", () => {
    const statuses = new Set(Object.values(statusTable).map(({ status }) => String(status)));
    statuses.delete("405");
    expect(Object.keys(operation?.responses ?? {}).sort()).toEqual(["200", ...statuses].sort());
    const others = document.paths["/predictions"]?.["x-amazon-apigateway-any-method"];
    expect(Object.keys(others?.responses ?? {})).toEqual(["405"]);
  });

  it.each(Object.entries(gatewayResponseCodes))(
    "answers %s as problem %s",
    (type, code: StatusCode) => {
      const row: { status: number; retryAfterSeconds?: number } = statusTable[code];
      const response = document["x-amazon-apigateway-gateway-responses"][type];
      expect(response?.statusCode).toBe(String(row.status));
      expect(response?.responseParameters["gatewayresponse.header.Content-Type"]).toBe(
        "'application/problem+json'",
      );
      expect(response?.responseParameters["gatewayresponse.header.Retry-After"]).toBe(
        row.retryAfterSeconds === undefined ? undefined : `'${row.retryAfterSeconds}'`,
      );
      const body = JSON.parse(response?.responseTemplates["application/json"] ?? "");
      expect(body).toMatchObject({ type: problemType(code), status: row.status });
      expect(body.requestId).toBe("$context.requestId");
    },
  );

  it("leaves none of the gateway's own responses to the gateway", () => {
    // https://docs.aws.amazon.com/apigateway/latest/api/API_GatewayResponse.html (read 2026-11)
    expect(Object.keys(document["x-amazon-apigateway-gateway-responses"]).sort()).toEqual([
      ...["ACCESS_DENIED", "API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR"],
      ...["AUTHORIZER_FAILURE", "BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS", "DEFAULT_4XX"],
      ...["DEFAULT_5XX", "EXPIRED_TOKEN", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT"],
      ...["INVALID_API_KEY", "INVALID_SIGNATURE", "MISSING_AUTHENTICATION_TOKEN"],
      ...["QUOTA_EXCEEDED", "REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND", "THROTTLED"],
      ...["UNAUTHORIZED", "UNSUPPORTED_MEDIA_TYPE", "WAF_FILTERED"],
    ]);
  });

  it("answers what it throttles with 429 and what takes too long with 504", () => {
    const status = (type: string): unknown =>
      document["x-amazon-apigateway-gateway-responses"][type]?.statusCode;
    expect(status("THROTTLED")).toBe("429");
    expect(status("INTEGRATION_TIMEOUT")).toBe("504");
    expect(status("INTEGRATION_FAILURE")).toBe("503");
    expect(status("REQUEST_TOO_LARGE")).toBe("413");
    expect(status("INVALID_API_KEY")).toBe("403");
    expect(status("MISSING_AUTHENTICATION_TOKEN")).toBe("404");
    expect(status("QUOTA_EXCEEDED")).toBe("429");
    expect(status("UNAUTHORIZED")).toBe("401");
    expect(status("WAF_FILTERED")).toBe("403");
  });
});

describe("openapi.json", () => {
  it("is this document: run 'pnpm run openapi' in packages/api after a change", () => {
    const rendered = renderOpenApi({
      name: "pictures",
      auth: { kind: "apiKey" },
      functionInvokeArn: "<functionInvokeArn>",
    });
    expect(committed).toEqual(JSON.parse(JSON.stringify(rendered)));
  });
});

describe("the largest image", () => {
  /** What Lambda takes, less what headers, query and context may need, which are there twice. */
  const room = 6 * 1024 * 1024 - 64 * 1024;
  const inJson = (bytes: number) =>
    Buffer.from(JSON.stringify({ image: Buffer.alloc(bytes).toString("base64") }));
  const inLines = (bytes: number) => {
    const lines =
      Buffer.alloc(bytes)
        .toString("base64")
        .match(/.{1,76}/g) ?? [];
    return Buffer.from(JSON.stringify({ image: lines.join("\r\n") }));
  };
  /** As large as a form with one image may be: every part with the longest headers. */
  const inForm = (bytes: number) =>
    Buffer.alloc(bytes + formBounds.parts * (formBounds.headerBytes + 200));
  const eventBytes = (body: Buffer) => JSON.stringify(eventOf({ body })).length;

  it("in JSON is the one that the document promises", () => {
    expect(committed.components.schemas.Base64Image.description).toContain(
      `at most ${limits.imageBytesInJson} bytes (${limits.imageBytesInJsonLines} in lines of 76)`,
    );
  });

  it("in a form is the one that the document promises", () => {
    expect(committed.components.schemas.ImageForm.description).toContain(
      `at most ${limits.imageBytes} bytes`,
    );
  });

  it("fits into the function's event: as bytes, in a form and in JSON", () => {
    expect(eventBytes(Buffer.alloc(limits.imageBytes))).toBeLessThanOrEqual(room);
    expect(eventBytes(inForm(limits.imageBytes))).toBeLessThanOrEqual(room);
    expect(eventBytes(inJson(limits.imageBytesInJson))).toBeLessThanOrEqual(room);
    expect(eventBytes(inLines(limits.imageBytesInJsonLines))).toBeLessThanOrEqual(room);
    expect(eventBytes(inLines(limits.imageBytesInJson))).toBeGreaterThan(room);
  });

  it("would not fit in JSON where it just fits as bytes", () => {
    expect(eventBytes(inJson(limits.imageBytes))).toBeGreaterThan(room);
  });
});

/** A schema without what only people read. */
function bare(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(bare);
  if (typeof schema !== "object" || schema === null) return schema;
  const { description: _, maximum, ...rest } = schema as Record<string, unknown>;
  // zod bounds an integer by what a number can hold.
  const bounded = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum };
  return Object.fromEntries(
    Object.entries({ ...rest, ...bounded }).map(([key, value]) => [key, bare(value)]),
  );
}

describe("the shapes of requests and responses", () => {
  it("are those that other tools parse answers with", () => {
    const { $schema: _, ...parsed } = z.toJSONSchema(predictionResponseSchema, {
      target: "openapi-3.0",
    });
    expect(bare(schemas.Prediction)).toEqual(bare(parsed));
    expect(Object.keys(problemSchema.shape)).toEqual(Object.keys(schemas.Problem.properties));
  });

  it("require every property, as their types say", () => {
    const check = (schema: unknown): void => {
      if (typeof schema !== "object" || schema === null) return;
      if ("properties" in schema && "required" in schema) {
        expect(schema.required).toEqual(Object.keys(schema.properties as object));
      }
      Object.values(schema).forEach(check);
    };
    check(schemas);
  });

  it("are TypeScript's types too", () => {
    const request: Base64ImageRequest = { image: "iVBORw0K" };
    const problem = problemOf("forbidden", "request-1");
    expect(Object.keys(request)).toEqual(Object.keys(schemas.Base64Image.properties));
    expect(Object.keys(problem)).toEqual(Object.keys(schemas.Problem.properties));
  });
});

describe("who may call", () => {
  const documentFor = (auth: ApiAuth) =>
    renderOpenApi({ name: "pictures", auth, functionInvokeArn: "arn" });
  const pool = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/p";

  it.each<[ApiAuth, object | undefined]>([
    [{ kind: "apiKey" }, { name: "x-api-key" }],
    [{ kind: "iam" }, { "x-amazon-apigateway-authtype": "awsSigv4" }],
    [
      { kind: "cognito", userPoolArns: [pool] },
      {
        "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [pool] },
      },
    ],
    [{ kind: "public", reason: "a demonstration" }, undefined],
  ])("is in every operation: %j", (auth, scheme) => {
    const { paths, components } = documentFor(auth);
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(operations).toHaveLength(6);
    for (const { security } of operations) {
      expect(security).toEqual(scheme === undefined ? [] : [{ [auth.kind]: [] }]);
    }
    expect(components.securitySchemes[auth.kind]).toEqual(
      scheme === undefined ? undefined : expect.objectContaining(scheme),
    );
  });

  it("decides what a missing token means: a path that is not there, or a request that nobody signed", () => {
    const missing = (auth: ApiAuth) =>
      documentFor(auth)["x-amazon-apigateway-gateway-responses"].MISSING_AUTHENTICATION_TOKEN
        ?.statusCode;
    expect([missing({ kind: "apiKey" }), missing({ kind: "iam" })]).toEqual(["404", "401"]);
  });
});

describe("a page of another origin", () => {
  const cors = { allowOrigin: "https://app.example.com" };
  const open = renderOpenApi({
    name: "pictures",
    auth: { kind: "apiKey" },
    functionInvokeArn: "arn",
    cors,
  });

  it("is told by the gateway alone what it may send, in text that a mock integration can read", () => {
    const options = open.paths["/predictions"]?.options;
    expect(options?.security).toEqual([]);
    expect(options?.["x-amazon-apigateway-integration"]).toMatchObject({
      type: "mock",
      contentHandling: "CONVERT_TO_TEXT",
      responses: {
        default: {
          statusCode: "204",
          responseParameters: {
            "method.response.header.Access-Control-Allow-Origin": "'https://app.example.com'",
            "method.response.header.Access-Control-Allow-Methods": "'POST'",
          },
        },
      },
    });
    expect(committed.paths["/predictions"]).not.toHaveProperty("options");
  });

  it("may read the gateway's errors", () => {
    for (const response of Object.values(open["x-amazon-apigateway-gateway-responses"])) {
      expect(response.responseParameters).toMatchObject({
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://app.example.com'",
      });
    }
  });
});
