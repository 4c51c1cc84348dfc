const longest = 255;

/**
 * A description as EC2 takes it of security groups and their rules: other characters become hyphens, the end is cut.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html (read 2026-11)
 */
export function ec2Description(text: string): string {
  return text.replaceAll(/[^a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]/g, "-").slice(0, longest);
}
