import { refusing, schemaOf } from "@pictor/contracts/schemas";
import * as z from "zod";
import { addressProblems } from "./address-layout";
import type { NetworkChoice } from "./network-choice";

/** Whether there is a VPC, and which addresses and zones it has. */
export const networkSchema: z.ZodType<NetworkChoice> = schemaOf<NetworkChoice>()(
  refusing(
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("vpc"),
        cidrBlock: z.string(),
        availabilityZones: z.array(z.string()),
      }),
      z.strictObject({ kind: z.literal("none") }),
    ]),
    (choice) =>
      choice.kind === "none" ? [] : addressProblems({ ...choice, highAvailability: true }),
  ),
);
