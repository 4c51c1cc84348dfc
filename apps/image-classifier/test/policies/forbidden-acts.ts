import { bucketArn, names } from "@pictor/contracts";
import { roleTakers } from "@pictor/testing";
import { place } from "./one-account";
import type { Calls } from "./prod-resources";
import type { PlacedRole } from "./roles";

export type Context = Readonly<Record<string, string>>;

/** A role that tries something. */
export interface Attacker {
  /** ARN of the role. */
  readonly self: string;
  /** Environment of the role; of a role of the account, one that it has nothing to do with. */
  readonly environment: string;
  /** An environment that the role does not belong to. */
  readonly foreign: string;
  /** Every other role of {@link place}. */
  readonly others: readonly PlacedRole[];
}

/** Something that no role may do. */
export interface ForbiddenAct {
  readonly act: string;
  readonly calls: (attacker: Attacker) => Calls;
  /**
   * Condition keys that are known of the resource or that the attacker chooses; each is tried.
   *
   * @default a request without any
   */
  readonly contexts?: (attacker: Attacker) => readonly Context[];
}

const iam = (id: string) => `arn:aws:iam::${place.accountId}:${id}`;
const admin = iam("role/Admin");
const namesOf = (environment: string) => names({ ...place, environment });
export const stateBucket = bucketArn(place.region, namesOf("prod").stateBucket);

const boundaryOf = (environment: string) => iam(`policy/${namesOf(environment).workloadBoundary}`);
const bounded = (boundary: string): Context => ({ "iam:PermissionsBoundary": boundary });
const noBoundary: readonly Context[] = [{}, bounded("arn:aws:iam::aws:policy/AdministratorAccess")];

const namesOfRoles = (roles: readonly PlacedRole[], is: (role: PlacedRole) => boolean) =>
  roles.filter(is).map(({ name }) => iam(`role/${name}`));
const foreignRoles = ({ others, environment }: Attacker) =>
  namesOfRoles(others, (role) => role.environment !== environment);
const deployers = ({ others }: Attacker) =>
  namesOfRoles(others, ({ boundary }) => boundary === undefined);
const changeRole =
  "iam:AttachRolePolicy DeleteRolePolicy DetachRolePolicy PutRolePolicy UpdateAssumeRolePolicy UpdateRole";
const each = (resources: readonly string[], actions: string): Calls =>
  resources.map((resource) => [resource, actions] as const);

/** Services that run code as a role that is handed to them, and that Pictor never hands one to. */
const strangeTakers = roleTakers.filter((service) =>
  /^(cloudformation|codebuild|ec2|ecs-tasks|glue)\./.test(service),
);
const handedTo = (services: readonly string[]) => (): readonly Context[] =>
  services.map((service) => ({ "iam:PassedToService": service }));

/**
 * Ways to more rights than a role has.
 *
 * @see https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation
 */
export const escalations: readonly ForbiddenAct[] = [
  {
    act: "gives itself a policy, or changes who may become it",
    calls: ({ self }) => [[self, changeRole]],
    contexts: ({ environment }) => [{}, bounded(boundaryOf(environment))],
  },
  {
    act: "takes off or exchanges its boundary",
    calls: ({ self }) => [[self, "iam:DeleteRolePermissionsBoundary PutRolePermissionsBoundary"]],
    contexts: ({ foreign }) => [...noBoundary, bounded(boundaryOf(foreign))],
  },
  {
    act: "takes the boundary off a role of its environment",
    calls: ({ others, environment }) =>
      each(
        namesOfRoles(others, (role) => role.environment === environment && !!role.boundary),
        "iam:DeleteRolePermissionsBoundary PutRolePermissionsBoundary",
      ),
    contexts: ({ foreign }) => [...noBoundary, bounded(boundaryOf(foreign))],
  },
  {
    act: "writes another version of a boundary, or makes an older one count",
    calls: ({ environment, foreign }) =>
      each(
        [boundaryOf(environment), boundaryOf(foreign)],
        "iam:CreatePolicyVersion SetDefaultPolicyVersion DeletePolicy DeletePolicyVersion",
      ),
  },
  {
    act: "writes another version of a deploy role's policy",
    calls: ({ environment }) =>
      each(
        ["data", "roles", "service"].map((part) =>
          iam(`policy/pictor-${environment}-${place.region}-deploy-${part}`),
        ),
        "iam:CreatePolicyVersion SetDefaultPolicyVersion DeletePolicy",
      ),
  },
  {
    act: "creates a policy",
    calls: ({ environment }) => [
      [iam("policy/new"), "iam:CreatePolicy"],
      [iam(`policy/pictor-${environment}-${place.region}-new`), "iam:CreatePolicy"],
    ],
  },
  {
    act: "creates a role without its environment's boundary",
    calls: ({ environment }) =>
      each([iam("role/new"), iam(`role/pictor-${environment}-new`)], "iam:CreateRole"),
    contexts: ({ foreign }) => [...noBoundary, bounded(boundaryOf(foreign))],
  },
  {
    act: "changes an administrator's role",
    calls: () => [[admin, `${changeRole} DeleteRole DeleteRolePermissionsBoundary`]],
    contexts: ({ environment }) => [{}, bounded(boundaryOf(environment))],
  },
  {
    act: "changes a role of another environment, or of the account",
    calls: (attacker) => each(foreignRoles(attacker), `${changeRole} DeleteRole`),
    contexts: ({ foreign }) => [{}, bounded(boundaryOf(foreign))],
  },
  {
    act: "changes a deploy or plan role",
    calls: (attacker) => each(deployers(attacker), `${changeRole} DeleteRole`),
    contexts: ({ environment }) => [{}, bounded(boundaryOf(environment))],
  },
  {
    act: "hands an administrator's role to a service",
    calls: () => [[admin, "iam:PassRole"]],
    contexts: handedTo(roleTakers),
  },
  {
    act: "hands itself to a service, if it deploys",
    calls: (attacker) =>
      each([attacker.self, ...deployers(attacker)].filter(deploys), "iam:PassRole"),
    contexts: handedTo(roleTakers),
  },
  {
    act: "hands a role of another environment to a service",
    calls: (attacker) => each(foreignRoles(attacker), "iam:PassRole"),
    contexts: handedTo(roleTakers),
  },
  {
    act: "hands a role to a service that runs anybody's code as it",
    calls: ({ self, others }) => each([self, ...namesOfRoles(others, () => true)], "iam:PassRole"),
    contexts: handedTo(strangeTakers),
  },
  {
    act: "becomes another role",
    calls: ({ self, others }) =>
      each([admin, self, ...namesOfRoles(others, () => true)], "sts:AssumeRole"),
  },
  {
    act: "creates a user",
    calls: () => [[iam("user/new"), "iam:CreateUser"]],
    contexts: ({ environment }) => [{}, bounded(boundaryOf(environment))],
  },
  {
    act: "creates an access key",
    calls: () => [[iam("user/x"), "iam:CreateAccessKey UpdateAccessKey"]],
  },
  {
    act: "lets a user log in, or without a second factor",
    calls: () => [[iam("user/x"), "iam:CreateLoginProfile UpdateLoginProfile DeactivateMFADevice"]],
  },
  {
    act: "gives a user a policy",
    calls: () => [[iam("user/x"), "iam:AttachUserPolicy PutUserPolicy"]],
  },
  {
    act: "adds to a group",
    calls: () => [[iam("group/admins"), "iam:AddUserToGroup AttachGroupPolicy PutGroupPolicy"]],
  },
  {
    act: "lets an identity provider into the account",
    calls: () => [
      [
        iam("oidc-provider/token.actions.githubusercontent.com"),
        "iam:CreateOpenIDConnectProvider AddClientIDToOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint",
      ],
      [iam("saml-provider/x"), "iam:CreateSAMLProvider UpdateSAMLProvider"],
    ],
  },
  {
    act: "puts a role on a machine",
    calls: () => [
      [iam("instance-profile/x"), "iam:CreateInstanceProfile AddRoleToInstanceProfile"],
    ],
  },
  {
    act: "runs a machine",
    calls: () => [
      [`arn:aws:ec2:${place.region}:${place.accountId}:instance/*`, "ec2:RunInstances"],
      [
        `arn:aws:sagemaker:${place.region}:${place.accountId}:notebook-instance/x`,
        "sagemaker:CreateNotebookInstance CreatePresignedNotebookInstanceUrl",
      ],
      ["*", "glue:CreateDevEndpoint"],
      [
        `arn:aws:cloudformation:${place.region}:${place.accountId}:stack/x/y`,
        "cloudformation:CreateStack UpdateStack",
      ],
      [
        `arn:aws:codebuild:${place.region}:${place.accountId}:project/x`,
        "codebuild:CreateProject StartBuild",
      ],
    ],
  },
];

function deploys(role: string): boolean {
  return /-(deploy|plan)$/.test(role);
}
