import { refusing, schemaOf } from "@pictor/contracts/schemas";
import * as z from "zod";
import type { ApiAuth, ApiClient, Throttle } from "./gateway/auth";
import { authProblems } from "./gateway/auth-problems";
import { tokenBucketProblems } from "./gateway/throttle-problems";

/** Requests a second, and how many may come at once on top. */
export const throttleSchema: z.ZodType<Throttle> = schemaOf<Throttle>()(
  refusing(z.strictObject({ rate: z.number(), burst: z.number() }), (throttle) =>
    tokenBucketProblems("throttle", throttle),
  ),
);

const clientSchema: z.ZodType<ApiClient> = schemaOf<ApiClient>()(
  z.strictObject({
    name: z.string(),
    quota: z
      .strictObject({ limit: z.number(), period: z.enum(["DAY", "WEEK", "MONTH"]) })
      .exactOptional(),
    throttle: throttleSchema.exactOptional(),
  }),
);

/** Who may call an API. The tools of this repository call an API with keys. */
export const authSchema: z.ZodType<ApiAuth> = schemaOf<ApiAuth>()(
  refusing(
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("apiKey"),
        clients: z.tuple([clientSchema], clientSchema).exactOptional(),
      }),
      z.strictObject({ kind: z.literal("iam") }),
      z.strictObject({
        kind: z.literal("cognito"),
        userPoolArns: z.tuple([z.string()], z.string()),
      }),
      z.strictObject({ kind: z.literal("public"), reason: z.string() }),
    ]),
    authProblems,
  ),
);
