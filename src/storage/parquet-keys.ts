/** The keys of the metadata by which a parquet file says what it holds. */
export const parquetKeys = {
  table: 'softmax_bench.table',
  schemaVersion: 'softmax_bench.schema_version',
} as const;

/** To be raised whenever a column of a table in parquet is renamed, removed or means something else. */
export const parquetSchemaVersion = 1;

/** Whether a path is that of a parquet file, by its name. */
export function isParquetPath(path: string): boolean {
  return path.endsWith('.parquet');
}
