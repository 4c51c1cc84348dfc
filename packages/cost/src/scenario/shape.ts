/** Days of a week, Monday first. */
export const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export type Day = (typeof days)[number];

/** How requests spread over the hours of a week. */
export type Shape =
  /** As many in each hour. */
  | { readonly kind: "flat" }
  /** A share of them within busy hours of some days, the rest evenly in the other hours. */
  | {
      readonly kind: "busyHours";
      readonly days: readonly Day[];
      /** First busy hour, 0 to 23. */
      readonly fromHour: number;
      /** Hour at which the busy time ends, above `fromHour` and at most 24. */
      readonly toHour: number;
      /** Share of the week's requests in the busy hours, 0 to 1. */
      readonly share: number;
    };

/** Returns for each hour of the week, from Monday's midnight, the share of the requests; the shares add up to 1. */
export function hourlyShares(shape: Shape): readonly number[] {
  const hours = Array.from({ length: days.length * 24 }, (_, hour) => hour);
  if (shape.kind === "flat") return hours.map(() => 1 / hours.length);
  const busy = hours.map((hour) => isBusy(shape, hour));
  const count = busy.filter(Boolean).length;
  // Without quiet hours all requests are in the busy ones.
  if (count === hours.length) return hours.map(() => 1 / count);
  return busy.map((is) => (is ? shape.share / count : (1 - shape.share) / (hours.length - count)));
}

function isBusy(shape: Extract<Shape, { kind: "busyHours" }>, hour: number): boolean {
  const day = days[Math.floor(hour / 24)] as Day;
  const ofDay = hour % 24;
  return shape.days.includes(day) && ofDay >= shape.fromHour && ofDay < shape.toHour;
}
