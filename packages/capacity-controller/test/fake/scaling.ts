import { FakeError, type FakeService } from "./protocol";

interface Range {
  readonly ResourceId: string;
  readonly MinCapacity?: number;
  readonly MaxCapacity?: number;
  readonly Tags?: Readonly<Record<string, string>>;
}

/** Application Auto Scaling of one endpoint's variant. */
export class FakeScaling {
  public target: Range | undefined;
  public readonly policies = new Map<string, Readonly<Record<string, unknown>>>();
  public readonly actions = new Map<string, Readonly<Record<string, unknown>>>();

  public readonly operations: FakeService = {
    DescribeScalableTargets: () => ({
      ScalableTargets: this.target
        ? [{ ...common, ...this.target, CreationTime: 0, RoleARN: "arn:role" }]
        : [],
    }),
    RegisterScalableTarget: (input: Range) => {
      if (this.target !== undefined && input.Tags !== undefined) {
        throw new FakeError("ValidationException", "the target exists and takes no tags");
      }
      this.target = { ...this.target, ...input };
      return {};
    },
    DeregisterScalableTarget: () => {
      if (this.target === undefined) {
        throw new FakeError("ObjectNotFoundException", "No scalable target found");
      }
      this.target = undefined;
      this.policies.clear();
      this.actions.clear();
      return {};
    },
    DescribeScalingPolicies: () => ({ ScalingPolicies: [...this.policies.values()] }),
    PutScalingPolicy: (input: { readonly PolicyName: string }) => {
      this.mustHaveTarget();
      this.policies.set(input.PolicyName, { ...input, PolicyARN: "arn:policy", CreationTime: 0 });
      return { PolicyARN: "arn:policy" };
    },
    DeleteScalingPolicy: ({ PolicyName }: { readonly PolicyName: string }) => {
      this.policies.delete(PolicyName);
      return {};
    },
    DescribeScheduledActions: () => ({ ScheduledActions: [...this.actions.values()] }),
    PutScheduledAction: (input: { readonly ScheduledActionName: string }) => {
      this.mustHaveTarget();
      this.actions.set(input.ScheduledActionName, {
        ...input,
        ...{ ScheduledActionARN: "arn:action", CreationTime: 0 },
      });
      return {};
    },
    DeleteScheduledAction: ({ ScheduledActionName }: { readonly ScheduledActionName: string }) => {
      this.actions.delete(ScheduledActionName);
      return {};
    },
  };

  private mustHaveTarget(): void {
    if (this.target === undefined) {
      throw new FakeError("ObjectNotFoundException", "No scalable target registered");
    }
  }
}

const common = {
  ServiceNamespace: "sagemaker",
  ScalableDimension: "sagemaker:variant:DesiredInstanceCount",
};
