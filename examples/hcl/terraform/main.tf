terraform {
  required_version = ">= 1.10"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

# Stands for the network and the key that a team already describes in HCL.
resource "aws_vpc" "ours" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  for_each          = { eu-central-1a = "10.0.0.0/24", eu-central-1b = "10.0.1.0/24" }
  vpc_id            = aws_vpc.ours.id
  availability_zone = each.key
  cidr_block        = each.value
}

resource "aws_kms_key" "ours" {
  description         = "Logs, disks and models"
  enable_key_rotation = true
}

module "birds" {
  source      = "../module"
  vpc_id      = aws_vpc.ours.id
  subnet_id_a = aws_subnet.private["eu-central-1a"].id
  subnet_id_b = aws_subnet.private["eu-central-1b"].id
  key_arn     = aws_kms_key.ours.arn
}

output "url" {
  description = "Address of the API."
  value       = module.birds.api_url
}
