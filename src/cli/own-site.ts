import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';

import { SoftmaxBenchError } from '../errors.js';
import { generatorMark } from '../reports/shared/html-page.js';
import { requireNoLink, statIfThere } from '../storage/file-system.js';

/** The mark of a page is in its first lines. */
const headBytes = 512;

/**
 * A site overwrites an earlier one and nothing else.
 * @param folders in it, which may be no links.
 * @param files of the new site, by their paths in the folder, the first of which is a page of every site.
 * @throws SoftmaxBenchError where a file is of something else.
 */
export function requireOwnSite(
  folder: string,
  folders: readonly string[],
  [index, ...others]: readonly [string, ...string[]],
): void {
  for (const name of folders) requireNoLink(join(folder, name));
  if (isOwnPage(join(folder, index))) return;
  const foreign = [index, ...others]
    .map((name) => join(folder, name))
    .find((path) => statIfThere(path) !== undefined && !isOwnPage(path));
  if (foreign === undefined) return;
  throw new SoftmaxBenchError(
    `${foreign} is of no gallery: remove it, or choose another folder with --out`,
  );
}

function isOwnPage(path: string): boolean {
  if (statIfThere(path)?.isFile() !== true) return false;
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(headBytes);
    return head.toString('utf8', 0, readSync(file, head)).includes(generatorMark);
  } finally {
    closeSync(file);
  }
}
