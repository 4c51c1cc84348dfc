import { roleArn } from "@pictor/contracts";
import { everything, type PolicyDocument, Synthesised, wrongAnswers } from "@pictor/testing";
import { Testing } from "cdktf";
import { environments } from "../environments";
import { DataStack } from "../src/data-stack";
import { namesOf } from "../src/environment-stack";

describe.each(environments.map((environment) => [environment.name, environment] as const))(
  "the model store of %s, its policy evaluated for the roles that its stacks name",
  (_, environment) => {
    const names = namesOf(environment);
    const bucket = `arn:aws:s3:::${names.modelBucket}`;
    const policies = new Synthesised(
      Testing.synth(new DataStack(Testing.app(), "data", environment)),
    )
      .resources("aws_s3_bucket_policy")
      .map(({ policy }) => String(policy));
    const policy: PolicyDocument = JSON.parse(
      String(policies.find((text) => text.includes(`${bucket}/*`))),
    );
    const ask = (name: string, action: string, answer: "yes" | "no") => ({
      principal: roleArn(environment, name),
      action,
      resource: `${bucket}/releases/0/model.tar.gz`,
      accountId: environment.accountId,
      context: {
        "aws:SecureTransport": "true",
        "s3:TlsVersion": "1.3",
        "s3:if-none-match": "*",
        "s3:ObjectCreationOperation": "true",
      },
      answer,
    });
    const wrong = (...rows: readonly ReturnType<typeof ask>[]) =>
      wrongAnswers(rows, () => ({ identity: everything, resource: policy }));

    it("lets the models' roles read and not write", async () => {
      const roles = Object.values(names.modelRoles);
      expect(
        await wrong(
          ...roles.map((role) => ask(role, "s3:GetObject", "yes")),
          ...roles.map((role) => ask(role, "s3:PutObject", "no")),
        ),
      ).toEqual([]);
    });

    it("lets the deploy role publish", async () => {
      expect(
        await wrong(
          ask(names.deployRole, "s3:PutObject", "yes"),
          ask(names.deployRole, "s3:GetObject", "yes"),
        ),
      ).toEqual([]);
    });

    it.each(["Admin", `${names.predictFunction}-${environment.region}`, `${names.deployRole}-2`])(
      "lets %s do neither",
      async (role) => {
        expect(
          await wrong(ask(role, "s3:GetObject", "no"), ask(role, "s3:PutObject", "no")),
        ).toEqual([]);
      },
    );
  },
);
