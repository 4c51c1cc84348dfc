import type * as z from "zod";
import type {
  AwsPlace,
  Calibration,
  DeployedEndpoint,
  ModelAnswer,
  Place,
  PredictionResponse,
  Release,
  ReleaseManifest,
  Target,
} from "../src/index";
import type {
  awsPlaceSchema,
  calibrationSchema,
  deployedEndpointSchema,
  modelAnswerSchema,
  placeSchema,
  predictionResponseSchema,
  releaseManifestSchema,
  releaseSchema,
  SameShape,
  targetSchema,
} from "../src/schemas";

type Same<Schema extends z.ZodType, Type> = SameShape<z.infer<Schema>, Type>;

/** Does not compile where a schema and its published type differ, be it in an optional property. */
const same: {
  awsPlace: Same<typeof awsPlaceSchema, AwsPlace>;
  calibration: Same<typeof calibrationSchema, Calibration>;
  deployedEndpoint: Same<typeof deployedEndpointSchema, DeployedEndpoint>;
  manifest: Same<typeof releaseManifestSchema, ReleaseManifest>;
  modelAnswer: Same<typeof modelAnswerSchema, ModelAnswer>;
  place: Same<typeof placeSchema, Place>;
  prediction: Same<typeof predictionResponseSchema, PredictionResponse>;
  release: Same<typeof releaseSchema, Release>;
  target: Same<typeof targetSchema, Target>;
} = {
  awsPlace: true,
  calibration: true,
  deployedEndpoint: true,
  manifest: true,
  modelAnswer: true,
  place: true,
  prediction: true,
  release: true,
  target: true,
};

describe("schemas", () => {
  it("parse exactly the published types", () => {
    expect(Object.values(same)).not.toContain(false);
  });
});
