import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { policyDocument } from "@pictor/contracts";

/** Lets `role` invoke the endpoint with this ARN, by an identity policy beneath the role. */
export function grantInvokeEndpoint(role: IamRole, id: string, endpointArn: string): void {
  new IamRolePolicy(role, id, {
    role: role.name,
    name: id,
    policy: policyDocument([
      {
        Sid: "Invoke",
        Effect: "Allow",
        Action: "sagemaker:InvokeEndpoint",
        Resource: endpointArn,
      },
    ]),
  });
}
