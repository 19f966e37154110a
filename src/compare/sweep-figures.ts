import { pickAxes } from '../model/axes.js';
import { targets, type Target } from '../model/vocabulary.js';
import type { Study } from '../softmax/studies.js';
import { combineRuns } from './combine.js';
import { studyFor } from './compare-machines.js';
import type { ReducedRun, ReducedSweep } from './compared-run.js';
import { levelsOf, type LevelPoint } from './levels.js';
import { machineFacts, type MachineFacts } from './machine-facts.js';
import { slotAxes } from './series.js';
import { viewMachine } from './views.js';

/** What a comparison shows of one sweep of one run, whatever it is compared with. */
export interface SweepFigures {
  readonly run: ReducedRun;
  readonly sweep: ReducedSweep;
  readonly study: Study;
  readonly facts: MachineFacts;
  /** By time; from the innermost cache to DRAM. */
  readonly levels: readonly LevelPoint[];
}

/** The figures of every sweep of a run that measured anything. */
export function sweepFiguresOf(run: ReducedRun): readonly SweepFigures[] {
  return run.sweeps
    .filter(({ layout }) => layout.series.length > 0)
    .map((sweep) => {
      const view = { metric: 'time', by: 'element-count', targets: 'same' } as const;
      const alone = { path: '', ...run, sweeps: [sweep] };
      const machine = combineRuns({ name: '', runs: [alone] }, () => true);
      const study = studyFor(machine);
      const { series } = viewMachine(machine, view);
      const facts = machineFacts(machine, pickAxes(sweep, slotAxes), targetOf(sweep), study);
      const shipped = sweep.answer?.shipped?.implementation ?? null;
      return { run, sweep, study, facts, levels: levelsOf(series, study, view, shipped) };
    });
}

/** Null for none of ours, of which a comparison has no sweep. */
function targetOf({ target }: ReducedSweep): Target | null {
  return targets.find((own) => own === target) ?? null;
}
