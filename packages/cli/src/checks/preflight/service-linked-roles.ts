import { GetRoleCommand, type IAMClient } from "@aws-sdk/client-iam";
import type { Verdict } from "./check";
import type { Needs } from "./needs";

/** A role that a service takes on by itself. */
export interface ServiceLinkedRole {
  readonly role: string;
  readonly service: string;
  /** Whether a stack needs it. */
  readonly isNeeded: (needs: Needs) => boolean;
}

/**
 * Service-linked roles that stacks may need. A deployer with few permissions cannot create them.
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

/** The service-linked roles that a stack needs. */
export function neededRoles(needs: Needs): readonly ServiceLinkedRole[] {
  return serviceLinkedRoles.filter(({ isNeeded }) => isNeeded(needs));
}

/** Whether a service-linked role exists; with the command that creates it. */
export async function checkServiceLinkedRole(
  client: IAMClient,
  { role, service }: ServiceLinkedRole,
): Promise<Verdict> {
  try {
    await client.send(new GetRoleCommand({ RoleName: role }));
    return { status: "ok", text: `${role} exists` };
  } catch (error) {
    if ((error as Error).name !== "NoSuchEntityException") throw error;
    return {
      status: "failed",
      text: `${role} does not exist, and the deployer may lack the permission to create it`,
      fix: `aws iam create-service-linked-role --aws-service-name ${service}`,
    };
  }
}
