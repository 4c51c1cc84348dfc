import { GetParametersCommand, PutParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { CapacityOrder, CapacitySpec, CapacityState } from "@pictor/capacity";
import {
  capacityOrderSchema,
  capacitySpecSchema,
  capacityStateSchema,
} from "@pictor/capacity/schemas";
import { names, type Place } from "@pictor/contracts";
import { parseJson } from "@pictor/contracts/schemas";
import { UserError } from "@pictor/terraform";
import type * as z from "zod";

/** An adaptive environment's parameters. */
export interface CapacityParameters {
  readonly spec: CapacitySpec;
  readonly state: CapacityState;
  readonly order: CapacityOrder;
}

/**
 * Reads an adaptive environment's parameters.
 *
 * @throws UserError where the environment is not adaptive, or the credentials are of another account
 */
export async function readParameters(client: SSMClient, place: Place): Promise<CapacityParameters> {
  const found = await findParameters(client, place);
  if (found !== undefined) return found;
  const { environment, accountId, region } = place;
  throw new UserError(
    `'${environment}' is not adaptive: there is no parameter ${names(place).capacityParameters.spec} in account ${accountId}, ${region}`,
    {
      hint: `an environment with capacity { kind: "adaptive" } has one after its first deployment; 'pictor verify ${environment}' shows the endpoints of any environment`,
    },
  );
}

/** Reads an environment's parameters; `undefined` where it is not adaptive. For errors see {@link readParameters}. */
export async function findParameters(
  client: SSMClient,
  place: Place,
): Promise<CapacityParameters | undefined> {
  const { spec, state, pin } = names(place).capacityParameters;
  const { Parameters = [] } = await client.send(
    new GetParametersCommand({ Names: [spec, state, pin] }),
  );
  const values = new Map(Parameters.map(({ Name, Value }) => [Name, Value ?? ""]));
  if (!values.has(spec)) return undefined;
  refuseOtherAccount(place, Parameters[0]?.ARN);
  const read = <Value>(name: string, schema: z.ZodType<Value>): Value => {
    const text = values.get(name);
    if (text === undefined) throw incomplete(name, "it does not exist", place);
    const reading = parseJson(name, text, schema);
    if (reading.kind === "valid") return reading.value;
    throw incomplete(name, reading.problem, place);
  };
  return {
    spec: read(spec, capacitySpecSchema),
    state: read(state, capacityStateSchema),
    order: read(pin, capacityOrderSchema),
  };
}

/** Writes what an operator orders; the controller reads it at its next tick. */
export async function writeOrder(
  client: SSMClient,
  place: Place,
  order: CapacityOrder,
): Promise<void> {
  await client.send(
    new PutParameterCommand({
      Name: names(place).capacityParameters.pin,
      Value: JSON.stringify(order),
      Overwrite: true,
    }),
  );
}

/** The parameters' names hold the environment alone: another account may have one of the same name. */
function refuseOtherAccount({ environment, accountId }: Place, arn: string | undefined): void {
  const found = arn?.split(":")[4];
  if (found === undefined || found === accountId) return;
  throw new UserError(
    `'${environment}' is in account ${accountId}, these credentials are of account ${found}`,
    { hint: `use credentials of account ${accountId}, for example by AWS_PROFILE` },
  );
}

function incomplete(name: string, problem: string, { environment }: Place): UserError {
  return new UserError(`the parameter ${name} cannot be used: ${problem}`, {
    hint: `'cdktf deploy ${environment}' creates it; if a newer version of Pictor was deployed, update this one`,
  });
}
