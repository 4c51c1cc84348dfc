import { spawnSync } from "node:child_process";
import type { Variables } from "@pictor/terraform";
import { python } from "../shared/python-tool";

/** Options become members of the operation's input as the AWS CLI does it; botocore refuses what is none. */
const script = `
import os, sys
import botocore.session
from botocore import xform_name

service, operation, *options = sys.argv[1:]
given = dict(zip(options[::2], options[1::2]))
region = given.pop("--region", os.environ["AWS_REGION"])
client = botocore.session.get_session().create_client(service, region)
method = operation.replace("-", "_")
model = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[method])
members = {"--" + xform_name(name, "-"): name for name in model.input_shape.members}
kinds = {name: member.type_name for name, member in model.input_shape.members.items()}
named = {members.get(option, option): value for option, value in given.items()}
numbers = {name: float(value) for name, value in named.items() if kinds.get(name) == "double"}
getattr(client, method)(**{**named, **numbers})
`;

/**
 * Runs a command of the AWS CLI, without the CLI: `aws <service> <operation> --<option> <value> …`.
 *
 * @throws Error where AWS's models do not know it, or the service refuses it
 */
export function runAws(command: string, variables: Variables): void {
  const [aws, ...words] = command.split(" ");
  if (aws !== "aws") throw new Error(`'${command}' is no command of the AWS CLI`);
  const { status, stderr } = spawnSync(python, ["-c", script, ...words], {
    env: { ...variables },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}
