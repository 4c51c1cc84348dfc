import * as z from "zod";

const clientSchema = z.strictObject({
  name: z.string(),
  quota: z
    .strictObject({ limit: z.int().positive(), period: z.enum(["DAY", "WEEK", "MONTH"]) })
    .exactOptional(),
  throttle: z
    .strictObject({ rate: z.number().positive(), burst: z.int().positive() })
    .exactOptional(),
});

/** How clients of the API identify themselves. The tools of this repository call an API with keys. */
export const authSchema = z.discriminatedUnion("kind", [
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
]);
