/** What a user can do something about: its message says what is wrong, its hint the next thing to try. */
export class UserError extends Error {
  /** The next thing to try. */
  public readonly hint: string | undefined;
  /** File whose end tells more. */
  public readonly logFile: string | undefined;

  public constructor(
    message: string,
    more: { readonly hint?: string | undefined; readonly logFile?: string | undefined } = {},
  ) {
    super(message);
    this.name = "UserError";
    this.hint = more.hint;
    this.logFile = more.logFile;
  }
}
