import type { Analysis } from '../../analysis/analysis.js';
import { twoPassGain } from '../../analysis/study/headline-gain.js';
import { formatBytes, formatCount, formatRatio, formatSignificant } from '../../units.js';
import { shortAlgorithmName } from '../shared/algorithm-name.js';
import { cellsIn, nameOf } from '../figures/group-name.js';
import { intervalText, numbers, words } from './cell-text.js';
import type { ContentTable } from '../shared/content-table.js';

/** For each group the time over the sizes, with the gain of two-pass over the better three-pass. */
export function sizeTables(analysis: Analysis): readonly ContentTable[] {
  return analysis.groups.map((group) => {
    const cells = cellsIn(analysis, group).filter(({ kind }) => kind !== 'skeleton');
    const isShown = (id: string) =>
      id === 'copy' || cells.some((cell) => cell.algorithm === id && cell.kind === 'softmax');
    const ids = [...new Set(cells.map(({ algorithm }) => algorithm))].filter(isShown);
    return {
      title: `Time over size on ${nameOf(group)}`,
      note:
        'Median ns per element. Gain: speed of two-pass over that of the better three-pass algorithm, ' +
        'paired within rounds; an interval that holds 1, or reaches into ' +
        'the noise floor, is no difference.',
      columns: [
        ...numbers('elements', 'footprint'),
        ...words('region'),
        ...numbers(...ids.map(shortAlgorithmName), 'gain', '95 % interval'),
        ...words('over'),
      ],
      rows: group.elementCounts.map((elementCount) => {
        const own = cells.filter((cell) => cell.elementCount === elementCount);
        const gain = twoPassGain(group, elementCount, analysis.speedups);
        return [
          formatCount(elementCount),
          formatBytes(own[0]?.footprintBytes ?? Number.NaN),
          `${own[0]?.region ?? '-'}${own[0]?.isTransition === true ? ' (transition)' : ''}`,
          ...ids.map((id) =>
            formatSignificant(
              own.find((cell) => cell.algorithm === id)?.nsPerElement ?? Number.NaN,
            ),
          ),
          formatRatio(gain?.ratio ?? Number.NaN),
          intervalText(gain?.interval),
          gain === null ? '-' : shortAlgorithmName(gain.over),
        ];
      }),
    };
  });
}
