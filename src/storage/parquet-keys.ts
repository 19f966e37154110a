/** The keys of the metadata by which a parquet file says what it holds. */
export const parquetKeys = {
  table: 'softmax_bench.table',
  schemaVersion: 'softmax_bench.schema_version',
} as const;

/** To be raised whenever a column of a table in parquet is renamed, removed or means something else. */
export const parquetSchemaVersion = 1;
