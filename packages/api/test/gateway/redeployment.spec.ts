import { createHash } from "node:crypto";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { type Synthesised, synthesise } from "@pictor/testing";
import { Fn, type TerraformStack } from "cdktf";
import { type OpenApiDocument, renderOpenApi } from "../../src";
import { addApi } from "../stack";

const document = renderOpenApi({
  name: "pictures",
  auth: { kind: "apiKey" },
  functionInvokeArn: "arn:of:function",
});

type Trigger = (api: ApiGatewayRestApi) => Record<string, string>;

/** A stack with this document and a deployment that looks at it in one of the ways that are seen in the wild. */
function deploy(body: object, triggers: Trigger): Synthesised {
  return synthesise((stack: TerraformStack) => {
    const api = new ApiGatewayRestApi(stack, "Api", { name: "n", body: JSON.stringify(body) });
    new ApiGatewayDeployment(stack, "Deployment", { restApiId: api.id, triggers: triggers(api) });
  });
}

/** What Terraform would make of the triggers: only what they refer to counts. */
function evaluated(out: Synthesised): string {
  const { triggers } = out.single("aws_api_gateway_deployment");
  const { body } = out.single("aws_api_gateway_rest_api");
  const sha256 = createHash("sha256").update(String(body)).digest("hex");
  return JSON.stringify(triggers).replaceAll(/\$\{sha256\([^)]*\.body\)\}/g, sha256);
}

const ours: Trigger = (api) => ({ body: Fn.sha256(api.body) });
const naive: Trigger = (api) => ({ ids: api.id });

/** Every single change that must reach the stage, wherever in the document it is. */
function changesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  return typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, child]) => changesOf(child, [...path, key]))
    : [path];
}

function changed(path: readonly string[]): OpenApiDocument {
  const copy = structuredClone(document);
  const last = path.at(-1) ?? "";
  const parent = path
    .slice(0, -1)
    .reduce(
      (node, key) => node[key] as Record<string, unknown>,
      copy as unknown as Record<string, unknown>,
    );
  parent[last] = `${parent[last]} changed`;
  return copy;
}

describe("trap 4: a deployment that does not see what changed", () => {
  it("is not ours: every single value of the document deploys anew", () => {
    const before = evaluated(deploy(document, ours));
    const paths = changesOf(document);
    expect(paths.length).toBeGreaterThan(200);
    // One stack for each place that a change can be: integrations, gateway responses, validators, media types …
    const places = new Map(paths.map((path) => [path.slice(0, 5).join("/"), path]));
    const unseen = [...places.values()].filter(
      (path) => evaluated(deploy(changed(path), ours)) === before,
    );
    expect(unseen).toEqual([]);
  });

  it("is what a trigger on ids would be: it sees none of them", () => {
    const path = ["paths", "/predictions", "post", "x-amazon-apigateway-integration", "uri"];
    expect(evaluated(deploy(changed(path), naive))).toBe(evaluated(deploy(document, naive)));
    expect(evaluated(deploy(changed(path), ours))).not.toBe(evaluated(deploy(document, ours)));
  });

  it("is not the construct's: its trigger is the hash of the body that it deploys, and nothing else", () => {
    const out = synthesise((stack) => void addApi(stack));
    const [api] = out.addresses().filter((one) => one.startsWith("aws_api_gateway_rest_api."));
    expect(out.single("aws_api_gateway_deployment")).toMatchObject({
      triggers: { body: `\${sha256(${api}.body)}` },
      lifecycle: { create_before_destroy: true },
    });
  });

  it("deploys nothing for what is not in the document: limits, logs, keys, the firewall", () => {
    const deployment = (changes: Parameters<typeof addApi>[1]) => {
      const out = synthesise((stack) => void addApi(stack, changes));
      return [
        out.single("aws_api_gateway_rest_api").body,
        out.single("aws_api_gateway_deployment").triggers,
      ];
    };
    expect(
      deployment({
        api: {
          throttle: { rate: 1, burst: 1 },
          logRetentionDays: 365,
          firewall: { kind: "off" },
          auth: { kind: "apiKey", clients: [{ name: "other" }] },
        },
      }),
    ).toEqual(deployment({}));
  });
});
