import { namesTakenTwice } from "../src";

const early = { lifecycle: { create_before_destroy: true } };

const found = (resource: object, rest: object = {}) =>
  namesTakenTwice(JSON.stringify({ resource, ...rest })).map(({ name, path }) => [name, path]);

describe("namesTakenTwice", () => {
  it("finds what a resource refers to that is created before its old one is destroyed", () => {
    expect(
      found({
        aws_api_gateway_rest_api: {
          Api: { ...early, body: `{"uri":"\${aws_lambda_alias.A.arn}"}` },
        },
        aws_lambda_alias: {
          A: { name: "live", function_version: "$" + "{aws_lambda_function.F.v}" },
        },
        aws_lambda_function: { F: { function_name: "f", depends_on: ["aws_iam_role.R"] } },
        aws_iam_role: { R: { name: "r" }, Other: { name: "o" } },
      }),
    ).toEqual([
      [
        "r",
        [
          "aws_api_gateway_rest_api.Api",
          "aws_lambda_alias.A",
          "aws_lambda_function.F",
          "aws_iam_role.R",
        ],
      ],
      ["live", ["aws_api_gateway_rest_api.Api", "aws_lambda_alias.A"]],
      ["f", ["aws_api_gateway_rest_api.Api", "aws_lambda_alias.A", "aws_lambda_function.F"]],
    ]);
  });

  it("follows data sources and locals", () => {
    expect(
      found(
        {
          aws_sagemaker_model: { M: { ...early, image: "$" + "{local.image}" } },
          aws_s3_bucket: { B: { bucket: "b" } },
        },
        {
          locals: { image: "$" + "{data.aws_s3_object.O.etag}" },
          data: { aws_s3_object: { O: { bucket: "$" + "{aws_s3_bucket.B.id}", key: "k" } } },
        },
      ),
    ).toEqual([
      ["b", ["aws_sagemaker_model.M", "local.image", "data.aws_s3_object.O", "aws_s3_bucket.B"]],
    ]);
  });

  it("leaves alone names that change with the inputs, prefixes, and names that AWS takes twice", () => {
    expect(
      found({
        aws_sagemaker_model: {
          M: {
            ...early,
            name: "m-$" + "{substr(sha256(jsonencode(1)), 0, 12)}",
            vpc: "$" + "{aws_security_group.G.id}",
          },
        },
        aws_security_group: { G: { name_prefix: "g-", vpc_id: "$" + "{aws_vpc.V.id}" } },
        aws_vpc: { V: { cidr_block: "10.0.0.0/16" } },
        aws_api_gateway_rest_api: { A: { ...early, name: "a" } },
        aws_sqs_queue: { Q: { name: "q" } },
      }),
    ).toEqual([]);
  });
});
