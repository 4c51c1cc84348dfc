import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** What a service accepts as a value. */
export interface Constraint {
  readonly min?: number;
  readonly max?: number;
  /** Matches the whole value. */
  readonly pattern?: RegExp;
}

interface Shape {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
}

interface Model {
  readonly operations: Readonly<Record<string, { readonly input: { readonly shape: string } }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** AWS's API models, as botocore has them in the environment of the local AWS. */
const data = join(
  ...[__dirname, "..", "..", "..", "..", "packages", "local", ".venv", "lib", "python3.11"],
  ...["site-packages", "botocore", "data"],
);
const known = new Map<string, Model>();

function modelOf(service: string): Model {
  const before = known.get(service);
  if (before !== undefined) return before;
  const version = readdirSync(join(data, service)).sort().at(-1) ?? "";
  const file = join(data, service, version, "service-2.json.gz");
  const model = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Model;
  known.set(service, model);
  return model;
}

/**
 * What AWS's model of an operation demands of a member of its input.
 *
 * @param path for example `sagemaker.CreateModel.ModelName`; members of members by further dots
 * @throws Error if the model has no such member
 */
export function constraintOf(path: string): Constraint {
  const [service = "", operation = "", ...members] = path.split(".");
  const { operations, shapes } = modelOf(service);
  let name = operations[operation]?.input.shape;
  for (const member of members) name = shapes[name ?? ""]?.members?.[member]?.shape;
  const shape = shapes[name ?? ""];
  if (shape === undefined) throw new Error(`no ${path} in botocore's models`);
  return {
    ...(shape.min !== undefined && { min: shape.min }),
    ...(shape.max !== undefined && { max: shape.max }),
    ...(shape.pattern !== undefined && { pattern: javaPattern(shape.pattern) }),
  };
}

/** A pattern of AWS's models is Java's, and means the whole value. */
function javaPattern(pattern: string): RegExp {
  const translated = pattern
    .replaceAll("\\p{Alnum}", "a-zA-Z0-9")
    .replaceAll("\\p{Graph}", "\\x21-\\x7e")
    // Alone, and not in a class, in its only use.
    .replaceAll("\\p{Print}", "[\\x20-\\x7e]")
    .replaceAll("(?i)", "");
  const flags = pattern.includes("(?i)") ? "is" : "s";
  try {
    return new RegExp(`^(?:${translated})$`, `${flags}u`);
  } catch {
    // Java allows to escape characters that have no meaning.
    return new RegExp(`^(?:${translated})$`, flags);
  }
}

/** Why a service would refuse a value; nothing if it would not. */
export function refusal(value: string, { min, max, pattern }: Constraint): string | undefined {
  if (max !== undefined && value.length > max)
    return `has ${value.length} characters, at most ${max}`;
  if (min !== undefined && value.length < min)
    return `has ${value.length} characters, at least ${min}`;
  if (pattern !== undefined && !pattern.test(value)) return `does not match ${pattern}`;
  return undefined;
}
