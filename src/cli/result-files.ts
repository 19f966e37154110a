import { readdirSync, statSync, type BigIntStats, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';

import type { UnusableFile } from '../compare/comparison.js';
import { reducedSuffix } from '../compare/reduced-store.js';
import { fileKeyOf, statIfThere } from '../storage/file-system.js';
import { systemReason } from '../storage/read-bytes.js';

/** The files that arguments name. */
export interface ResultFiles {
  /** In the order of the arguments, sorted within each; none twice. */
  readonly paths: readonly string[];
  /** Arguments that name nothing, and what was found and cannot be a result. */
  readonly unusable: readonly UnusableFile[];
}

/**
 * Files by path, folder or glob. A folder means every JSON file below it, but not in `node_modules` or
 * hidden folders. Reduced files are no results, and no folder or glob finds them.
 */
export async function findResultFiles(args: readonly string[]): Promise<ResultFiles> {
  const search = new Search();
  for (const argument of args) await search.add(argument);
  return search;
}

class Search implements ResultFiles {
  readonly paths: string[] = [];
  readonly unusable: UnusableFile[] = [];
  /** By device and number: two paths may lead to one file. */
  private readonly known = new Set<string>();

  async add(argument: string): Promise<void> {
    const stats = this.lookAt(argument);
    if (stats === null) return;
    if (stats === undefined) await this.addMatches(argument);
    else if (stats.isDirectory()) this.addFolder(argument);
    // What is named may be a pipe.
    else if (this.isNew(stats)) this.paths.push(argument);
  }

  private async addMatches(pattern: string): Promise<void> {
    const isPattern = isDynamicPattern(pattern);
    const found = isPattern
      ? await glob(pattern, {
          cwd: '.',
          ignore: '**/node_modules/**',
          onlyFiles: false,
          // As in a shell: links that lead round would be followed on ever longer paths.
          followSymbolicLinks: !pattern.includes('**'),
        })
      : [];
    const paths = found.filter((path) => !path.endsWith(reducedSuffix) && !path.endsWith('/'));
    if (paths.length > 0) this.addFiles(paths);
    else this.refuse(pattern, isPattern ? 'no file matches' : 'no such file or folder');
  }

  private addFolder(folder: string): void {
    const refusedCount = this.unusable.length;
    const paths = this.filesBelow(folder);
    this.addFiles(paths);
    if (paths.length === 0 && this.unusable.length === refusedCount) {
      this.refuse(folder, 'the folder holds no JSON file');
    }
  }

  /** Each folder is entered once: links may lead back, and from each of many folders to all others. */
  private filesBelow(top: string): readonly string[] {
    const entered = new Set<string>();
    const files: string[] = [];
    const folders = [top];
    // Last, so that what has a path of its own goes by it.
    const linked: string[] = [];
    for (;;) {
      const folder = folders.pop() ?? linked.shift();
      if (folder === undefined) return files;
      const stats = statIfThere(folder);
      if (stats === undefined || entered.has(fileKeyOf(stats))) continue;
      entered.add(fileKeyOf(stats));
      for (const entry of this.entriesIn(folder)) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) folders.push(path);
        else if (entry.isSymbolicLink() && statIfThere(path)?.isDirectory() === true)
          linked.push(path);
        else if (entry.name.endsWith('.json')) files.push(path);
      }
    }
  }

  private entriesIn(folder: string): readonly Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true }).filter(
        ({ name }) =>
          !name.startsWith('.') && name !== 'node_modules' && !name.endsWith(reducedSuffix),
      );
    } catch (error) {
      this.refuse(folder, `cannot be read: ${systemReason(error)}`);
      return [];
    }
  }

  /** What nobody named must be a regular file: a pipe without a writer would be waited for. */
  private addFiles(paths: readonly string[]): void {
    for (const path of [...paths].sort()) {
      const stats = this.lookAt(path);
      if (stats === undefined) this.refuse(path, 'no such file or folder');
      else if (stats?.isFile() === false) this.refuse(path, 'is not a regular file');
      else if (stats !== null && this.isNew(stats)) this.paths.push(path);
    }
  }

  /** Undefined where there is nothing of that name, null where the system does not say, which is noted. */
  private lookAt(path: string): BigIntStats | undefined | null {
    try {
      return statSync(path, { bigint: true, throwIfNoEntry: false });
    } catch (error) {
      this.refuse(path, `cannot be read: ${systemReason(error)}`);
      return null;
    }
  }

  private isNew(stats: BigIntStats): boolean {
    const isKnown = this.known.has(fileKeyOf(stats));
    this.known.add(fileKeyOf(stats));
    return !isKnown;
  }

  private refuse(path: string, reason: string): void {
    this.unusable.push({ path, reason });
  }
}
