import * as z from "zod";
import { changeKinds } from "../plan/change";
import { severities } from "../severity";
import { type Review, reviewSchemaVersion } from "./review";

const text = z.string();
const texts = z.array(text).readonly();
const count = z.int().min(0);
const kind = z.enum(changeKinds);
const severity = z.enum(severities);
const worst = z.enum(["none", ...severities]);

const statement = z.strictObject({
  change: z.enum(["added", "removed", "widened", "narrowed", "rewritten"]),
  statement: text,
  wider: texts,
});

const attribute = z.strictObject({
  path: text,
  before: text.exactOptional(),
  after: text.exactOptional(),
  forcesReplacement: z.boolean(),
  statements: z.array(statement).readonly().exactOptional(),
});

const change = z.strictObject({
  address: text,
  previousAddress: text.exactOptional(),
  importId: text.exactOptional(),
  deposed: text.exactOptional(),
  type: text,
  kind,
  createsFirst: z.boolean(),
  attributes: z.array(attribute).readonly(),
});

const loss = z.strictObject({
  address: text,
  constructPath: text.exactOptional(),
  type: text,
  kind: z.enum(["destroy", "replace", "forgotten"]),
  forcedBy: texts,
  because: text,
  loses: z.enum(["data", "service", "nothing", "unknown"]),
  consequence: text,
});

const hazard = z.strictObject({
  rule: text,
  severity,
  address: text,
  constructPath: text.exactOptional(),
  reason: text,
  mend: text,
  upstream: texts.exactOptional(),
});
const hazards = z.array(hazard).readonly();

const waiver = z.strictObject({ id: text, resource: text, reason: text, expiry: text });

const cost = z.strictObject({
  traffic: text,
  before: z.number(),
  after: z.number(),
  delta: z.number(),
  lines: z
    .array(z.strictObject({ address: text, before: z.number(), after: z.number() }))
    .readonly(),
  unpriced: z.array(z.strictObject({ address: text, reason: text })).readonly(),
});

const blast = z.strictObject({
  nodes: z
    .array(
      z.strictObject({ id: text, address: text, stack: text.exactOptional(), type: text, kind }),
    )
    .readonly(),
  edges: z
    .array(z.strictObject({ from: text, to: text, via: text, runtime: z.boolean() }))
    .readonly(),
  left: count,
  dependents: z
    .array(
      z.strictObject({
        address: text,
        kind,
        count,
        direct: texts,
        path: texts.exactOptional(),
      }),
    )
    .readonly(),
});

const stack = z.strictObject({
  name: text,
  terraformVersion: text,
  worst,
  verdict: text,
  counts: z.record(kind, count).readonly(),
  summary: z.strictObject({
    import: count,
    add: count,
    change: count,
    destroy: count,
    forget: count,
  }),
  losses: z.array(loss).readonly(),
  hazards,
  weaknesses: hazards,
  standing: hazards,
  waived: z
    .array(hazard.extend({ waiver: waiver.pick({ reason: true, expiry: true }) }))
    .readonly(),
  cost: cost.exactOptional(),
  blast,
  groups: z.array(z.strictObject({ name: text, changes: z.array(change).readonly() })).readonly(),
  drift: z
    .array(z.strictObject({ type: text, attribute: text, count, examples: texts }))
    .readonly(),
  outputs: z
    .array(
      z.strictObject({
        name: text,
        kind: z.enum(["create", "update", "destroy"]),
        before: text.exactOptional(),
        after: text.exactOptional(),
      }),
    )
    .readonly(),
  checks: z
    .array(
      z.strictObject({
        address: text,
        status: z.enum(["fail", "error", "unknown"]),
        messages: texts,
      }),
    )
    .readonly(),
  reservations: texts,
});

/** Schema of {@link Review}. */
export const reviewSchema: z.ZodType<Review> = z.strictObject({
  schema: z.literal(reviewSchemaVersion),
  worst,
  stacks: z.array(stack).readonly(),
  expiredWaivers: z.array(waiver).readonly(),
  unusedWaivers: z.array(waiver).readonly(),
});
