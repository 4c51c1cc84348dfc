import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { names, type Place } from "@pictor/contracts";
import { askAsRoot } from "./aws-cli";
import type { GuardedAws } from "./guarded-aws";

const path = "aws-reserved/sso.amazonaws.com";
const roleOf = (permissionSet: string) => `AWSReservedSSO_${permissionSet}_0123456789abcdef`;
/** What a trust or a policy document of these roles has beside its statement. */
const documentOf = (statement: object) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const everything = documentOf({ Action: "*", Resource: "*" });
/** Seconds, rounded up, until a change of IAM is seen. */
const seenMs = 1_000;

interface Session {
  readonly Credentials: Readonly<
    Record<"AccessKeyId" | "SecretAccessKey" | "SessionToken", string>
  >;
}

/**
 * Gives an account the two roles that its people have by Identity Center, and writes the profiles that the page asks for:
 * `<env>-admin` is a session of the administrators' role, `<env>-deploy` assumes the deploy role from that of the deployers.
 */
export async function writeProfiles(
  { root }: GuardedAws,
  place: Place,
  configFile: string,
): Promise<void> {
  const { accountId, environment, region } = place;
  const trust = documentOf({
    Principal: { AWS: `arn:aws:iam::${accountId}:root` },
    Action: "sts:AssumeRole",
  });
  const session = async (permissionSet: string, policy: string) => {
    const role = ["--role-name", roleOf(permissionSet)];
    askAsRoot(
      root,
      ...["iam", "create-role", ...role, "--path", `/${path}/`],
      ...["--assume-role-policy-document", trust],
    );
    askAsRoot(
      root,
      ...["iam", "put-role-policy", ...role, "--policy-name", "own", "--policy-document", policy],
    );
    await pause(seenMs);
    const { Credentials } = askAsRoot(
      root,
      ...["sts", "assume-role", "--role-session-name", "olga", "--duration-seconds", "43200"],
      ...["--role-arn", `arn:aws:iam::${accountId}:role/${path}/${roleOf(permissionSet)}`],
    ) as Session;
    return [
      `aws_access_key_id = ${Credentials.AccessKeyId}`,
      `aws_secret_access_key = ${Credentials.SecretAccessKey}`,
      `aws_session_token = ${Credentials.SessionToken}`,
      `region = ${region}`,
    ];
  };
  const admin = await session("AdministratorAccess", everything);
  const deployer = await session(
    "PictorDeploy",
    documentOf({ Action: "sts:AssumeRole", Resource: "*" }),
  );
  const lines = [
    ...[`[profile ${environment}-admin]`, ...admin, ""],
    ...[`[profile ${environment}-source]`, ...deployer, ""],
    `[profile ${environment}-deploy]`,
    `role_arn = arn:aws:iam::${accountId}:role/${names(place).deployRole}`,
    `source_profile = ${environment}-source`,
    ...[`region = ${region}`, "", ""],
  ];
  appendFileSync(configFile, lines.join("\n"));
}

/**
 * Lets the deploy role do everything by its own policy. ministack finds no tags of keys and no paths of roles, by which the
 * role's real policies allow: those are evaluated by the account's tests. Who may assume it, and what the buckets'
 * policies refuse to whom, stays enforced.
 */
export async function widenDeployRole({ root }: GuardedAws, place: Place): Promise<void> {
  const role = ["--role-name", names(place).deployRole, "--policy-name", "of-the-test"];
  askAsRoot(root, "iam", "put-role-policy", ...role, "--policy-document", everything);
  await pause(seenMs);
}
