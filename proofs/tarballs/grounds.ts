/**
 * What an example takes as existing, in HCL. An output's name is a text of the example; its value takes that text's place,
 * because AWS gives networks their ids.
 */
export const grounds: Readonly<Record<string, string>> = {
  serverless: `
    resource "aws_kms_key" "birds" {}
    resource "aws_kms_alias" "birds" {
      name          = "alias/birds"
      target_key_id = aws_kms_key.birds.id
    }`,
  "existing-account": `
    resource "aws_vpc" "ours" {
      cidr_block           = "10.0.0.0/16"
      enable_dns_hostnames = true
    }
    resource "aws_subnet" "a" {
      vpc_id            = aws_vpc.ours.id
      cidr_block        = "10.0.0.0/24"
      availability_zone = "eu-central-1a"
    }
    resource "aws_subnet" "b" {
      vpc_id            = aws_vpc.ours.id
      cidr_block        = "10.0.1.0/24"
      availability_zone = "eu-central-1b"
    }
    output "vpc-0a1b2c3d" { value = aws_vpc.ours.id }
    output "subnet-0a1b2c3d" { value = aws_subnet.a.id }
    output "subnet-4e5f6a7b" { value = aws_subnet.b.id }`,
};
