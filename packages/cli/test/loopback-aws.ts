import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { DeployedEndpoint } from "@pictor/contracts";

/** An object of S3. */
interface StoredObject {
  readonly body: Buffer | string;
  /** SHA-256 that S3 checked at its upload, in base64. */
  readonly checksum?: string;
}

/** What the account has; a test changes what it is about. */
export interface Account {
  /** By `<bucket>/<key>`. */
  readonly objects: Map<string, StoredObject>;
  /** What DescribeEndpoint answers, by the endpoint's name. */
  readonly endpoints: Map<string, object>;
  /** Zones of the network interfaces that there are, by their security group. */
  zones: Readonly<Record<string, readonly string[]>>;
  /** Zones that services offer interface endpoints in, by the services' names. */
  endpointServices: Readonly<Record<string, readonly string[]>>;
  /** What an endpoint answers to a picture. */
  invoke: () => { readonly status?: number; readonly attributes?: string; readonly body: string };
  /** Quotas of SageMaker by their names. */
  quotas: Readonly<Record<string, number>>;
  lambdaConcurrency: number;
  apiLogRole: string | undefined;
  /** Names of the roles that there are. */
  roles: readonly string[];
  /** Paths and operations that the caller lacks the permission for. */
  refused: RegExp | undefined;
  /** Values of the parameters of Systems Manager by name, and the account that they are in. */
  readonly parameters: Map<string, string>;
  parameterAccount: string;
  /** Lines of log groups with their times, by the group's name. */
  readonly logs: Map<string, readonly (readonly [at: number, line: string])[]>;
  /** Status of the cost allocation tags by key; `undefined` where the account may not see them. */
  costTags: Readonly<Record<string, "Active" | "Inactive">> | undefined;
}

/** As much of an AWS account as the commands ask, on loopback, in AWS's own protocols. */
export class LoopbackAws {
  public readonly account: Account = {
    objects: new Map(),
    endpoints: new Map(),
    zones: {},
    endpointServices: {},
    invoke: () => ({ body: "{}" }),
    quotas: {},
    lambdaConcurrency: 1_000,
    apiLogRole: undefined,
    roles: [],
    refused: undefined,
    costTags: {},
    parameters: new Map(),
    parameterAccount: "111111111111",
    logs: new Map(),
  };
  private readonly before = { ...process.env };

  private constructor(private readonly server: Server) {}

  /** Starts one, and lets every client of AWS's SDK in this process reach it. */
  public static async start(): Promise<LoopbackAws> {
    const server = createServer();
    const aws = new LoopbackAws(server);
    server.on("request", (request, response) => void aws.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
    });
    return aws;
  }

  public async stop(): Promise<void> {
    process.env = this.before;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://loopback");
    const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
    const body = Buffer.concat(chunks).toString("utf8");
    if (this.account.refused?.test(`${target} ${pathname} ${body}`)) {
      refuse(request, response, target !== undefined || pathname !== "/");
    } else if (target !== undefined) this.json(response, target, JSON.parse(body));
    else if (pathname === "/" && request.method === "POST") {
      this.query(response, new URLSearchParams(body));
    } else if (searchParams.has("list-type")) {
      this.list(response, `${pathname.slice(1)}/`.replace(/\/+$/, "/"), searchParams);
    } else this.rest(request, response, pathname);
  }

  private json(
    response: ServerResponse,
    operation: string,
    input: { EndpointName?: string; TagKeys?: readonly string[] },
  ): void {
    const stored = storeAnswer(this.account, operation, input);
    if (stored !== undefined) {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(stored);
      return;
    }
    const answer = (status: number, body: object) =>
      response
        .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
        .end(JSON.stringify(body));
    if (operation === "ListServiceQuotas") {
      const quotas = Object.entries(this.account.quotas).map(([QuotaName, Value], index) => ({
        QuotaName,
        Value,
        QuotaCode: `L-${index}`,
      }));
      answer(200, { Quotas: quotas });
      return;
    }
    if (operation === "ListCostAllocationTags") {
      const { costTags } = this.account;
      if (costTags === undefined) {
        answer(400, { __type: "AccessDeniedException", message: "a linked account" });
        return;
      }
      const CostAllocationTags = Object.entries(costTags)
        .filter(([TagKey]) => input.TagKeys?.includes(TagKey))
        .map(([TagKey, Status]) => ({ TagKey, Status, Type: "UserDefined" }));
      answer(200, { CostAllocationTags });
      return;
    }
    const endpoint = this.account.endpoints.get(input.EndpointName ?? "");
    if (endpoint !== undefined) answer(200, endpoint);
    else
      answer(400, {
        __type: "ValidationException",
        message: `Could not find endpoint "${input.EndpointName}".`,
      });
  }

  private query(response: ServerResponse, form: URLSearchParams): void {
    const answer = (status: number, body: string) =>
      response.writeHead(status, { "content-type": "text/xml" }).end(body);
    if (form.get("Action") === "DescribeNetworkInterfaces") {
      const group = form.get("Filter.1.Value.1");
      const items = Object.entries(this.account.zones)
        .flatMap(([id, zones]) => (group === null || group === id ? zones : []))
        .map((zone) => `<item><availabilityZone>${zone}</availabilityZone></item>`)
        .join("");
      answer(
        200,
        `<DescribeNetworkInterfacesResponse><networkInterfaceSet>${items}</networkInterfaceSet></DescribeNetworkInterfacesResponse>`,
      );
      return;
    }
    if (form.get("Action") === "DescribeVpcEndpointServices") {
      const service = form.get("ServiceName.1") ?? "";
      const zones = this.account.endpointServices[service];
      if (zones === undefined) {
        answer(
          400,
          `<Response><Errors><Error><Code>InvalidServiceName</Code><Message>The Vpc Endpoint Service '${service}' does not exist</Message></Error></Errors></Response>`,
        );
        return;
      }
      const items = zones.map((zone) => `<item>${zone}</item>`).join("");
      answer(
        200,
        `<DescribeVpcEndpointServicesResponse><serviceDetailSet><item><availabilityZoneSet>${items}</availabilityZoneSet></item></serviceDetailSet></DescribeVpcEndpointServicesResponse>`,
      );
      return;
    }
    const name = form.get("RoleName") ?? "";
    if (this.account.roles.includes(name)) {
      answer(
        200,
        `<GetRoleResponse><GetRoleResult><Role><RoleName>${name}</RoleName></Role></GetRoleResult></GetRoleResponse>`,
      );
    } else {
      answer(
        404,
        "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>no such role</Message></Error></ErrorResponse>",
      );
    }
  }

  private rest(request: IncomingMessage, response: ServerResponse, path: string): void {
    if (path.endsWith("/invocations")) {
      const { status = 200, attributes, body } = this.account.invoke();
      response
        .writeHead(status, {
          "content-type": "application/json",
          ...(status !== 200 && { "x-amzn-errortype": "ModelError" }),
          ...(attributes && { "x-amzn-sagemaker-custom-attributes": attributes }),
        })
        .end(body);
      return;
    }
    if (path.endsWith("/account-settings")) {
      response.end(
        JSON.stringify({ AccountLimit: { ConcurrentExecutions: this.account.lambdaConcurrency } }),
      );
      return;
    }
    if (path === "/account") {
      response.end(JSON.stringify({ cloudwatchRoleArn: this.account.apiLogRole }));
      return;
    }
    this.object(request, response, decodeURIComponent(path.slice(1)));
  }

  /** Two keys a page, so that a caller who reads one page only misses some. */
  private list(response: ServerResponse, bucket: string, query: URLSearchParams): void {
    const after = query.get("continuation-token") ?? "";
    const left = [...this.account.objects.keys()]
      .filter((path) => path.startsWith(bucket + (query.get("prefix") ?? "")))
      .map((path) => path.slice(bucket.length))
      .sort()
      .filter((key) => key > after);
    const page = left.slice(0, 2);
    const next =
      left.length > page.length
        ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>`
        : "";
    const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
    response.end(`<ListBucketResult>${contents}${next}</ListBucketResult>`);
  }

  private object(request: IncomingMessage, response: ServerResponse, path: string): void {
    const found = this.account.objects.get(path);
    if (found === undefined) {
      response.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
      return;
    }
    response.writeHead(200, {
      "content-length": Buffer.byteLength(found.body),
      ...(found.checksum && { "x-amz-checksum-sha256": found.checksum }),
    });
    response.end(request.method === "HEAD" ? undefined : found.body);
  }
}

/** What parameters and logs answer; undefined for other operations. */
function storeAnswer(account: Account, operation: string, input: object): string | undefined {
  const { parameters, parameterAccount, logs } = account;
  const given = input as Record<string, unknown>;
  switch (operation) {
    case "GetParameters": {
      const Parameters = (given.Names as readonly string[]).flatMap((Name) => {
        const ARN = `arn:aws:ssm:eu-central-1:${parameterAccount}:parameter${Name}`;
        const Value = parameters.get(Name);
        return Value === undefined ? [] : [{ Name, Value, ARN, Type: "String", Version: 1 }];
      });
      return JSON.stringify({ Parameters });
    }
    case "PutParameter":
      parameters.set(String(given.Name), String(given.Value));
      return JSON.stringify({ Version: 2 });
    case "FilterLogEvents": {
      const from = Number(given.startTime);
      const lines = logs.get(String(given.logGroupName)) ?? [];
      // One a page, so that a caller who reads one page only misses some.
      const left = lines.filter(([at]) => at >= from).slice(Number(given.nextToken ?? 0));
      const events = left.slice(0, 1).map(([timestamp, message]) => ({ timestamp, message }));
      const nextToken = String(Number(given.nextToken ?? 0) + 1);
      return JSON.stringify({ events, ...(left.length > 1 && { nextToken }) });
    }
    default:
      return undefined;
  }
}

/** Answers as a service does whose caller lacks the permission. */
function refuse(request: IncomingMessage, response: ServerResponse, inJson: boolean): void {
  const code = inJson ? "AccessDeniedException" : "AccessDenied";
  const message = "User: x is not authorized to perform this";
  response.writeHead(403, { ...(inJson && { "x-amzn-errortype": code }) });
  if (request.method === "HEAD") response.end();
  else if (inJson) response.end(JSON.stringify({ __type: code, message }));
  else {
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  }
}

/** The state of a service stack whose endpoints these are, and some of its resources. */
export function stateOf(
  endpoints: readonly DeployedEndpoint[],
  resources: readonly object[] = [],
): string {
  return JSON.stringify({ version: 4, outputs: { endpoints: { value: endpoints } }, resources });
}
