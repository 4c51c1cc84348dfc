import { scrubbedEnvironment } from "@pictor/terraform";
import { awsEnvironment, overrulingVariables } from "../src";

describe("the scrubbed environment", () => {
  const parent = {
    PATH: "/bin",
    HOME: "/home/u",
    AWS_PROFILE: "prod",
    AWS_SECRET_ACCESS_KEY: "real",
    AWS_ENDPOINT_URL: "https://elsewhere",
    TF_VAR_x: "1",
    TF_CLI_CONFIG_FILE: "/x",
    NODE_OPTIONS: "--inspect",
    PYTHONPATH: "/y",
  };

  it("keeps what a process needs, and nothing of AWS, Terraform or a language's runtime", () => {
    expect(scrubbedEnvironment(parent)).toEqual({ PATH: "/bin", HOME: "/home/u" });
  });

  it("with the local AWS's variables reaches that alone, whatever files the user has", () => {
    const local = awsEnvironment({
      url: "http://127.0.0.1:1",
      region: "eu-west-1",
      credentials: { accessKeyId: "LOCALKEY", secretAccessKey: "of this run" },
    });
    expect({ ...scrubbedEnvironment(parent), ...local }).toMatchObject({
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "LOCALKEY",
      AWS_SECRET_ACCESS_KEY: "of this run",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "2",
    });
    const overruling = overrulingVariables(local);
    expect(Object.keys(local).filter((name) => overruling.includes(name))).toEqual([]);
  });

  it("is overruled by what stands for one service or command, too, if it is set", () => {
    const shell = {
      AWS_ENDPOINT_URL_S3: "https://elsewhere",
      TF_CLI_ARGS: "-lock=false",
      TF_CLI_ARGS_plan: "-destroy",
      TF_CLI_CONFIG_FILE: "/x",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      "TF_CLI_ARGS;reboot": "",
    };
    const always = overrulingVariables({});
    expect(always).toEqual(expect.arrayContaining(["AWS_PROFILE", "TF_WORKSPACE"]));
    expect(overrulingVariables(shell)).toEqual([
      ...always,
      "AWS_ENDPOINT_URL_S3",
      "TF_CLI_ARGS",
      "TF_CLI_ARGS_plan",
    ]);
  });
});
