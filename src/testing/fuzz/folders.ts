import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { serializeDocument } from '../../storage/store.js';
import { goldenDocument } from '../golden-document.js';
import { cliPath } from '../run-process.js';
import { hostileTexts, oneOf, some, type FuzzKind } from './kind.js';

/** What lies in a folder. */
interface Entry {
  readonly path: string;
  readonly kind: 'result' | 'text' | 'folder' | 'pipe' | 'link';
  /** Of a text its content, of a link where it leads. */
  readonly content: string;
  readonly mode: number;
}

const names = [
  'a.json',
  'result.json',
  'b/result.json',
  'b',
  '.h/x.json',
  'c.json/d.json',
  'x.reduced.json',
];
const leads = ['/dev/zero', '/dev/null', '.', '..', 'a.json', 'gone', 'b', '/proc/self/mem', '/'];

/** A folder with links, pipes, odd names and permissions, compared and reported. */
export const folderKind: FuzzKind<Entry> = {
  name: 'folder',
  draw: (random) =>
    some(random, () => {
      const kind = oneOf(random, ['result', 'result', 'text', 'folder', 'pipe', 'link'] as const);
      const isOdd = random() < 0.2;
      return {
        path: isOdd ? `${oneOf(random, hostileTexts).slice(0, 80)}.json` : oneOf(random, names),
        kind,
        content: kind === 'link' ? oneOf(random, leads.slice(0, -1)) : oneOf(random, hostileTexts),
        mode: random() < 0.8 ? 0o755 : 0,
      };
    }),
  check: (entries) => {
    const above = realpathSync(mkdtempSync(join(tmpdir(), 'softmax-bench-fuzz-')));
    // A link to the folder above must not lead to what else is there.
    const folder = join(above, 'own');
    mkdirSync(folder);
    try {
      for (const entry of entries) make(folder, entry);
      for (const command of [
        ['compare', folder],
        ['report', folder],
        ['export', folder],
      ]) {
        const { status, stderr, signal } = spawnSync(
          process.execPath,
          ['--max-old-space-size=512', cliPath, ...command],
          {
            encoding: 'utf8',
            timeout: 60_000,
            killSignal: 'SIGKILL',
            maxBuffer: 2 ** 28,
          },
        );
        if (signal !== null || status === null) return `${command[0]!} was ended by ${signal}`;
        if (![0, 2].includes(status))
          return `${command[0]!} exits with ${status}: ${stderr.slice(0, 500)}`;
        if (/^ {4}at /m.test(stderr)) return `${command[0]!}: ${stderr.slice(0, 500)}`;
      }
      return null;
    } finally {
      rmSync(above, { recursive: true, force: true });
    }
  },
};

/** What the system refuses is not there. */
function make(folder: string, { path, kind, content, mode }: Entry): void {
  const full = join(folder, path);
  if (!full.startsWith(`${folder}/`)) return;
  try {
    mkdirSync(dirname(full), { recursive: true });
    // Nothing is written or changed through a link, nor into a pipe.
    if (realpathSync(dirname(full)) !== dirname(full)) return;
    if (lstatSync(full, { throwIfNoEntry: false }) !== undefined) return;
    if (kind === 'result') writeFileSync(full, serializeDocument(goldenDocument()));
    if (kind === 'text') writeFileSync(full, content);
    if (kind === 'folder') mkdirSync(full);
    if (kind === 'pipe') spawnSync('mkfifo', [full]);
    if (kind === 'link') symlinkSync(content, full);
    else chmodSync(full, mode);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
