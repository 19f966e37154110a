import type { RunFlags } from './run-flags.js';

/** What messages call the keys: a flag with its value, or a flag alone where they name the wrong item of its list. */
export function overrideNamesOf(flags: RunFlags): ReadonlyMap<string, string> {
  const lists = [
    ['algorithms', '--algorithms'],
    ['targets', '--targets'],
    ['sizes', '--sizes'],
    ['shapes', '--shapes'],
    ['cacheStates', '--cache-states'],
    ['pages', '--pages'],
    ['threads', '--threads'],
    ['placements', '--placement'],
    ['scalings', '--scaling'],
    ['variants', '--variants'],
    ['libraries', '--libraries'],
    ['kernels', '--kernel'],
  ] as const;
  const values = [
    ['input', '--input-range', flags.inputRange],
    ['input', '--input-value', flags.inputValue],
    ['seed', '--seed', flags.seed],
    ['rounds', '--rounds', flags.rounds],
    ['budgetSeconds', '--budget', flags.budget],
    ['precisionPercent', '--precision', flags.precision],
    ['precisionPercentInCache', '--precision', flags.precision],
    ['processes', '--processes', flags.processes],
    ['lastLevelCacheBytes', '--llc', flags.llc],
    ['python', '--python', flags.python],
    ['kernelPasses', '--kernel-passes', flags.kernelPasses],
    ['kernelTolerance', '--kernel-tolerance', flags.kernelTolerance],
  ] as const;
  const given = values.filter(([, , text]) => text !== undefined);
  return new Map([
    ...lists,
    ...given.map(([key, flag, text]) => [key, `${flag} ${text}`] as const),
  ]);
}
