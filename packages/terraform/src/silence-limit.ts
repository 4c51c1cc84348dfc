/** Acts once where nothing has happened for a while: a limit on silence, not on the whole time. */
export class SilenceLimit {
  private timer: NodeJS.Timeout;
  private isReached = false;

  public constructor(
    private readonly limitMs: number,
    private readonly onReached: () => void,
  ) {
    this.timer = this.arm();
  }

  /** Whether the limit was reached. */
  public get reached(): boolean {
    return this.isReached;
  }

  /** Something happened. */
  public push(): void {
    clearTimeout(this.timer);
    if (!this.isReached) this.timer = this.arm();
  }

  /** Stops waiting for output. */
  public stop(): void {
    clearTimeout(this.timer);
  }

  private arm(): NodeJS.Timeout {
    return setTimeout(() => {
      this.isReached = true;
      this.onReached();
    }, this.limitMs);
  }
}
