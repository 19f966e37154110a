import { expect, it } from 'vitest';

import { detectMachine } from '../machine/detect.js';
import { diagnose } from '../machine/doctor/diagnose.js';
import { checkIds } from '../model/finding.js';
import { laptop } from '../testing/fixture-hosts.js';
import { doctorCommand, renderDiagnosis, type Diagnosis } from './doctor.js';

const host = laptop();
const machine = detectMachine({ lastLevelCacheBytes: null, isaFeatures: [] }, host);
const targets = [{ target: 'js', available: true, reason: null }] as const;
const clocks = [{ source: 'hrtime', frequencyHz: 1e9, overheadNs: 50 }];
const diagnosis = { machine, results: diagnose({ host, machine, targets, clocks }) };

it('shows the findings with cause and remedy, then the rest, in 80 columns', async () => {
  const text = renderDiagnosis(diagnosis, 80);
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  await expect(text).toMatchFileSnapshot('../testing/golden/doctor.txt');
});

it('says when nothing is the matter, and when a check failed', () => {
  const fine: Diagnosis = { machine, results: [{ check: 'load', status: 'fine', what: 'idle' }] };
  expect(renderDiagnosis(fine, 80)).toMatch(/fine: {4}other load: idle\n\nNothing here/);
  const failed: Diagnosis = {
    machine,
    results: [{ check: 'load', status: 'failed', message: 'a bug' }],
  };
  expect(renderDiagnosis(failed, 80)).toContain('failed:  other load: a bug');
});

it('prints JSON of this computer with one result a check, and exits with 0', async () => {
  let stdout = '';
  const io = {
    stdout: (text: string) => (stdout += text),
    stderr: () => undefined,
    columns: 80,
    isInteractive: false,
    color: false,
  };
  expect(await doctorCommand({ json: true }, io)).toBe(0);
  const { results } = JSON.parse(stdout) as Diagnosis;
  expect(results.map(({ check }) => check)).toEqual(checkIds);
});
