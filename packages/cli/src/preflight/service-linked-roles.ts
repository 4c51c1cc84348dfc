import { GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import type { Finding } from "../report/finding";
import type { Needs } from "./needs";

interface ServiceLinkedRole {
  readonly role: string;
  readonly service: string;
  /** Whether a stack needs it. */
  readonly isNeeded: (needs: Needs) => boolean;
}

/**
 * The roles that services take on by themselves, and that somebody who deploys with few permissions cannot make.
 *
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/services-that-can-integrate-sagemaker.html (read 2026-11)
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/using-service-linked-roles.html
 */
const serviceLinkedRoles: readonly ServiceLinkedRole[] = [
  {
    role: "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint",
    service: "sagemaker.application-autoscaling.amazonaws.com",
    isNeeded: ({ endpoints }) => endpoints.some(({ scales }) => scales),
  },
  {
    role: "AWSServiceRoleForAPIGateway",
    service: "ops.apigateway.amazonaws.com",
    isNeeded: () => true,
  },
];

/** Whether the service-linked roles that a stack needs are there. */
export function checkServiceLinkedRoles(client: IAMClient, needs: Needs): Promise<Finding[]> {
  return Promise.all(
    serviceLinkedRoles
      .filter(({ isNeeded }) => isNeeded(needs))
      .map((row) => checkServiceLinkedRole(client, row)),
  );
}

async function checkServiceLinkedRole(
  client: IAMClient,
  { role, service }: ServiceLinkedRole,
): Promise<Finding> {
  const check = "service role";
  try {
    await client.send(new GetRoleCommand({ RoleName: role }));
    return { check, status: "ok", text: `${role} exists` };
  } catch (error) {
    if ((error as Error).name !== "NoSuchEntityException") throw error;
    return {
      check,
      status: "failed",
      text: `${role} does not exist, and who deploys may not be allowed to have it made`,
      fix: `aws iam create-service-linked-role --aws-service-name ${service}`,
    };
  }
}
