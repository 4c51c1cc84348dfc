/** A call as it reached the fake. */
export interface FakeCall {
  /** Service in the credential scope, `sagemaker`. */
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** An error of AWS's JSON protocols. */
export class FakeError extends Error {
  public constructor(
    public override readonly name: string,
    message: string,
    public readonly status = 400,
  ) {
    super(message);
  }
}

/** What a service answers to each of its operations, by name. */
export type FakeService = Readonly<Record<string, (input: never) => unknown>>;
