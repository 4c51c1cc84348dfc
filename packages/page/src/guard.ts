import type { IncomingHttpHeaders } from "node:http";

/**
 * Why a request is refused; `undefined` where it comes from the page itself or from somebody on this machine who
 * only looks.
 *
 * A name that some other site has pointed at 127.0.0.1 (DNS rebinding) is told by the Host, a form or script of another
 * site by the Origin, which browsers send with every POST.
 *
 * @param port where the page is served
 */
export function refusal(
  { method, headers }: { method?: string | undefined; headers: IncomingHttpHeaders },
  port: number,
): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = headers;
  if (host === undefined || !hosts.includes(host)) {
    return `host '${host ?? ""}' is not served here; open http://${hosts[0]}/`;
  }
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    return `a page of another site may not ask here (Sec-Fetch-Site: ${site})`;
  }
  const isRead = method === "GET" || method === "HEAD";
  if (isRead && origin === undefined) return undefined;
  if (origin !== `http://${host}`) {
    return `origin '${origin ?? ""}' may not ask here; only http://${host} may`;
  }
  return undefined;
}
