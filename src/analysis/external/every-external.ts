import type { CellPoint } from '../../model/axes.js';
import type { ResultDocument } from '../../model/result.js';
import { studies } from '../../softmax/studies.js';
import { outlineRun } from '../analyze.js';
import { externalComparisonsOf } from './external-comparison.js';
import type { ExternalComparison, ExternalGain, ExternalResult } from './external-schema.js';

/** An external implementation at one point, with one implementation of this tool. */
export interface ExternalAt
  extends CellPoint, Omit<ExternalResult, 'gains'>, Omit<ExternalComparison, 'rows' | 'operation'> {
  readonly gain: ExternalGain;
}

/** The external implementations of every study, once for each implementation of this tool at the same point. */
export function everyExternal(document: ResultDocument): readonly ExternalAt[] {
  const { sweeps, floors } = outlineRun(document);
  return studies
    .flatMap((study) => externalComparisonsOf(study, document, sweeps, floors))
    .flatMap(({ rows, ...at }) =>
      rows.flatMap(({ gains, ...row }) =>
        gains.map((gain) => ({ ...at, ...row, gain, target: 'external' as const })),
      ),
    );
}
