import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { removeIfThere } from './file-system.js';

/** Name of the file that holds what was measured since the document was written last. */
export const journalFileName = '.result.journal';

/** More than a run writes between two documents; a larger file is not a run's. */
const largestBytes = 2 ** 28;

/**
 * Lines that survive the end of this process, each when it is written. The file is not kept open, which would keep
 * its file system from being unmounted.
 */
export class Journal {
  private hasFailed = false;
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, journalFileName);
  }

  /** Whether a line could not be written since the journal was cleared: the document has to be. */
  get isIncomplete(): boolean {
    return this.hasFailed;
  }

  append(line: string): void {
    if (this.hasFailed) return;
    try {
      writeFileSync(this.path, `${line}\n`, { flag: 'a' });
    } catch {
      this.hasFailed = true;
    }
  }

  /** Forgets the lines: a document holds what they said. */
  clear(): void {
    this.hasFailed = false;
    removeIfThere(this.path);
  }
}

/** The lines in the journal of a folder, of which the last may be cut short; none without a journal. */
export function readJournal(folder: string): readonly string[] {
  const path = join(folder, journalFileName);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.size > largestBytes) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '');
}
