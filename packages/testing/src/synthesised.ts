import { TerraformStack, Testing } from "cdktf";

type Attributes = Readonly<Record<string, unknown>>;

interface TerraformJson {
  readonly data?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
}

/** A synthesised stack, as a test asks about it. Attributes are Terraform's: snake_case. */
export class Synthesised {
  private readonly json: TerraformJson;

  public constructor(json: string) {
    this.json = JSON.parse(json);
  }

  /** The whole stack, as it was synthesised. */
  public text(): string {
    return JSON.stringify(this.json);
  }

  /** Every resource of a Terraform type, for example `aws_vpc`. */
  public resources(type: string): readonly Attributes[] {
    return Object.values(this.json.resource?.[type] ?? {});
  }

  /** Every data source of a Terraform type. */
  public data(type: string): readonly Attributes[] {
    return Object.values(this.json.data?.[type] ?? {});
  }

  /** The only resource of a Terraform type. Throws where there are none or several. */
  public single(type: string): Attributes {
    const found = this.resources(type);
    const [first] = found;
    if (first === undefined || found.length > 1) {
      throw new Error(
        `expected one ${type}, found ${found.length} among ${this.types().join(", ")}`,
      );
    }
    return first;
  }

  /** Addresses of all resources, sorted: `aws_vpc.Network_Vpc_1234`. */
  public addresses(): readonly string[] {
    return Object.entries(this.json.resource ?? {})
      .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
      .sort();
  }

  /** Value of an output. Throws where there is none of this name. */
  public output(name: string): unknown {
    const output = this.json.output?.[name];
    if (output === undefined) throw new Error(`no output '${name}'`);
    return output.value;
  }

  private types(): readonly string[] {
    return Object.keys(this.json.resource ?? {}).sort();
  }
}

/** Synthesises what `build` puts into a stack, as the app would do it. */
export function synthesise(build: (stack: TerraformStack) => void): Synthesised {
  const stack = new TerraformStack(Testing.app(), "test");
  build(stack);
  return new Synthesised(Testing.synth(stack));
}
