import * as z from "zod";
import { accountIdProblem } from "../aws-place";
import { regionProblem } from "../regions";

/** An AWS account in a region. */
export const awsPlaceSchema = z.strictObject({
  accountId: z.string().refine((id) => accountIdProblem(id) === undefined, {
    error: ({ input }) => accountIdProblem(String(input)) ?? "",
  }),
  region: z.string().refine((region) => regionProblem(region) === undefined, {
    error: ({ input }) => regionProblem(String(input)) ?? "",
  }),
});

/** An environment in an account and a region. */
export const placeSchema = z.strictObject({
  environment: z
    .string()
    .regex(
      /^[a-z][a-z0-9]{1,15}$/,
      "must be 2 to 16 lower-case letters and digits, a letter first",
    ),
  ...awsPlaceSchema.shape,
});
