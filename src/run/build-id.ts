import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folders whose code decides a measured time, relative to the package. What the config and the machine
 * decide is not among them: a result holds both in full.
 */
const measuringFolders = [
  'dist/src/backends',
  'dist/src/measure',
  'dist/src/model',
  'dist/src/plan',
  'dist/src/softmax',
  'dist/src/statistics',
  'src/backends/wasm',
  'src/backends/external/libraries/python',
];
const buildIdLength = 12;

/**
 * A hash over the kernels and the compiled code that times them, without its comments; null where nothing
 * is compiled. Results of one machine with the same id are comparable.
 * @param root folder of the package.
 * @param addonPath the native kernels that are loaded, or null.
 */
export function buildIdOf(root: string, addonPath: string | null): string | null {
  const files = measuringFolders.flatMap((folder) => codeFilesIn(root, folder));
  if (files.length === 0) return null;
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\n`);
    hash.update(file.endsWith('.js') ? withoutComments(content.toString()) : content);
  }
  if (addonPath !== null) hash.update(readFileSync(addonPath));
  return hash.digest('hex').slice(0, buildIdLength);
}

function codeFilesIn(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|wasm|py)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/** Without the comments that have lines of their own, which is where the compiler leaves most. */
function withoutComments(code: string): string {
  return code.replaceAll(/^[ \t]*(?:\/\/.*|\/\*[^]*?\*\/[ \t]*)\n/gm, '');
}
