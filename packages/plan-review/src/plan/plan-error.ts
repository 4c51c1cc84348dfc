/** Thrown where a file is not a plan that can be reviewed. The message names what is wrong and what was found. */
export class PlanError extends Error {
  public override readonly name = "PlanError";

  /** @param input name of the plan, where there are several */
  public constructor(
    message: string,
    public readonly input?: string,
  ) {
    super(message);
  }
}
