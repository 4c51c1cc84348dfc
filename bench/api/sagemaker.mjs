// A SageMaker runtime whose model answers at once, in a process of its own: it tells its URL and ends with its parent.
import { createRequire } from "node:module";
import { join } from "node:path";

const testing = join(import.meta.dirname, "..", "..", "packages", "testing", "dist");
const { good, LoopbackSageMaker } = createRequire(import.meta.url)(
  join(testing, "loopback-sagemaker.js"),
);
const sagemaker = new LoopbackSageMaker();
process.send(await sagemaker.start());
sagemaker.behave({ model: [good] });
// What it received is kept for tests; here it would only grow.
setInterval(() => sagemaker.behave({ model: [good] }), 200);
process.on("disconnect", () => process.exit(0));
