import {
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
import { prepareOutputFolder, readDocument, writeDocument } from './store.js';

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

  it.each<[string, (text: string) => string, RegExp]>([
    ['cut short', (text) => text.slice(0, 1000), /is not JSON .* perhaps it was cut short$/],
    ['no JSON', () => 'hello\n\u001b[2J', /^[^\p{Cc}]* is not JSON \([^\p{Cc}]*$/u],
    ['no result', () => '{"name":"x"}', /has no schemaVersion$/],
    [
      'of a later version',
      (text) => text.replace(/"schemaVersion":\d+/, '"schemaVersion":99'),
      /has schemaVersion 99, this version of softmax-bench reads versions 1 to 4$/,
    ],
    [
      'broken in one place',
      (text) => text.replace('"batchCount":', '"batchCount":"many","x":'),
      /: outcomes\.0\.batchCount: .*expected number.*, got "many"; outcomes\.0: .*"x"/,
    ],
    [
      'broken in many places',
      (text) => text.replaceAll('"threadCount":1', '"threadCount":0'),
      /; and \d+ more$/,
    ],
    [
      'about an unknown algorithm',
      (text) => text.replace('"algorithm":"two-pass"', '"algorithm":"five-pass"'),
      /expected the id of an algorithm that this version knows, got "five-pass"/,
    ],
  ])('explains a document that is %s', (_, damage, expected) => {
    writeDocument(path, document);
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    expect(() => readDocument(path)).toThrow(expected);
    expect(() => readDocument(path)).toThrow(SoftmaxBenchError);
  });

  it('explains a missing document', () => {
    expect(() => readDocument(path)).toThrow(/no such file; expected a result\.json$/);
  });
});
