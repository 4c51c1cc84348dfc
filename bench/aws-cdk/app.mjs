// Stacks of aws-cdk's own constructs, with as many resources as RESOURCES says, of the kinds that the service has most of.
import { createRequire } from "node:module";

// Modules one by one, as Pictor imports its provider: all of the library would take longer.
const require = createRequire(import.meta.url);
const { App, Duration, Stack } = require("aws-cdk-lib/core");
const cloudwatch = require("aws-cdk-lib/aws-cloudwatch");
const ec2 = require("aws-cdk-lib/aws-ec2");
const iam = require("aws-cdk-lib/aws-iam");
const logs = require("aws-cdk-lib/aws-logs");
const s3 = require("aws-cdk-lib/aws-s3");
const sns = require("aws-cdk-lib/aws-sns");

/** Each makes exactly one resource; alarms are half of the service's, and half of these. */
const makers = [
  alarm,
  (stack, id) => new logs.LogGroup(stack, id, { retention: logs.RetentionDays.ONE_MONTH }),
  alarm,
  (stack, id) => new sns.Topic(stack, id, { displayName: id }),
  alarm,
  (stack, id) =>
    new iam.Role(stack, id, {
      assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: {
        write: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ["logs:PutLogEvents"], resources: [stack.stackId] }),
          ],
        }),
      },
    }),
  alarm,
  (stack, id) =>
    new s3.Bucket(stack, id, {
      versioned: true,
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(365) }],
    }),
  alarm,
  (stack, id) => new ec2.CfnSubnet(stack, id, { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24" }),
];

function alarm(stack, id) {
  return new cloudwatch.Alarm(stack, id, {
    metric: new cloudwatch.Metric({ namespace: "Pictor", metricName: id }),
    threshold: 1,
    evaluationPeriods: 3,
    alarmDescription: `What to do when ${id} rings.`,
  });
}

const app = new App({ outdir: process.env.OUTDIR });
const stacks = Array.from(
  { length: Number(process.env.STACKS) },
  (_, at) => new Stack(app, `stack-${at}`),
);
for (let made = 0; made < Number(process.env.RESOURCES); made += 1) {
  makers[made % makers.length](stacks[made % stacks.length], `Resource${made}`);
}
app.synth();
