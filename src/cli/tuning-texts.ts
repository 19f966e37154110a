import { intervalText, numbers, words } from '../reports/shared/cell-text.js';
import { wrapText } from '../reports/shared/prose.js';
import { renderTextTable } from '../reports/shared/text-table.js';
import type {
  KeptDefault,
  VariantChoice,
  VariantGain,
  VariantProfile,
  VariantRule,
} from '../softmax/variant-profile.js';
import { profileLevels } from '../softmax/variant-profile.js';
import type { HeatEnd } from '../tuning/tune.js';
import { formatElements, formatRatio } from '../units.js';

/** `L2, 1 thread, avx512 two-pass, 64 Ki elements: ext-sum 1.04x, ext-scale default`. */
export function tuningLine({ heat, decisions }: HeatEnd): string {
  const { algorithm, regime, target, threading, problem } = heat;
  const count = threading?.threadCount ?? 1;
  const where = `${regime.level}, ${count} thread${count === 1 ? '' : 's'}, ${target} ${algorithm.id}, ${formatElements(problem.columns)} elements`;
  if (decisions === null) return `${where}: undecided, no time left`;
  const found = decisions.map(({ pass, gain, isAdopted }) => {
    const name = algorithm.passes[pass]!.pass;
    return `${name} ${isAdopted ? formatRatio(gain!.ratio) : 'default'}`;
  });
  return `${where}: ${found.join(', ')}`;
}

interface Row {
  readonly level: string;
  readonly threads: string;
  readonly target: string;
  readonly pass: string;
  readonly over: VariantChoice;
  readonly chosen: VariantChoice | null;
  readonly gain: VariantGain | null;
}

/** What a profile found of each pass in each regime, as a table. Ends with a line break. */
export function renderTuning({ rules, kept = [] }: VariantProfile, columns: number): string {
  const rows = [...rules.flatMap(rowOfRule), ...kept.map(rowOfKept)].toSorted(compareRows);
  const adopted = rows.filter(({ chosen }) => chosen !== null).length;
  const head = wrapText(
    `${adopted} of ${rows.length} faster than the default. A variant: vector bits/unroll/accumulators/prefetch bytes. Gain: time of the default over ` +
      'that of the best other variant, in fresh rounds, with its 99% CI; adopted where all of the CI is above 1.',
    columns,
  );
  const table = renderTextTable(
    [
      ...words('level', 'threads', 'target', 'pass', 'default', 'tuned'),
      ...numbers('gain', '99% CI', 'rounds'),
    ],
    rows.map(({ level, threads, target, pass, over, chosen, gain }) => [
      ...[
        level,
        threads,
        target,
        pass,
        choiceText(over),
        chosen === null ? '-' : choiceText(chosen),
      ],
      ...(gain === null
        ? ['-', '-', '-']
        : [formatRatio(gain.ratio), intervalText(gain), String(gain.rounds)]),
    ]),
  );
  return `${head}\n\n${table}\n`;
}

/** Rules that were not measured have no row. */
function rowOfRule(rule: VariantRule): readonly Row[] {
  const { gain, over, unroll, accumulators, prefetchBytes, vectorBits } = rule;
  if (gain === undefined || over === undefined) return [];
  const chosen = {
    ...(typeof vectorBits === 'number' && { vectorBits }),
    unroll: unroll ?? over.unroll,
    accumulators: accumulators ?? over.accumulators,
    prefetchBytes: prefetchBytes ?? over.prefetchBytes,
  };
  const level = rule.levels?.[0] ?? 'L1';
  const threads = rule.threads ?? 'any';
  const target = rule.targets?.join() ?? '';
  return [
    {
      level,
      threads,
      target,
      pass: passText(rule.passes?.join() ?? '', rule.stores?.join()),
      over,
      chosen,
      gain,
    },
  ];
}

function rowOfKept({ level, threads, target, pass, store, over, gain }: KeptDefault): Row {
  const isShared = level === 'L1' || level === 'L2';
  return {
    level,
    threads: isShared ? 'any' : threads,
    target,
    pass: passText(pass, store),
    over,
    chosen: null,
    gain,
  };
}

function passText(pass: string, store: string | undefined): string {
  return store === 'non-temporal' ? `${pass}, NT stores` : pass;
}

function choiceText({ vectorBits, unroll, accumulators, prefetchBytes }: VariantChoice): string {
  return [vectorBits ?? '-', unroll, accumulators, prefetchBytes].join('/');
}

function compareRows(a: Row, b: Row): number {
  const keyOf = ({ target, threads, level, pass }: Row): string =>
    [
      target,
      threads === 'several' ? 1 : 0,
      profileLevels.findIndex((own) => own === level),
      pass,
    ].join();
  return keyOf(a) < keyOf(b) ? -1 : Number(keyOf(a) > keyOf(b));
}
