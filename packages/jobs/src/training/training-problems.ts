import {
  dayProblems,
  isToken,
  listProblems,
  literalProblems,
  placeProblems,
  printed,
  roleNameProblems,
  wordProblems,
} from "@pictor/contracts";
import { usualTrainingPrefix } from "@pictor/contracts/training";
import { storeProblems } from "../batch/batch-problems";
import { machineNameProblems } from "../machine/job-name";
import { trainingContract } from "../run/training-contract";
import type { SpotTrainingProps } from "./spot-training";
import { trainingCatalogue } from "./training-catalogue";
import type { TrainingPlan } from "./training-plan";

/** Characters of a job's name after the machine's: two hyphens, run and attempt. */
const appended = `-${"r".repeat(16)}-1`.length;

/** Problems of the props that are read while the construct is built; empty if valid. */
export function trainingShapeProblems(props: SpotTrainingProps): string[] {
  const { container, name, network, prefix = usualTrainingPrefix } = props;
  return [
    ...literalProblems({ name, prefix }, "names, policies and patterns of events contain it"),
    ...wordProblems("container", container, Object.keys(trainingCatalogue)),
    ...(network === undefined
      ? []
      : [
          ...listProblems("network.subnetIds", network.subnetIds),
          ...listProblems("network.subnetArns", network.subnetArns),
        ]),
  ];
}

/** Problems of a training's props, its numbers aside; empty if valid. */
export function trainingProblems(props: SpotTrainingProps, plan: TrainingPlan): string[] {
  const { container, hyperparameters = {}, name, prefix = usualTrainingPrefix, program } = props;
  const { hardware } = trainingCatalogue[container];
  const wanted = plan.instance.accelerator === "none" ? "cpu" : plan.instance.accelerator;
  return [
    ...placeProblems(props),
    ...machineNameProblems(name, appended),
    ...roleNameProblems("roleName", props.roleName),
    ...roleNameProblems("jobRoleName", props.jobRoleName),
    ...storeProblems(props.store),
    ...(/^([\w.=-]+\/)+$/.test(prefix)
      ? []
      : [`prefix ${printed(prefix)} must be folders such as 'training/', with a slash at the end`]),
    ...(program === undefined || isToken(program) || /^[\w-]+\.py$/.test(program)
      ? []
      : [`program ${printed(program)} must be a script of the source archive, such as 'train.py'`]),
    ...(program === undefined && plan.instanceCount > 1
      ? [
          `instances.count must be 1 without a program of your own, got ${plan.instanceCount}: ${trainingContract.program} of pictor_model refuses several instances`,
        ]
      : []),
    ...(hardware === wanted
      ? []
      : [
          `container '${container}' is built for ${hardware}, but ${plan.instance.name} is ${wanted}: choose another instance type or another container`,
        ]),
    ...Object.keys(hyperparameters)
      .filter((each) => each.startsWith("sagemaker_"))
      .map(
        (each) => `hyperparameters has '${each}', which the construct sets itself: leave it out`,
      ),
    ...dayProblems("today", props.today),
  ];
}
