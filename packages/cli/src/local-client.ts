/** What every AWS client needs to reach the local AWS, whatever the caller's own AWS settings are. */
export interface LocalClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

export function localClient(local: { url: string; region: string }): LocalClientConfig {
  return {
    endpoint: local.url,
    region: local.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 2,
  };
}
