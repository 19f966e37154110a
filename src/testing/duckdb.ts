import type { DuckDBConnection } from '@duckdb/node-api';
import { DuckDBInstance } from '@duckdb/node-api';

/** What DuckDB answers to one query after another; the same database for all. */
export interface DuckDb {
  /** The rows as objects, with numbers for integers and text for timestamps. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => void;
}

/** An empty database in memory, in UTC, on two threads. */
export async function openDuckDb(): Promise<DuckDb> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection: DuckDBConnection = await instance.connect();
  return {
    query: async (sql) => {
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJson().map((row) =>
        Object.fromEntries(
          reader.columnTypes().map((type, index) => {
            const name = reader.columnName(index);
            const value = row[name] ?? null;
            const isInteger = ['BIGINT', 'HUGEINT'].includes(type.toString());
            return [name, isInteger && value !== null ? Number(value) : value];
          }),
        ),
      );
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A path as SQL has texts. */
export function sqlText(path: string): string {
  return `'${path.replaceAll("'", "''")}'`;
}
