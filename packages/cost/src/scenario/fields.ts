import { limits, unknownName } from "@pictor/contracts";
import { isRecord } from "../resources/attributes";
import { days } from "./shape";

/** What a key of a scenario may hold. */
export type Field =
  | {
      readonly kind: "number";
      readonly min: number;
      readonly max: number;
      /** Above `min`, not from it on. */
      readonly exclusive?: true;
      readonly unit: string;
      readonly required?: true;
    }
  | {
      readonly kind: "text";
      readonly pattern?: RegExp;
      readonly form: string;
      readonly required?: true;
    }
  | { readonly kind: "switch" }
  | { readonly kind: "days" }
  | { readonly kind: "object"; readonly fields: Fields }
  | { readonly kind: "shape" };

/** Fields by their keys. */
export type Fields = Readonly<Record<string, Field>>;

const most = 1e15;
const count = (unit: string): Field => ({ kind: "number", min: 0, max: most, unit });
const share = { kind: "number", min: 0, max: 1, unit: "share" } as const;
const milliseconds = (max: number): Field => ({
  kind: "number",
  min: 0,
  exclusive: true,
  max,
  unit: "milliseconds",
});
const instanceType = {
  kind: "text",
  pattern: /^ml\.[a-z0-9-]+\.[a-z0-9]+$/,
  form: "an instance type of SageMaker such as 'ml.c5.xlarge'",
  required: true,
} as const;

/** Keys of a scenario file. */
export const trafficFields: Fields = {
  name: { kind: "text", form: "a text" },
  requestsPerMonth: { kind: "number", min: 0, max: most, unit: "requests", required: true },
  shape: { kind: "shape" },
  imageBytes: { kind: "number", min: 0, max: limits.imageBytes, unit: "bytes", required: true },
  answerBytes: { kind: "number", min: 0, max: 10_000_000, unit: "bytes" },
  latencyMs: milliseconds(60_000),
  functionMs: milliseconds(900_000),
  functionInvocationsPerRequest: { kind: "number", min: 0, max: 1000, unit: "invocations" },
  errorShare: share,
  logBytesPerRequest: { kind: "number", min: 0, max: 1_000_000, unit: "bytes" },
  storedGb: count("GB"),
  crossZoneGbPerMonth: count("GB"),
  queriedLogGbPerMonth: count("GB"),
  notificationsPerMonth: count("messages"),
  batch: {
    kind: "object",
    fields: {
      imagesPerMonth: { kind: "number", min: 0, max: most, unit: "images", required: true },
      runsPerMonth: { kind: "number", min: 1, max: 1e6, unit: "runs" },
      instanceType,
      imagesPerSecond: {
        kind: "number",
        min: 0,
        exclusive: true,
        max: 1e6,
        unit: "images per second",
        required: true,
      },
    },
  },
  training: {
    kind: "object",
    fields: {
      runsPerMonth: { kind: "number", min: 0, max: 1e6, unit: "runs", required: true },
      hoursPerRun: { kind: "number", min: 0, max: 10_000, unit: "hours", required: true },
      instanceType,
      spot: { kind: "switch" },
      volumeGb: { kind: "number", min: 1, max: 16_384, unit: "GB" },
    },
  },
};

const shapes: Readonly<Record<string, Fields>> = {
  flat: { kind: { kind: "text", form: "'flat'" } },
  busyHours: {
    kind: { kind: "text", form: "'busyHours'" },
    days: { kind: "days" },
    fromHour: { kind: "number", min: 0, max: 23, unit: "hour of the day", required: true },
    toHour: { kind: "number", min: 1, max: 24, unit: "hour of the day", required: true },
    share: { ...share, required: true },
  },
};

/** Problems of an object's keys and values, each with the key it is about; empty if valid. */
export function fieldProblems(
  value: Readonly<Record<string, unknown>>,
  fields: Fields,
  at = "",
): string[] {
  const known = Object.keys(fields);
  const unknown = Object.keys(value)
    .filter((key) => !known.includes(key))
    .map(
      (key) =>
        `${unknownName(
          "key",
          `${at}${key}`,
          known.map((name) => `${at}${name}`),
        )}`,
    );
  const wrong = Object.entries(fields).flatMap(([key, field]) =>
    problemsOf(value[key], field, `${at}${key}`),
  );
  return [...unknown, ...wrong];
}

function problemsOf(value: unknown, field: Field, key: string): string[] {
  if (value === undefined || value === null) {
    return "required" in field ? [`${key} is missing: ${allowed(field)}`] : [];
  }
  if (field.kind === "object") {
    return isRecord(value)
      ? fieldProblems(value, field.fields, `${key}.`)
      : [`${key} must hold ${Object.keys(field.fields).join(", ")}, got ${shown(value)}`];
  }
  if (field.kind === "shape") return shapeProblems(value, key);
  return isAllowed(value, field) ? [] : [`${key} must be ${allowed(field)}, got ${shown(value)}`];
}

function shapeProblems(value: unknown, key: string): string[] {
  const kinds = Object.keys(shapes);
  if (!isRecord(value))
    return [`${key} must hold a kind, ${kinds.join(" or ")}, got ${shown(value)}`];
  const fields = shapes[String(value.kind)];
  if (fields === undefined) {
    return [
      `${key}.kind: ${unknownName("kind", String(value.kind), kinds)}; allowed are ${kinds.join(", ")}`,
    ];
  }
  const problems = fieldProblems(value, fields, `${key}.`);
  if (problems.length === 0 && Number(value.fromHour) >= Number(value.toHour)) {
    return [`${key}.toHour must be above fromHour ${value.fromHour}, got ${value.toHour}`];
  }
  return problems;
}

type Plain = Exclude<Field, { kind: "object" | "shape" }>;

function isAllowed(value: unknown, field: Plain): boolean {
  switch (field.kind) {
    case "number":
      return (
        typeof value === "number" &&
        Number.isFinite(value) &&
        (field.exclusive ? value > field.min : value >= field.min) &&
        value <= field.max
      );
    case "text":
      return typeof value === "string" && (field.pattern?.test(value) ?? value !== "");
    case "switch":
      return typeof value === "boolean";
    case "days":
      return (
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((day) => days.includes(day as never))
      );
  }
}

function allowed(field: Field): string {
  switch (field.kind) {
    case "number":
      return `a number ${field.exclusive ? "above" : "from"} ${field.min} to ${field.max} (${field.unit})`;
    case "text":
      return field.form;
    case "switch":
      return "true or false";
    case "days":
      return `a list of ${days.join(", ")}`;
    case "object":
      return Object.keys(field.fields).join(", ");
    case "shape":
      return "a shape";
  }
}

function shown(value: unknown): string {
  return typeof value === "string" ? `'${value}'` : JSON.stringify(value);
}
