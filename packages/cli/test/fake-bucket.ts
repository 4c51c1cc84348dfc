import { createHash } from "node:crypto";
import {
  HeadObjectCommand,
  ListObjectsV2Command,
  type PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";

/** The SHA-256 of an object as S3 writes it. */
export function checksum(content: string): string {
  return createHash("sha256").update(content).digest("base64");
}

/** A bucket that holds text by key, as strict as S3 with `If-None-Match: *` and a checksum. */
export class FakeBucket {
  public readonly objects = new Map<string, string>();
  public readonly puts: PutObjectCommandInput[] = [];
  /** Which upload from now on fails, once. */
  public failsAt = 0;

  public send(command: PutObjectCommand | HeadObjectCommand | ListObjectsV2Command) {
    if (command instanceof ListObjectsV2Command) {
      const { Prefix = "" } = command.input;
      const keys = [...this.objects.keys()].filter((key) => key.startsWith(Prefix));
      return Promise.resolve({ Contents: keys.map((Key) => ({ Key })) });
    }
    const key = command.input.Key ?? "";
    return command instanceof HeadObjectCommand ? this.head(key) : this.put(key, command.input);
  }

  private head(key: string) {
    const content = this.objects.get(key) ?? "";
    return Promise.resolve({ ContentLength: content.length, ChecksumSHA256: checksum(content) });
  }

  private put(key: string, input: PutObjectCommandInput) {
    this.failsAt -= 1;
    if (this.failsAt === 0) return Promise.reject(new Error("broken off"));
    this.puts.push(input);
    if (this.objects.has(key)) {
      return Promise.reject(Object.assign(new Error("412"), { name: "PreconditionFailed" }));
    }
    this.objects.set(key, String(input.Body));
    return Promise.resolve({});
  }
}
