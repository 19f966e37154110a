import type { MeasuredOutcome } from '../../model/outcome.js';
import { roundMedians } from '../../statistics/rounded-samples.js';
import { timeValue } from './digits.js';
import type { AnalyzedResult } from './table.js';

/** The JSON of Google Benchmark, as its `tools/compare.py` reads it. */
interface GoogleBenchmarkRun {
  readonly context: Readonly<Record<string, unknown>>;
  readonly benchmarks: readonly GoogleBenchmarkEntry[];
}

/** Times are in `time_unit`. A kernel does not wait, so its CPU time is the time that passes. */
interface GoogleBenchmarkEntry {
  readonly name: string;
  readonly family_index: number;
  readonly per_family_instance_index: 0;
  readonly run_name: string;
  readonly run_type: 'iteration' | 'aggregate';
  readonly repetitions: number;
  readonly repetition_index?: number;
  readonly threads: number;
  readonly aggregate_name?: 'median';
  readonly aggregate_unit?: 'time';
  readonly iterations: number;
  readonly real_time: number;
  readonly cpu_time: number;
  readonly time_unit: 'ns';
}

/** Each round of a measured cell as a repetition, in the order of the rounds, and then the median of the cell. */
export function googleBenchmark({ document, analysis }: AnalyzedResult): GoogleBenchmarkRun {
  const { startedAtUtc, tool, machine, label } = document;
  const outcomes = new Map(document.outcomes.map((outcome) => [outcome.cell.id, outcome]));
  return {
    context: {
      date: startedAtUtc,
      // No result holds the name of its host.
      host_name: label ?? machine.cpuModel,
      executable: `${tool.name} ${tool.version}`,
      num_cpus: machine.logicalCpuCount,
      caches: machine.caches.map(({ level, kind, sizeBytes, sharedByCpuCount }) => ({
        type: kind === 'data' ? 'Data' : 'Unified',
        level,
        size: sizeBytes,
        num_sharing: sharedByCpuCount,
      })),
      library_build_type: 'release',
    },
    benchmarks: analysis.cells.flatMap(({ id, medianNs }, index) => {
      const outcome = outcomes.get(id);
      return outcome?.status === 'measured' ? entriesOf(outcome, medianNs, index) : [];
    }),
  };
}

function entriesOf(
  outcome: MeasuredOutcome,
  medianNs: number,
  index: number,
): readonly GoogleBenchmarkEntry[] {
  const { cell, batchCount, rounds } = outcome;
  const { values, rounds: ownRounds } = roundMedians(outcome);
  const common = {
    family_index: index,
    per_family_instance_index: 0,
    run_name: cell.id,
    repetitions: values.length,
    threads: cell.threadCount,
  } as const;
  return [
    ...values.map((durationNs, repetition) => ({
      name: cell.id,
      ...common,
      run_type: 'iteration' as const,
      repetition_index: repetition,
      iterations: batchCount * rounds.filter((round) => round === ownRounds[repetition]).length,
      ...timesOf(durationNs),
    })),
    {
      name: `${cell.id}_median`,
      ...common,
      run_type: 'aggregate',
      aggregate_name: 'median',
      aggregate_unit: 'time',
      iterations: values.length,
      ...timesOf(medianNs),
    },
  ];
}

function timesOf(
  durationNs: number,
): Pick<GoogleBenchmarkEntry, 'real_time' | 'cpu_time' | 'time_unit'> {
  const time = timeValue(durationNs);
  return { real_time: time, cpu_time: time, time_unit: 'ns' };
}
