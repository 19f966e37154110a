import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { writeDocument } from '../storage/store.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { reduceRun } from './reduce.js';
import { ResultFileError } from '../storage/result-file-error.js';
import { readComparedRuns } from './read-compared-runs.js';
import { readComparedRun, writeReduced } from './reduced-store.js';

describe('the reduced file', () => {
  const document = fixtureDocument(['softmax', 'log-softmax']);
  const reduced = reduceRun(document);
  let folder: string;
  let path: string;
  let reducedPath: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'softmax-bench-reduced-'));
    path = join(folder, 'result.json');
    reducedPath = join(folder, 'result.reduced.json');
    writeDocument(path, document);
  });

  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  const read = () => readComparedRun(path);

  /** A change that only a reader of the reduced file sees. */
  function mark(): void {
    const text = readFileSync(reducedPath, 'utf8');
    writeFileSync(reducedPath, text.replace(/"runId":"[^"]*"/, '"runId":"marked"'));
  }

  it('is left behind, and gives the same as the result', () => {
    expect(read()).toEqual({ path, ...reduced });
    expect(readdirSync(folder).sort()).toEqual(['result.json', 'result.reduced.json']);
    expect(statSync(reducedPath).size).toBeLessThan(statSync(path).size / 5);
  });

  it('is what is read next time', () => {
    writeReduced(path, document);
    mark();
    expect(read()).toMatchObject({ run: { runId: 'marked' } });
  });

  it.each<[string, () => void]>([
    ['the result changed', () => writeFileSync(path, `${readFileSync(path, 'utf8')}\n`)],
    [
      'it is of another version of the reduction',
      () => replaceIn('"reductionVersion":9', '"reductionVersion":8'),
    ],
    [
      'it was cut short',
      () => writeFileSync(reducedPath, readFileSync(reducedPath).subarray(0, 999)),
    ],
    ['it breaks its schema', () => replaceIn('"failed":', '"flawed":')],
    ['a point lies outside of its problems', () => replaceIn('"at":[0', '"at":[99')],
  ])('is made anew when %s', (_, damage) => {
    writeReduced(path, document);
    mark();
    damage();
    expect(read()).toEqual({ path, ...reduced });
    expect(read()).toEqual({ path, ...reduced });
    mark();
    expect(read()).toMatchObject({ run: { runId: 'marked' } });
  });

  it('does without a folder that can be written', () => {
    chmodSync(folder, 0o500);
    expect(read()).toEqual({ path, ...reduced });
    writeReduced(path, document);
  });

  it('does not hide that the result itself is wrong', () => {
    writeReduced(path, document);
    writeFileSync(path, '{');
    expect(read()).toMatchObject({ message: expect.stringMatching(/is not JSON/) as string });
  });

  it('is read the same by threads, in the order of the files', async () => {
    const missing = join(folder, 'missing.json');
    const paths = Array.from({ length: 40 }, (_, index) => (index % 7 === 3 ? missing : path));
    const runs = await readComparedRuns(paths);
    expect(runs.map((run) => run instanceof ResultFileError)).toEqual(
      paths.map((own) => own === missing),
    );
    expect(runs[0]).toEqual(readComparedRun(path));
    expect(runs[3]).toEqual(readComparedRun(missing));
  });

  function replaceIn(text: string, by: string): void {
    writeFileSync(reducedPath, readFileSync(reducedPath, 'utf8').replace(text, by));
  }
});
