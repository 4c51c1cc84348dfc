import { functionMetrics } from "@pictor/function";
import { endpointMetrics, ServerlessEndpoint } from "@pictor/inference";
import type { Subscription } from "@pictor/monitoring";
import { InferenceNetwork } from "@pictor/network";
import { HardenedBucket, ModelStore } from "@pictor/storage";
import { capabilityCases } from "./capability-cases";
import { type Case, refused, synthesised } from "./case";
import {
  api,
  encryptionKey,
  listOf,
  manifest,
  models,
  monitoring,
  network,
  numberOf,
  place,
  predict,
  realTime,
  textOf,
} from "./parts";

const email = (address: string): Subscription => ({ kind: "email", address, severity: "critical" });
const watched = { metrics: functionMetrics("f"), timeoutMs: 1_000 };
const bucket = { ...place, encryption: { kind: "sse-s3" } } as const;
const unlogged = { kind: "none", reason: "Receives logs" } as const;

export const cases: readonly Case[] = [
  {
    number: "F1 R2",
    title: "a throttle from a variable is no base of a WAF limit",
    build: (stack) => void api(stack, { throttle: { rate: numberOf(stack), burst: 10 } }),
    expected: refused(/throttle\.rate/),
  },
  {
    number: "F1",
    title: "a negative throttle",
    build: (stack) => void api(stack, { throttle: { rate: -1, burst: -5 } }),
    expected: refused(/throttle\.rate must be .* got -1/),
  },
  {
    number: "F2 R2",
    title: "a time limit from a variable is no base of an alarm's threshold",
    build: (stack) =>
      void monitoring(stack).watchFunction("F", { ...watched, timeoutMs: numberOf(stack) }),
    expected: refused(/timeoutMs must be a literal, got a token/),
  },
  {
    number: "F3 R2",
    title: "an account's concurrency from a variable",
    build: (stack) => void predict(stack, { accountConcurrency: numberOf(stack) }),
    expected: refused(/accountConcurrency/),
  },
  {
    number: "R12",
    title: "an account whose concurrency is 10 reserves nothing",
    build: (stack) => void predict(stack, { accountConcurrency: 10, expectedPeakRps: 1 }),
    expected: synthesised(/"reserved_concurrent_executions":-1/),
  },
  {
    number: "F4 R21",
    title: "an alarm that is off is in no composite alarm",
    build: (stack) =>
      void monitoring(stack, {
        alarms: { FErrors: { kind: "off", reason: "Its caller retries" } },
      }).watchFunction("F", watched),
    expected: synthesised(/F_?Duration/, /FErrors/),
  },
  {
    number: "F5 R22",
    title: "a subscription's address in the state is made of its address",
    build: (stack) => void monitoring(stack, { subscriptions: [email("b@example.com")] }),
    expected: synthesised(/SubscriptionemailF?[0-9a-f]{8}/i, /Subscription0/),
  },
  {
    number: "F7 R15",
    title: "a region that is none",
    build: (stack) => void monitoring(stack, { region: "Frankfurt" }),
    expected: refused(/region 'Frankfurt'/),
  },
  {
    number: "F7 R15",
    title: "an account id of two digits",
    build: (stack) => void predict(stack, { accountId: "12" }),
    expected: refused(/accountId '12'/),
  },
  {
    number: "R16",
    title: "an account that is not the provider's",
    build: (stack) => void predict(stack, { accountId: "210987654321" }),
    expected: refused(/accountId is '210987654321', but AWS provider .* allows only/),
  },
  {
    number: "F8 R28",
    title: "a function's name that is too long for what is appended",
    build: (stack) => void predict(stack, { functionName: "f".repeat(60) }),
    expected: refused(/functionName/),
  },
  {
    number: "F11 R30",
    title: "a rule added to the firewall leaves the others",
    build: (stack) => {
      api(stack).firewall?.resource.addOverride("rule.5", { name: "theirs", priority: 99 });
    },
    expected: synthesised(/"rule":\[\{.*"name":"theirs"/),
  },
  {
    number: "F15 R38",
    title: "the European Sovereign Cloud has a partition of its own",
    build: (stack) =>
      void new HardenedBucket(stack, "B", {
        ...bucket,
        region: "eusc-de-east-1",
        bucketName: "birds-logs",
        accessLogs: unlogged,
      }),
    expected: synthesised(/arn:aws-eusc:s3/),
  },
  {
    number: "F16 R25",
    title: "a list of subnets that only Terraform knows",
    build: (stack) => void network(stack, listOf(stack)),
    expected: refused(/subnetIds must be a list of ids whose number is known/),
  },
  {
    number: "F17 R26",
    title: "instances from a variable",
    build: (stack) => void realTime(stack, { instances: { min: numberOf(stack), max: 6 } }),
    expected: refused(/instances\.min/),
  },
  {
    number: "F18 R26",
    title: "an endpoint's name from a variable",
    build: (stack) => void realTime(stack, { endpointName: textOf(stack) }),
    expected: refused(/endpoint ?[nN]ame/),
  },
  {
    number: "F19 R27",
    title: "an instance type that is not in the table",
    build: (stack) => void realTime(stack, { instanceType: "ml.none.xlarge" as "ml.m5.large" }),
    expected: refused(/instanceType/),
  },
  {
    number: "F20 R17",
    title: "a store and an endpoint in one stack",
    build: (stack) => {
      const modelStore = new ModelStore(stack, "Store", {
        ...place,
        bucketName: "their-models",
        encryptionKey,
        readerRoleNames: ["birds-model"],
        deployRoleName: "ci",
        accessLogs: unlogged,
      });
      realTime(stack, { modelStore });
    },
    expected: synthesised(/aws_sagemaker_endpoint/),
  },
  {
    number: "F21",
    title: "an e-mail address that is none",
    build: (stack) => void monitoring(stack, { subscriptions: [email("notanaddress")] }),
    expected: refused(/address .*'notanaddress'/),
  },
  {
    number: "F21",
    title: "a retention that CloudWatch Logs does not offer",
    build: (stack) => void api(stack, { logRetentionDays: 29 }),
    expected: refused(/logRetentionDays must be one of .* got 29/),
  },
  {
    number: "F21 R28",
    title: "a serverless endpoint with a size of memory that there is not",
    build: (stack) =>
      void new ServerlessEndpoint(stack, "E", {
        ...place,
        endpointName: "birds",
        roleName: "birds-model",
        manifest,
        modelStore: models(stack),
        encryptionKey,
        logRetentionDays: 30,
        memorySizeMb: 3_000 as 3_072,
        maxConcurrency: 5,
        acceptsPublicEgress: true,
      }),
    expected: refused(/memorySizeMb/),
  },
  {
    number: "R3",
    title: "an endpoint in somebody's VPC refuses nobody",
    build: (stack) =>
      void new InferenceNetwork(stack, "Network", {
        ...place,
        name: "birds",
        vpc: {
          kind: "existing",
          vpcId: "vpc-1",
          subnetIds: ["subnet-a1", "subnet-b2"],
          s3: { kind: "create", routeTableIds: ["rtb-1"] },
        },
      }),
    expected: synthesised(/cidr_block_associations/, /aws:PrincipalAccount/),
  },
  {
    number: "R11",
    title: "a function in a VPC with a NAT gateway and no interface endpoint",
    build: (stack) => void predict(stack, { network: { kind: "vpc", network: network(stack) } }),
    expected: synthesised(/"vpc_config"/),
  },
  {
    number: "R13",
    title: "budget and dashboard carry the region",
    build: (stack) => void monitoring(stack, { budget: { monthlyUsd: 5 } }),
    expected: synthesised(/birds-monthly-eu-central-1.*|birds-overview-eu-central-1/),
  },
  {
    number: "R23",
    title: "an alias in place of a key",
    build: (stack) =>
      void monitoring(stack, {
        encryptionKey: { arn: "arn:aws:kms:eu-central-1:123456789012:alias/theirs" },
      }),
    expected: refused(/is the ARN of an alias/),
  },
  {
    number: "R33",
    title: "ids of which one begins another",
    build: (stack) => {
      const a = endpointMetrics("serverless", "e");
      const latency = { milliseconds: 100, reason: "SLO", calibrated: true };
      const endpoint = { endpointName: "e", redundant: false, metrics: a, latency };
      monitoring(stack).watchEndpoint("E", endpoint).watchEndpoint("E", endpoint);
    },
    expected: refused(/id 'E' is used twice/),
  },
  ...capabilityCases,
];
