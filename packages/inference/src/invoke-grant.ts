import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";

/** Lets `role` invoke the endpoint with this ARN, by an identity policy beneath the role. */
export function grantInvokeEndpoint(role: IamRole, id: string, endpointArn: string): void {
  new IamRolePolicy(role, id, {
    role: role.name,
    name: id,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sagemaker:InvokeEndpoint", Resource: endpointArn }],
    }),
  });
}
