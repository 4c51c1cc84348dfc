import { problemType, type StatusCode, statusTable } from "@pictor/contracts";
import { gatewayResponseCodes, renderOpenApi } from "../src";

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

  it("names every status that the function can answer", () => {
    const statuses = new Set(Object.values(statusTable).map(({ status }) => String(status)));
    expect(Object.keys(operation?.responses ?? {}).sort()).toEqual(["200", ...statuses].sort());
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

  it("answers what it throttles with 429 and what takes too long with 504", () => {
    const status = (type: string): unknown =>
      document["x-amazon-apigateway-gateway-responses"][type]?.statusCode;
    expect(status("THROTTLED")).toBe("429");
    expect(status("INTEGRATION_TIMEOUT")).toBe("504");
    expect(status("INTEGRATION_FAILURE")).toBe("502");
    expect(status("REQUEST_TOO_LARGE")).toBe("413");
    expect(status("INVALID_API_KEY")).toBe("403");
    expect(status("MISSING_AUTHENTICATION_TOKEN")).toBe("404");
  });
});
