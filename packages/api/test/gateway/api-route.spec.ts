import { join } from "node:path";
import { functionInvokeArn } from "@pictor/contracts";
import { hiddenMembers, hiddenResources } from "@pictor/testing";
import type { ApiRoute } from "../../src";
import { build } from "../stack";

const place = { accountId: "123456789012", region: "eu-central-1" };
const feedback: ApiRoute = {
  path: "/pictures/{id}/feedback",
  method: "post",
  summary: "Takes what a person says is on a picture",
  function: {
    functionName: "feedback",
    qualifier: "live",
    invokeArn: functionInvokeArn(place, "feedback", "live"),
  },
};
const route = (changes: Partial<ApiRoute>): ApiRoute => ({ ...feedback, ...changes });

const documentOf = ({ out }: ReturnType<typeof build>) =>
  JSON.parse(String(out.single("aws_api_gateway_rest_api").body));

describe("a route of one's own", () => {
  const built = build({ api: { routes: [feedback] } });

  it("is in the document, answered by its function for whom the API admits", () => {
    const { paths } = documentOf(built);
    const { post, ...others } = paths["/pictures/{id}/feedback"];
    expect(others).toEqual({});
    expect(post).toMatchObject({
      summary: feedback.summary,
      security: paths["/predictions"].post.security,
      parameters: [{ name: "id", in: "path", required: true }],
      "x-amazon-apigateway-integration": { type: "aws_proxy", uri: feedback.function.invokeArn },
    });
    expect(post.security).not.toEqual([]);
  });

  it("leaves the API's own paths as they are", () => {
    const { [feedback.path]: _, ...others } = documentOf(built).paths;
    expect(others).toEqual(documentOf(build()).paths);
  });

  it("lets this API invoke that function for this method and path alone, before there is a stage", () => {
    const permission = built.out
      .resources("aws_lambda_permission")
      .find(({ function_name }) => function_name === "feedback");
    expect(permission).toMatchObject({
      statement_id: "pictor-test-PostPicturesIdFeedback",
      function_name: "feedback",
      qualifier: "live",
      source_arn: expect.stringMatching(/execution_arn\}\/v1\/POST\/pictures\/\*\/feedback$/),
    });
    expect(built.out.single("aws_api_gateway_stage").depends_on).toContainEqual(
      expect.stringMatching(/^aws_lambda_permission.Api_InvocationPostPicturesIdFeedback_/),
    );
    expect(hiddenResources(built.api, hiddenMembers(join(__dirname, "..", "..")))).toEqual([]);
  });

  it("answers a page's preflight for its methods, where the API has a page", () => {
    const routes = [feedback, route({ method: "get" })];
    const cors = { allowOrigin: "https://a.example" };
    const { options } = documentOf(build({ api: { routes, cors } })).paths[feedback.path];
    expect(JSON.stringify(options)).toContain("'GET,POST'");
  });

  it.each<[Partial<ApiRoute>, RegExp]>([
    [{ path: "feedback" }, /^routes\[0\].path is 'feedback', it must be like/],
    [
      { path: "/predictions" },
      /^routes\[0\].path is '\/predictions', which the API answers itself$/,
    ],
    [
      { method: "trace" as "get" },
      /^routes\[0\].method must be one of delete, get, patch, post, put/,
    ],
  ])("is refused at once where nothing can be made of it: %j", (changes, text) => {
    expect(() => build({ api: { routes: [route(changes)] } })).toThrow(text);
  });

  it("is refused where Lambda takes no statement as long as its name and the API's", () => {
    const name = "n".repeat(80);
    expect(build({ api: { name, routes: [feedback] } }).api.node.validate()).toEqual([
      expect.stringMatching(
        /^routes\[0\].path .* is too long beside the name 'n+': .* 103 characters/,
      ),
    ]);
  });

  it("is refused twice, and with a function that API Gateway cannot invoke", () => {
    expect(() => build({ api: { routes: [feedback, feedback] } })).toThrow(
      "routes has post '/pictures/{id}/feedback' more than once",
    );
    const changed = route({ function: { functionName: "f", invokeArn: "arn:aws:lambda:f" } });
    expect(build({ api: { routes: [changed] } }).api.node.validate()).toEqual([
      expect.stringMatching(/^routes\[0\].function.invokeArn is 'arn:aws:lambda:f', it must be/),
    ]);
  });
});
