import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import {
  findDocument,
  prepareOutputFolder,
  readDocument,
  runFolderOf,
  writeDocument,
} from './store.js';

describe('the document store', () => {
  const document = fixtureDocument();
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softmax-bench-store-'));
    path = join(folder, 'result.json');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads back what it wrote, by file and by folder, and leaves nothing else behind', () => {
    writeDocument(path, { ...document, finishedAtUtc: null, session: null });
    writeDocument(path, document);
    expect(readDocument(path)).toEqual(document);
    expect(readDocument(folder)).toEqual(document);
    expect(readdirSync(folder)).toEqual(['result.json']);
  });

  it('keeps the former document and no temporary file when writing fails', () => {
    mkdirSync(join(path, 'in the way'), { recursive: true });
    expect(() => writeDocument(path, document)).toThrow(SoftmaxBenchError);
    expect(readdirSync(folder)).toEqual(['result.json']);
    expect(readdirSync(path)).toEqual(['in the way']);
  });

  it('says in one line why it cannot write', () => {
    writeFileSync(path, 'a file');
    expect(() => prepareOutputFolder(path)).toThrow(
      /^cannot write .*it exists and is not a folder/,
    );
    expect(() => prepareOutputFolder(join(path, 'below'))).toThrow(/a part of the path is a file/);
    expect(() => writeDocument(join(folder, 'gone', 'result.json'), document)).toThrow(
      /the folder does not exist/,
    );
  });

  it.runIf(existsSync('/proc/self'))('gives up on a file system that takes no folders', () => {
    expect(() => prepareOutputFolder('/proc/results')).toThrow(/^cannot write \/proc\/results: /);
  });

  it('creates the output folder and leaves it empty', () => {
    prepareOutputFolder(join(folder, 'a', 'b'));
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual([]);
  });

  it('accepts a byte-order mark', () => {
    writeDocument(path, document);
    writeFileSync(path, `\uFEFF${readFileSync(path, 'utf8')}`);
    expect(readDocument(path)).toEqual(document);
  });

  it('gives documents that share nothing', () => {
    writeDocument(path, document);
    const [first, second] = [readDocument(path), readDocument(path)];
    expect(first.outcomes[0]).toEqual(second.outcomes[0]);
    expect(first.outcomes[0]!.cell).not.toBe(second.outcomes[0]!.cell);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'of a development version',
      () => JSON.stringify({ schemaVersion: 3, plan: { cells: [{ elementCount: 7 }, {}] } }),
      /was written by a development version of softmax-bench, .*; measure again$/,
    ],
    ['cut short', (text) => text.slice(0, 1000), /is not JSON .* perhaps it was cut short$/],
    ['no JSON', () => 'hello\n\u001b[2J', /^[^\p{Cc}]* is not JSON \([^\p{Cc}]*$/u],
    ['no result', () => '{"name":"x"}', /has no schemaVersion$/],
    [
      'of a later version',
      (text) => text.replace(/"schemaVersion":\d+/, '"schemaVersion":99'),
      /was written by a newer version of softmax-bench \(schemaVersion 99, this one reads 1\); update softmax-bench$/,
    ],
    [
      'of no version',
      (text) => text.replace(/"schemaVersion":\d+/, '"schemaVersion":"one"'),
      /has schemaVersion "one", expected 1$/,
    ],
    [
      'broken in one place',
      (text) => text.replace('"batchCount":', '"batchCount":"many","x":'),
      /: outcomes\.0\.batchCount: .*expected number.*, got "many"$/,
    ],
    [
      'broken in many places, by the first',
      (text) => text.replaceAll('"threadCount":1', '"threadCount":0'),
      /: plan\.cells\.0\.threadCount: [^;]*, got 0$/,
    ],
    [
      'broken by a value that is nested deeply',
      (text) => text.replace('"label":null', `"label":${'['.repeat(1e5)}${']'.repeat(1e5)}`),
      /: label: .*, got a list of 1$/,
    ],
    [
      'broken by a long value',
      (text) => text.replace('"label":null', `"label":"${'x'.repeat(3e6)}"`),
      /^.{0,500}, got "x+\.\.\.$/,
    ],
    [
      'about one cell twice',
      (text) => text.replace(/\n(\{"status":"measured".*\n)/, '\n$1$1'),
      / holds \S+\/default twice$/,
    ],
    [
      'about other passes than the implementation has',
      (text) => text.replace(/"passDurationsNs":\[(\[[^\]]*\])/, '"passDurationsNs":[$1,$1'),
      /another number of passes than the \S+ of this version/,
    ],
    [
      'broken by a long and hostile name',
      (text) => text.replace('{', `{"\\u001b[2J${'x'.repeat(1e5)}":1,`),
      /^[^\p{Cc}]{0,500}$/u,
    ],
    [
      'about an unknown implementation',
      (text) =>
        text
          .replaceAll('softmax/two-pass/', 'softmax/five-pass/')
          .replaceAll('"implementation":"two-pass"', '"implementation":"five-pass"'),
      /an implementation that this version of softmax-bench does not know: "five-pass" of softmax; update/,
    ],
    [
      'about an implementation of another operation',
      (text) =>
        text
          .replaceAll('softmax/two-pass/', 'log-softmax/two-pass/')
          .replaceAll(
            '"operation":"softmax","implementation":"two-pass"',
            '"operation":"log-softmax","implementation":"two-pass"',
          ),
      /"two-pass" of log-softmax/,
    ],
  ])('explains a document that is %s', (_, damage, expected) => {
    writeDocument(path, document);
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    expect(() => readDocument(path)).toThrow(expected);
    expect(() => readDocument(path)).toThrow(SoftmaxBenchError);
    // Only a file that is not there counts as none: what finds none may write one.
    expect(() => findDocument(folder)).toThrow(expected);
  });

  it('takes the result of a run for its folder', () => {
    writeDocument(path, document);
    expect(runFolderOf(path)).toBe(folder);
    expect(runFolderOf(folder)).toBe(folder);
    expect(runFolderOf(join(folder, 'gone', 'result.json'))).toBe(
      join(folder, 'gone', 'result.json'),
    );
  });

  it('finds no document in a folder without one, or that is not there', () => {
    expect(findDocument(folder)).toBeNull();
    expect(findDocument(join(folder, 'gone'))).toBeNull();
  });

  it('finds the document of a folder', () => {
    writeDocument(path, document);
    expect(findDocument(folder)).toEqual(document);
  });

  it.runIf(process.getuid?.() !== 0)('does not take a file that it may not read for none', () => {
    writeDocument(path, document);
    chmodSync(path, 0);
    expect(() => findDocument(folder)).toThrow(/cannot be read: permission denied$/);
  });

  it('does not take a folder in place of the file for none', () => {
    mkdirSync(path);
    expect(() => findDocument(folder)).toThrow(/result\.json is a folder, expected a file$/);
  });

  it('explains a missing document', () => {
    expect(() => readDocument(path)).toThrow(/result\.json cannot be read: no such file$/);
  });
});
