import { arnOf, bucketArn, names } from "@pictor/contracts";
import {
  type Control,
  everything,
  type Identity,
  type PolicyDocument,
  roleTakers,
  type Target,
  type TargetKind,
  takeovers,
} from "@pictor/testing";
import { type PlacedStack, place } from "./one-account";
import { type PlacedRole, policiesOfRoles } from "./roles";
import { type Thing, thingsOf } from "./things";

type Context = Readonly<Record<string, string>>;

const iam = (id: string) => `arn:aws:iam::${place.accountId}:${id}`;
const namesOf = (environment: string) => names({ ...place, environment });

/** Who could become whom in {@link place}: everybody with policies, and everything that one of them might take over. */
export interface World {
  readonly identities: readonly Identity[];
  readonly targets: readonly Target[];
  /** The deploy role of an environment. */
  readonly deployRole: (environment: string) => Identity;
}

/**
 * The account as an attacker inside one environment sees it.
 *
 * A role with a boundary counts as an administrator within it: the deploy role can give it any policy.
 */
export function worldOf(
  stacks: readonly PlacedStack[],
  attacker: string,
  others: readonly Thing[],
): World {
  const roles = policiesOfRoles(stacks);
  const identities = roles.map(
    ({ name, environment = "account", identity, boundary }): Identity => ({
      arn: iam(`role/${name}`),
      owner: environment,
      identity: boundary === undefined ? identity : everything,
      ...(boundary && { boundary }),
    }),
  );
  return {
    identities,
    targets: [
      ...roles.map((role) => roleTarget(role)),
      ...limits(roles, attacker),
      ...[...thingsOf(stacks), ...others].map((thing) => thingTarget(thing, attacker)),
    ],
    deployRole: (environment) => {
      const arn = iam(`role/${namesOf(environment).deployRole}`);
      const found = identities.find((one) => one.arn === arn);
      if (found === undefined) throw new Error(`no deploy role of '${environment}'`);
      return found;
    },
  };
}

const boundaryOf = (environment: string): Context => ({
  "iam:PermissionsBoundary": iam(`policy/${namesOf(environment).workloadBoundary}`),
});

function controls(
  kind: TargetKind,
  resource: string,
  contexts: readonly Context[],
  resourcePolicy?: PolicyDocument,
): readonly Control[] {
  return takeovers[kind].map((action) => ({
    action,
    resource,
    contexts,
    ...(resourcePolicy && { resourcePolicy }),
  }));
}

function roleTarget({ name, environment = "account", boundary }: PlacedRole): Target {
  const arn = iam(`role/${name}`);
  const ofBoundary = boundary === undefined ? {} : boundaryOf(environment);
  return {
    name: `role ${name}`,
    owner: environment,
    actsAs: arn,
    controls: [
      ...controls("role", arn, [ofBoundary]).filter(({ action }) => !/Boundary/.test(action)),
      {
        action: "iam:PassRole",
        resource: arn,
        contexts: roleTakers.map((service) => ({ "iam:PassedToService": service })),
      },
    ],
  };
}

/** What keeps an environment's roles within it: their boundary, and that nobody else may be made. */
function limits(roles: readonly PlacedRole[], attacker: string): readonly Target[] {
  const foreign: readonly Context[] = [
    {},
    { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess" },
    boundaryOf("another"),
  ];
  const target = (name: string, ...all: readonly (readonly Control[])[]): Target => ({
    name,
    owner: "account",
    controls: all.flat(),
  });
  const own = roles.filter(({ environment, boundary }) => environment === attacker && boundary);
  const fresh = iam(`role/pictor-${attacker}-new`);
  return [
    target("a new role without the environment's boundary", [
      { action: "iam:CreateRole", resource: fresh, contexts: foreign },
    ]),
    ...own.map(({ name }) => {
      const resource = iam(`role/${name}`);
      return target(`role ${name} without its boundary`, [
        { action: "iam:PutRolePermissionsBoundary", resource, contexts: foreign },
        {
          action: "iam:DeleteRolePermissionsBoundary",
          resource,
          contexts: [{}, boundaryOf(attacker)],
        },
      ]);
    }),
    ...["workloads", "deploy-roles", "new"].map((end) =>
      target(
        `policy ${end} of ${attacker}`,
        controls("policy", iam(`policy/pictor-${attacker}-${place.region}-${end}`), [{}]),
      ),
    ),
    target("a user", controls("user", iam(`user/pictor-${attacker}-x`), [{}])),
    target("a group", controls("group", iam("group/admins"), [{}])),
  ];
}

/** What a caller can bring about in a request: the tags that it asks for, and who calls on its behalf. */
function choices(attacker: string): readonly Context[] {
  const always = {
    "aws:RequestedRegion": place.region,
    "kms:GrantIsForAWSResource": "true",
    "kms:ViaService": `s3.${place.region}.amazonaws.com`,
    "application-autoscaling:service-namespace": "sagemaker",
  };
  return [always, { ...always, "aws:RequestTag/Environment": attacker }];
}

function thingTarget({ kind, arn, owner, facts, policy, actsAs }: Thing, attacker: string): Target {
  const contexts = choices(attacker).map((choice) => ({ ...choice, ...facts }));
  return {
    name: `${kind} ${arn}`,
    owner,
    controls: controls(kind, arn, contexts, policy),
    ...(actsAs !== undefined && { actsAs }),
  };
}

/** ARNs of other people's resources in the same account. */
export const strangers: readonly Thing[] = [
  { kind: "function", arn: arnOf(place, "lambda", "function:strangers"), owner: "strangers" },
  { kind: "endpoint", arn: arnOf(place, "sagemaker", "endpoint/strangers"), owner: "strangers" },
  { kind: "bucket", arn: bucketArn(place.region, "strangers"), owner: "strangers" },
  { kind: "object", arn: `${bucketArn(place.region, "strangers")}/x`, owner: "strangers" },
  { kind: "logGroup", arn: arnOf(place, "logs", "log-group:/aws/lambda/x"), owner: "strangers" },
  { kind: "parameter", arn: arnOf(place, "ssm", "parameter/strangers"), owner: "strangers" },
  {
    kind: "schedule",
    arn: arnOf(place, "scheduler", "schedule/default/strangers"),
    owner: "strangers",
  },
  { kind: "stateMachine", arn: arnOf(place, "states", "stateMachine:x"), owner: "strangers" },
  { kind: "vpc", arn: arnOf(place, "ec2", "vpc/vpc-0"), owner: "strangers" },
  { kind: "subnet", arn: arnOf(place, "ec2", "subnet/subnet-0"), owner: "strangers" },
  { kind: "vpcEndpoint", arn: arnOf(place, "ec2", "vpc-endpoint/vpce-0"), owner: "strangers" },
];
