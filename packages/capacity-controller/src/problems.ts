import type { SagemakerEndpointConfiguration } from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import {
  type ConstructReference,
  isToken,
  listProblems,
  literalProblems,
  printed,
  providerProblems,
} from "@pictor/contracts";
import type { CapacityControllerProps } from "./capacity-controller";
import { endpointProblems } from "./endpoint-problems";
import { parameterProblems } from "./parameter-problems";
import { requestProblems } from "./request-problems";
import { specProblems } from "./spec-problems";
import { tagProblems } from "./tag-problems";
import { scheduleRoleName } from "./triggers";

/** Characters that IAM takes in the name of a role. */
const longestRoleName = 64;

/** Problems of props of which nothing can be built; empty if valid. */
export function unbuildableProblems(props: CapacityControllerProps): string[] {
  const { functionName, parameters, policy, realTime, serverless } = props;
  return [
    ...literalProblems({ functionName, parameters }, "names and policies contain it"),
    ...literalProblems({ policy }, "it is checked at synthesis, its parts together"),
    ...listProblems("realTime.before", realTime.before),
    ...listProblems("realTime.configurations", realTime.configurations),
    ...listProblems("serverless.generations", serverless.generations),
  ];
}

/** Problems of a controller's props, those of its function aside; empty if valid. */
export function controllerProblems(
  construct: ConstructReference,
  props: CapacityControllerProps & { readonly tags: Readonly<Record<string, string>> },
): string[] {
  return [
    ...endpointProblems(props),
    ...specProblems(props),
    ...tagProblems(props.tags),
    ...orderProblems("realTime.configurations", props.realTime.configurations),
    ...orderProblems(
      "serverless.generations",
      props.serverless.generations.map(({ configuration }) => configuration),
    ),
    ...parameterProblems(props, props.parameters),
    ...requestProblems(props.requests),
    ...topicProblems(props.topic),
    ...roleNameProblems(props),
    ...providerProblems(construct, props),
  ];
}

/** Terraform destroys what another resource depended on after that changed only if it is created before it is destroyed. */
function orderProblems(
  prop: string,
  configurations: readonly SagemakerEndpointConfiguration[],
): string[] {
  return configurations.flatMap(({ lifecycle, node }, index) =>
    lifecycle?.createBeforeDestroy === true
      ? []
      : [
          `${prop}[${index}] ('${node.path}') must have lifecycle.createBeforeDestroy: otherwise Terraform destroys a configuration that may still run before it finds that it must not`,
        ],
  );
}

/** A FIFO topic takes no message without a group, and the controller gives none. */
function topicProblems(topic: CapacityControllerProps["topic"]): string[] {
  if (topic === undefined || isToken(topic.arn)) return [];
  return /^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[\w-]+$/.test(topic.arn)
    ? []
    : [
        `topic.arn must be the ARN of an SNS topic that is not FIFO, arn:<partition>:sns:<region>:<account>:<name>, got ${printed(topic.arn)}`,
      ];
}

function roleNameProblems(props: CapacityControllerProps): string[] {
  const name = scheduleRoleName(props);
  if (isToken(name) || name.length <= longestRoleName) return [];
  return [
    `functionName '${props.functionName}' has ${props.functionName.length} characters, at most ${props.functionName.length - (name.length - longestRoleName)} fit: the schedule's role is named '${name}', and IAM takes ${longestRoleName}`,
  ];
}
