/**
 * What the training script of `pictor_model` expects of its job. The script's own `contract.json` has the same values;
 * the construct cannot read that file where it is installed from npm, and `test/training/contract.spec.ts` compares the
 * two.
 */
export const trainingContract = {
  /** Script in the source archive. */
  program: "train.py",
  /**
   * Channels of a job. The weights to begin with lie in `training`, as `weights.pth` beside the classes: the script also
   * takes a channel `weights`, but Step Functions cannot leave a channel out of a job that has none.
   */
  channels: { training: "training", code: "code" },
  checkpointPath: "/opt/ml/checkpoints",
  /** Starts the toolkit of AWS's image, and hands it SIGTERM: the image's own entry point does not. */
  containerEntrypoint: [
    "bash",
    "-c",
    "set -m; (trap '' TERM; exec train) & p=$!; trap \"kill -TERM -- -$p\" TERM; wait $p; r=$?; while kill -0 -- -$p 2>/dev/null; do sleep 0.2; done; exit $r",
  ],
  /** What the script logs, as SageMaker's metrics by name. */
  metrics: {
    "train:loss": "train_loss=([0-9]+\\.[0-9]+)",
    "validation:accuracy": "held_out_accuracy=([0-9]+\\.[0-9]+)",
    "validation:loss": "held_out_loss=([0-9]+\\.[0-9]+)",
  },
} as const;
