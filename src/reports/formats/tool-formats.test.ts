import { describe, expect, it } from 'vitest';

import { analyzeCells } from '../../analysis/analyze.js';
import { firstRounds } from '../../testing/first-rounds.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { bencherMetrics } from './bencher.js';
import { githubBenchmark } from './github-benchmark.js';
import { googleBenchmark } from './google-benchmark.js';
import type { AnalyzedResult } from './table.js';

const document = fixtureDocument();
const result: AnalyzedResult = { document, analysis: analyzeCells(document) };
const { cells } = result.analysis;
const short = firstRounds(document, 2);
const shortResult: AnalyzedResult = { document: short, analysis: analyzeCells(short) };

describe('githubBenchmark', () => {
  it('has an entry for each cell, with the fields that the action reads', () => {
    const entries = githubBenchmark(result);
    expect(entries.map(({ name }) => name)).toEqual(cells.map(({ id }) => id));
    for (const { unit, value, range, extra } of entries) {
      expect(unit).toBe('ns');
      expect(value).toBeGreaterThan(0);
      expect(range).toMatch(/^95% CI [\d.]+-[\d.]+$/);
      expect(extra).toContain(document.machine.cpuModel);
    }
  });

  it('has no range without an interval', () => {
    expect(Object.keys(githubBenchmark(shortResult)[0]!)).not.toContain('range');
  });
});

describe('bencherMetrics', () => {
  it('has the latency of each cell within its bounds', () => {
    const metrics = bencherMetrics(result);
    expect(Object.keys(metrics)).toEqual(cells.map(({ id }) => id));
    for (const { latency } of Object.values(metrics)) {
      expect(latency.lower_value).toBeLessThanOrEqual(latency.value);
      expect(latency.upper_value).toBeGreaterThanOrEqual(latency.value);
    }
  });

  it('has the value alone without an interval', () => {
    const [first] = Object.values(bencherMetrics(shortResult));
    expect(Object.keys(first!.latency)).toEqual(['value']);
  });
});

describe('googleBenchmark', () => {
  const { context, benchmarks } = googleBenchmark(result);

  it('has what compare.py reads of an entry', () => {
    expect(context).toMatchObject({ date: document.startedAtUtc, num_cpus: 8 });
    for (const entry of benchmarks) {
      expect(entry).toMatchObject({
        name: expect.any(String) as string,
        run_name: expect.any(String) as string,
        run_type: expect.stringMatching(/^(iteration|aggregate)$/) as string,
        time_unit: 'ns',
        family_index: expect.any(Number) as number,
        per_family_instance_index: 0,
      });
      expect(entry.real_time).toBeGreaterThan(0);
      expect(entry.cpu_time).toBe(entry.real_time);
      expect(entry.iterations).toBeGreaterThan(0);
    }
  });

  it('has each round as a repetition of its cell, and the median', () => {
    for (const { id, medianNs } of cells) {
      const own = benchmarks.filter(({ run_name: name }) => name === id);
      const rounds = own.filter(({ run_type: type }) => type === 'iteration');
      expect(rounds.map(({ repetition_index: index }) => index)).toEqual([...rounds.keys()]);
      expect(new Set(own.map(({ repetitions }) => repetitions))).toEqual(new Set([rounds.length]));
      const [median, ...rest] = own.filter(({ run_type: type }) => type === 'aggregate');
      expect(rest).toEqual([]);
      expect(median).toMatchObject({ name: `${id}_median`, aggregate_name: 'median' });
      expect(median!.real_time).toBeCloseTo(medianNs, -Math.floor(Math.log10(medianNs)) + 4);
    }
  });
});
