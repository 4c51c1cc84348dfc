import type { EndpointEvent } from "@pictor/local";

/** What has become of an endpoint, in words. */
export function describeEndpoint({ name, status, reason }: EndpointEvent): string {
  return `endpoint ${name} is ${status}${reason ? `: ${reason}` : ""}`;
}

/** Tells news from what is said again and again, once a request, of a model server that is gone. */
export class EndpointNews {
  private last: string | undefined;

  /** Whether this was not just said of the same server. */
  public isNew(event: EndpointEvent): boolean {
    const said = `${event.pid} ${describeEndpoint(event)}`;
    const isNew = said !== this.last;
    this.last = said;
    return isNew;
  }
}
