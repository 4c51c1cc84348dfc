// Runs a function's bundle as Lambda does, in a process of its own: one invocation for each message.
process.on("unhandledRejection", (reason) => process.send({ unhandled: String(reason) }));
const { handler } = require(process.argv[2]);

process.on("message", async ({ id, event, remainingMs }) => {
  const end = performance.now() + remainingMs;
  const context = { getRemainingTimeInMillis: () => end - performance.now() };
  const start = performance.now();
  const answer = await handler(event, context).then(
    (response) => ({ response }),
    (error) => ({ thrown: String(error) }),
  );
  process.send({ id, ms: performance.now() - start, rss: process.memoryUsage.rss(), ...answer });
});
process.send({ ready: true });
