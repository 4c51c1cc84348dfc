import type { PolicyStatement } from "@pictor/contracts";
import { type DeployPlace, namesAt, resources } from "./deploy-place";

/**
 * What deploying a capacity controller takes beyond its function, its roles and its rule: its parameters, its schedule,
 * and the calls by which Terraform asks it to check a spec and to retire its endpoint. It calls no other function.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html (read 2026-11)
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html
 */
export function capacityStatements(place: DeployPlace): readonly PolicyStatement[] {
  const { capacityFunction, capacityParameters } = namesAt(place);
  const parameters = Object.values(capacityParameters).map((name) => `parameter${name}`);
  return [
    {
      Sid: "KeepParameters",
      Effect: "Allow",
      Action: [
        "ssm:AddTagsToResource",
        "ssm:DeleteParameter",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:ListTagsForResource",
        "ssm:PutParameter",
        "ssm:RemoveTagsFromResource",
      ],
      Resource: resources(place, "ssm", ...parameters),
    },
    // It has no resource.
    { Sid: "FindParameters", Effect: "Allow", Action: "ssm:DescribeParameters", Resource: "*" },
    {
      Sid: "KeepSchedule",
      Effect: "Allow",
      Action: [
        "scheduler:CreateSchedule",
        "scheduler:DeleteSchedule",
        "scheduler:GetSchedule",
        "scheduler:UpdateSchedule",
      ],
      Resource: resources(place, "scheduler", `schedule/default/${capacityFunction}`),
    },
    {
      Sid: "CallController",
      Effect: "Allow",
      Action: "lambda:InvokeFunction",
      // Terraform's provider names the version, which is part of the resource then.
      Resource: resources(
        place,
        "lambda",
        `function:${capacityFunction}`,
        `function:${capacityFunction}:$LATEST`,
      ),
    },
  ];
}
