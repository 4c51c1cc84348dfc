/** What destroying a resource of a type means. */
export interface Consequence {
  readonly loses: "data" | "service" | "nothing";
  readonly what: string;
  /** Whether a replacement that creates the new one first avoids it. @default false */
  readonly createFirstHelps?: true;
}

/** Types whose objects hold data that no configuration can bring back. */
const data: Readonly<Record<string, string>> = {
  aws_s3_bucket: "its objects",
  aws_s3_object: "the object",
  aws_dynamodb_table: "its items",
  aws_db_instance: "the database",
  aws_db_cluster_snapshot: "the snapshot",
  aws_db_snapshot: "the snapshot",
  aws_rds_cluster: "the database",
  aws_rds_cluster_instance: "what the instance holds",
  aws_docdb_cluster: "the database",
  aws_neptune_cluster: "the database",
  aws_redshift_cluster: "the warehouse",
  aws_elasticache_cluster: "the cache",
  aws_elasticache_replication_group: "the cache",
  aws_memorydb_cluster: "the database",
  aws_opensearch_domain: "its indices",
  aws_elasticsearch_domain: "its indices",
  aws_efs_file_system: "its files",
  aws_fsx_lustre_file_system: "its files",
  aws_ebs_volume: "the volume",
  aws_ebs_snapshot: "the snapshot",
  aws_backup_vault: "its backups",
  aws_kms_key: "whatever is encrypted under it",
  aws_cloudwatch_log_group: "its logs",
  aws_cloudtrail: "the trail of calls from now on",
  aws_secretsmanager_secret: "the secret",
  aws_secretsmanager_secret_version: "that version of the secret",
  aws_ssm_parameter: "the parameter's value and history",
  aws_ecr_repository: "its images",
  aws_cognito_user_pool: "its users",
  aws_sqs_queue: "its messages",
  aws_kinesis_stream: "its records",
  aws_msk_cluster: "its topics",
  aws_timestreamwrite_table: "its records",
  aws_sagemaker_model_package_group: "its versions of models",
  aws_sagemaker_feature_group: "its features",
  google_storage_bucket: "its objects",
  google_sql_database_instance: "the database",
  google_bigquery_dataset: "its tables",
  google_bigquery_table: "its rows",
  google_kms_crypto_key: "whatever is encrypted under it",
  google_compute_disk: "the disk",
  azurerm_storage_account: "its blobs and files",
  azurerm_storage_container: "its blobs",
  azurerm_mssql_database: "the database",
  azurerm_postgresql_flexible_server: "the database",
  azurerm_cosmosdb_account: "its items",
  azurerm_key_vault: "its keys and secrets",
  azurerm_managed_disk: "the disk",
  kubernetes_persistent_volume_claim: "the volume",
  random_password: "the password: whoever uses it must learn the new one",
  tls_private_key: "the key: its certificates become invalid",
};

/** Types whose absence stops what callers use, until the new one is there. */
const service: Readonly<Record<string, string>> = {
  aws_sagemaker_endpoint: "its callers get errors until the new endpoint is in service",
  aws_lambda_function: "its callers get errors until the new function is there",
  aws_lambda_alias: "its callers get errors until the new alias is there",
  aws_ecs_service: "its tasks stop until the new ones are healthy",
  aws_instance: "the instance stops, and its local disks are lost",
  aws_autoscaling_group: "its instances stop until the new ones are healthy",
  aws_lb: "its callers get errors, and its DNS name changes",
  aws_vpc_endpoint: "calls through it fail until the new endpoint is there",
  aws_nat_gateway: "calls to the internet fail until the new gateway is there",
  aws_db_proxy: "connections fail until the new proxy is there",
  aws_eks_cluster: "the cluster and all that runs on it stop",
  aws_sfn_state_machine: "running executions stop",
  aws_route53_record: "the name does not resolve until the new record is there",
  google_cloud_run_service: "its callers get errors until the new service is there",
  google_container_cluster: "the cluster and all that runs on it stop",
  google_compute_instance: "the instance stops",
  azurerm_kubernetes_cluster: "the cluster and all that runs on it stop",
  azurerm_linux_virtual_machine: "the machine stops",
};

/** Types whose replacement changes the address that callers use, whichever comes first. */
const address: Readonly<Record<string, string>> = {
  aws_api_gateway_rest_api: "its URL changes: every caller needs the new one",
  aws_apigatewayv2_api: "its URL changes: every caller needs the new one",
  aws_api_gateway_api_key: "clients need the new key",
  aws_api_gateway_stage: "its callers get errors until the new stage is there",
  aws_lambda_function_url: "its URL changes: every caller needs the new one",
  aws_cloudfront_distribution: "its domain name changes: every caller needs the new one",
  aws_eip: "its address changes",
  aws_vpc: "all that is in the network is replaced with it",
  aws_subnet: "all that is in the subnet is replaced with it",
  aws_iam_access_key: "whoever uses the key needs the new one",
};

/** Types that only connect or describe others: a new one does the same. */
const nothing: readonly string[] = [
  "aws_api_gateway_deployment",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_lambda_permission",
  "aws_sagemaker_endpoint_configuration",
  "aws_sagemaker_model",
  "aws_cloudwatch_dashboard",
  "null_resource",
  "terraform_data",
  "local_file",
  "time_sleep",
];

/** Returns what the loss of a resource means; undefined if the type is not known here. */
export function consequenceOf(type: string): Consequence | undefined {
  const lost = data[type];
  if (lost !== undefined) return { loses: "data", what: `data is lost: ${lost}` };
  const stops = service[type];
  if (stops !== undefined) return { loses: "service", what: stops, createFirstHelps: true };
  const changes = address[type];
  if (changes !== undefined) return { loses: "service", what: changes };
  if (nothing.includes(type)) return { loses: "nothing", what: "nothing is lost" };
  return undefined;
}
