import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import { fixtureDocument } from '../testing/fixture-document.js';
import { readBytes } from './read-bytes.js';
import { findDocument, readDocument, serializeDocument } from './store.js';

const hasPosix = process.platform !== 'win32';
const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-read-'));
const limits = { mostBytes: 100_000, allowsPipe: false };
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('reads what a file holds, up to the limit', () => {
  const path = join(folder, 'whole');
  for (const size of [0, 1, 2 ** 16 - 1, 2 ** 16, 2 ** 16 + 1, limits.mostBytes]) {
    writeFileSync(path, 'x'.repeat(size));
    expect(readBytes(path, limits).length).toBe(size);
  }
  truncateSync(path, limits.mostBytes + 1);
  expect(() => readBytes(path, limits)).toThrow(/whole is larger than 97\.7 KiB$/);
});

it.runIf(hasPosix)('reads from files alone what nobody named', () => {
  const run = join(folder, 'run');
  mkdirSync(run);
  const path = join(run, 'result.json');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  expect(() => findDocument(run)).toThrow(/result\.json is not a regular file$/);
  expect(() => readDocument(run)).toThrow(/result\.json is not a regular file$/);
  rmSync(path);
  symlinkSync('/dev/zero', path);
  expect(() => findDocument(run)).toThrow(/result\.json is not a regular file$/);
  expect(() => readDocument(path)).toThrow(/result\.json is not a regular file$/);
});

it.runIf(hasPosix)('reads from a pipe that was named, up to the limit', () => {
  const document = fixtureDocument();
  const path = join(folder, 'pipe');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  writeFileSync(join(folder, 'source'), serializeDocument(document));
  spawn('sh', ['-c', 'cat "$0" > "$1"', join(folder, 'source'), path], { stdio: 'ignore' });
  expect(readDocument(path)).toEqual(document);
  spawn('sh', ['-c', 'cat /dev/zero > "$1"', '', path], { stdio: 'ignore' });
  expect(() => readBytes(path, { ...limits, allowsPipe: true })).toThrow(/is larger than/);
});

it.runIf(hasPosix)('says what the system refuses in one line', () => {
  const loop = join(folder, 'loop');
  symlinkSync(loop, loop);
  expect(() => readDocument(loop)).toThrow(/loop cannot be read: a symbolic link leads to itself$/);
  const long = join(folder, 'a'.repeat(300));
  expect(() => readDocument(long)).toThrow(/a cannot be read: the name is too long$/);
});

it('names UTF-16', () => {
  const path = join(folder, 'wide.json');
  writeFileSync(path, `\ufeff${serializeDocument(fixtureDocument())}`, 'utf16le');
  expect(() => readDocument(path)).toThrow(/wide\.json is UTF-16, expected UTF-8$/);
});

it('escapes what texts of a document could command', () => {
  const path = join(folder, 'label.json');
  const document = fixtureDocument();
  const label = 'a\u202eb\n\u001b[31m';
  writeFileSync(path, serializeDocument({ ...document, label }));
  expect(readDocument(path).label).toBe(String.raw`a\u{202e}b\n\u{1b}[31m`);
});
