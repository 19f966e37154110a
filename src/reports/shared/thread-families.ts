import type { Analysis } from '../../analysis/analysis.js';
import type { Payoff, ThreadCurve, ThreadFamily } from '../../analysis/threads/thread-schema.js';
import { agreeIn } from '../../model/axes.js';
import { problemPhrase } from '../../model/problem-text.js';
import { compareProblems } from '../../model/problem.js';
import type { Scaling } from '../../model/vocabulary.js';
import { nonTemporalIdOf } from '../../softmax/algorithms.js';
import type { Speedup } from '../../analysis/study/study-schema.js';

/** The families of the subject's target, cache state, pages and variants with that scaling, at every shape. */
export function familiesWith(
  { threads, subject }: Analysis,
  scaling: Scaling,
): readonly ThreadFamily[] {
  return threads.filter(
    (family) =>
      subject !== null &&
      family.scaling === scaling &&
      agreeIn({ ...subject, ...family }, subject, ['target', 'cacheState', 'pages', 'profile']),
  );
}

/** Of those one for each placement: at the out-of-cache shape of the subject, else at the largest. */
export function headlineFamilies(analysis: Analysis, scaling: Scaling): readonly ThreadFamily[] {
  const all = familiesWith(analysis, scaling);
  const wanted = analysis.subject?.outOfCacheProblem;
  const placements = [...new Set(all.map(({ placement }) => placement))];
  return placements.map((placement) => {
    const own = all
      .filter((family) => family.placement === placement)
      .toSorted((a, b) => compareProblems(a.problem, b.problem));
    const found = own.find(
      ({ problem }) => wanted != null && compareProblems(problem, wanted) === 0,
    );
    return found ?? own.at(-1)!;
  });
}

/** What thread tables and figures show first: the rivals and the headline, its NT form, and what limits them. */
export function shownCurves(
  { curves }: ThreadFamily,
  { headline, rivals }: Analysis['study'],
): readonly ThreadCurve[] {
  const shown = ['read', 'copy', 'copy-nt', ...rivals, headline, nonTemporalIdOf(headline)];
  return shown.flatMap((id) => curves.find(({ implementation }) => implementation === id) ?? []);
}

/** `32 Mi elements a thread`, or `out of cache` for counts with shapes of their own. */
export function familySizeText({ counts, problem, scaling }: ThreadFamily): string {
  if (counts.some((own) => compareProblems(own.problem, problem) !== 0)) return 'out of cache';
  return `${problemPhrase(problem)}${scaling === 'weak' ? ' a thread' : ''}`;
}

/** The gain at that thread count; null where it was not measured. */
export function gainAt({ gains }: Payoff, threadCount: number): Speedup | null {
  return gains.find((gain) => gain.threadCount === threadCount) ?? null;
}
