import { join } from "node:path";
import { hiddenMembers, hiddenResources, synthesise } from "@pictor/testing";
import type { Construct } from "constructs";
import { InferenceNetwork } from "../src";
import { props, services } from "./fixture";

describe("every resource of a network", () => {
  it("is a public property", () => {
    const made: Construct[] = [];
    synthesise((stack) => {
      made.push(new InferenceNetwork(stack, "Network", { ...props, interfaceEndpoints: services }));
    });
    const [network] = made as [Construct];
    expect(network.node.findAll().length).toBeGreaterThan(30);
    expect(hiddenResources(network, hiddenMembers(join(__dirname, "..")))).toEqual([]);
  });
});
