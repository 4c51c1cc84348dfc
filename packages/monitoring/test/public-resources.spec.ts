import { join } from "node:path";
import { hiddenMembers, hiddenResources } from "@pictor/testing";
import type { Monitoring } from "../src";
import { build, watchAll } from "./watched";

describe("every resource of monitoring", () => {
  it("is a public property", () => {
    const made: Monitoring[] = [];
    build(
      (monitoring) => {
        watchAll(monitoring);
        made.push(monitoring);
      },
      {
        budget: { monthlyUsd: 500 },
        subscriptions: [{ kind: "email", address: "a@example.com", severity: "warning" }],
        chats: [{ teamId: "T0123456789", channelId: "C0123456789", severity: "warning" }],
      },
    );
    const [monitoring] = made as [Monitoring];
    expect(monitoring.node.findAll().length).toBeGreaterThan(60);
    expect(hiddenResources(monitoring, hiddenMembers(join(__dirname, "..")))).toEqual([]);
  });
});
