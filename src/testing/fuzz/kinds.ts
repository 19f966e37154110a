import { configKind } from './configs.js';
import { flagsKind } from './flags.js';
import { folderKind } from './folders.js';
import type { FuzzKind } from './kind.js';
import { machineKind } from './machines.js';
import { profileKind } from './profiles.js';
import { resultBytesKind, resultKind } from './results.js';

/** A finding as it is stored. */
export interface Finding {
  readonly kind: string;
  readonly edits: readonly unknown[];
  readonly problem: string;
}

/** Every kind, and how many of it are tried in a turn: a folder takes seconds, a config milliseconds. */
export const kinds: readonly (readonly [FuzzKind, number])[] = [
  [resultKind as FuzzKind, 20],
  [resultBytesKind as FuzzKind, 10],
  [configKind as FuzzKind, 20],
  [profileKind as FuzzKind, 10],
  [machineKind as FuzzKind, 100],
  [flagsKind as FuzzKind, 40],
  [folderKind as FuzzKind, 1],
];

/** What is wrong with how the program takes the edits; null for nothing. */
export async function problemWith(
  kind: FuzzKind,
  edits: readonly unknown[],
): Promise<string | null> {
  const startedUs = process.cpuUsage();
  try {
    const problem = await kind.check(edits);
    if (problem !== null) return problem;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const { user, system } = process.cpuUsage(startedUs);
  return user + system > mostCpuUs ? `it takes ${Math.round((user + system) / 1e6)} s` : null;
}

/** Inputs have some 50 kB. */
const mostCpuUs = 15e6;

/** The fewest of the edits that are taken wrongly. */
export async function minimised(
  kind: FuzzKind,
  edits: readonly unknown[],
): Promise<readonly unknown[]> {
  for (let index = 0; index < edits.length; index += 1) {
    const fewer = edits.toSpliced(index, 1);
    if ((await problemWith(kind, fewer)) !== null) return await minimised(kind, fewer);
  }
  return edits;
}
