import { type Identity, type ModelAnswer, type Prediction, parseIdentity } from "@pictor/contracts";

/** What a model server says, and what it proved to be. */
export interface Answer extends ModelAnswer {
  readonly identity: Identity;
}

/** Longest answer that is read, in bytes: a hundred predictions are some ten thousand. */
const longestAnswer = 1_000_000;

/** A model server's 200 that cannot be handed on. */
export class UnusableAnswerError extends Error {
  public override readonly name = "UnusableAnswerError";
}

/**
 * Reads a model server's answer.
 *
 * Written by hand: with the contract's own schema, which a test compares it with, zod would double the bundle.
 *
 * @param attributes The response's custom attributes.
 * @throws {UnusableAnswerError} Where the answer is not of the contract's shape, or does not say what served it.
 */
export function readAnswer(body: Uint8Array, attributes: string | undefined): Answer {
  if (body.length > longestAnswer) throw new UnusableAnswerError("answer is too long");
  const answer = parseJson(new TextDecoder().decode(body));
  if (!isModelAnswer(answer))
    throw new UnusableAnswerError("answer does not have the agreed shape");
  const identity = parseIdentity(attributes);
  if (identity === undefined) throw new UnusableAnswerError("answer states no release and weights");
  return { ...answer, identity };
}

/** Parses JSON; `undefined` where it is none. */
export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

/** Whether a value is what the contract's `modelAnswerSchema` describes. */
export function isModelAnswer(value: unknown): value is ModelAnswer {
  return (
    hasExactly(value, ["predictions"]) &&
    Array.isArray(value.predictions) &&
    value.predictions.every(isPrediction)
  );
}

function isPrediction(value: unknown): value is Prediction {
  return (
    hasExactly(value, ["label", "index", "score"]) &&
    typeof value.label === "string" &&
    Number.isSafeInteger(value.index) &&
    Number(value.index) >= 0 &&
    typeof value.score === "number" &&
    value.score >= 0 &&
    value.score <= 1
  );
}

function hasExactly<K extends string>(
  value: unknown,
  keys: readonly K[],
): value is Record<K, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === keys.length &&
    keys.every((key) => Object.hasOwn(value, key))
  );
}
