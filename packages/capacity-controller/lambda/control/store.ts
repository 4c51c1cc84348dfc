import {
  GetParameterCommand,
  GetParametersCommand,
  ParameterNotFound,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import type { CapacityOrder, CapacitySpec, CapacityState } from "@pictor/capacity";
import {
  capacityOrderSchema,
  capacitySpecSchema,
  capacityStateSchema,
} from "@pictor/capacity/schemas";
import { callMs, clients, within } from "./clients";
import type { ControlSettings } from "./settings";

/** The three parameters, as they were read. */
export interface Stored {
  readonly spec: CapacitySpec;
  readonly state: CapacityState;
  readonly order: CapacityOrder;
}

/** What a schema of zod does. */
interface Reading<T> {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly {
            readonly path: readonly PropertyKey[];
            readonly message: string;
          }[];
        };
      };
}

/** The controller's parameters in Systems Manager. */
export class Store {
  public constructor(private readonly names: ControlSettings["parameters"]) {}

  /**
   * Reads all three.
   *
   * @throws Error with what is wrong with which parameter
   */
  public async read(limitMs: number = callMs): Promise<Stored> {
    const { pin, spec, state } = this.names;
    const { Parameters = [] } = await clients.ssm.send(
      new GetParametersCommand({ Names: [spec, state, pin] }),
      within(limitMs),
    );
    const textOf = (name: string): string => {
      const found = Parameters.find(({ Name }) => Name === name)?.Value;
      if (found === undefined) throw missing(name);
      return found;
    };
    return {
      spec: read(capacitySpecSchema, spec, textOf(spec)),
      state: read(capacityStateSchema, state, textOf(state)),
      order: read(capacityOrderSchema, pin, textOf(pin)),
    };
  }

  /** Reads the state alone, right before it is written. */
  public async readState(): Promise<CapacityState> {
    const { state } = this.names;
    try {
      const { Parameter } = await clients.ssm.send(
        new GetParameterCommand({ Name: state }),
        within(callMs),
      );
      return read(capacityStateSchema, state, Parameter?.Value ?? "");
    } catch (error) {
      throw error instanceof ParameterNotFound ? missing(state) : error;
    }
  }

  public async writeState(state: CapacityState): Promise<void> {
    await clients.ssm.send(
      new PutParameterCommand({
        Name: this.names.state,
        Value: JSON.stringify(state),
        Overwrite: true,
      }),
      within(callMs),
    );
  }
}

function read<T>(schema: Reading<T>, name: string, text: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`parameter ${name} holds no JSON but '${text.slice(0, 100)}': ${repair}`);
  }
  const reading = schema.safeParse(value);
  if (reading.success) return reading.data;
  const issues = reading.error.issues.map(({ message, path }) => `${path.join(".")}: ${message}`);
  throw new Error(`parameter ${name} is not valid (${issues.join("; ")}): ${repair}`);
}

const repair =
  "Terraform writes the spec and creates the other two; delete the parameter and apply again";

function missing(name: string): Error {
  return new Error(`parameter ${name} does not exist: apply the stack, which creates it`);
}
