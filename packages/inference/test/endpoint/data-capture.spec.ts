import { realTime } from "../built";

describe("data capture", () => {
  it.each([0, 101, 1.5])("refuses to keep %d percent", (samplingPercent) => {
    const store = { bucketName: "payloads", grantWrite: () => undefined };
    expect(realTime({ dataCapture: { store, samplingPercent } }).endpoint.node.validate()).toEqual([
      expect.stringContaining(
        `samplingPercent must be a whole number from 1 to 100, got ${samplingPercent}`,
      ),
    ]);
  });

  it("keeps a share of requests and answers below the endpoint's own prefix, which the role may write", () => {
    const granted: unknown[] = [];
    const store = {
      bucketName: "payloads",
      grantWrite: (role: { node: { path: string } }, prefix: string) =>
        granted.push([role.node.path, prefix]),
    };
    const { out } = realTime({ dataCapture: { store, samplingPercent: 10 } });
    for (const { data_capture_config } of out.resources("aws_sagemaker_endpoint_configuration")) {
      expect(data_capture_config).toEqual({
        enable_capture: true,
        initial_sampling_percentage: 10,
        destination_s3_uri: "s3://payloads/capture/pictor-test-endpoint/",
        capture_options: [{ capture_mode: "Input" }, { capture_mode: "Output" }],
      });
    }
    expect(granted).toEqual([["test/Endpoint/Role/Resource", "capture/pictor-test-endpoint/"]]);
  });
});
