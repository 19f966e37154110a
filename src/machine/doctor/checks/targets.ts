import { wasmTargets, type Target } from '../../../model/vocabulary.js';
import type { Check } from '../check.js';
import { fine, note, warning } from '../check-result.js';

/** Targets that are bound by arithmetic, not by memory. */
const targetsWithoutVectors: readonly Target[] = ['scalar', 'js'];
const targetsOfEngine: readonly Target[] = [...wasmTargets, 'js'];

/** How to get kernels in C++. */
export const nativeRemedy =
  'Use a package with a prebuilt addon for this platform, or build one in a clone with a C++ compiler: npm run build:native';

/** Which kernels run here. */
export const targetsCheck: Check = {
  title: 'targets',
  examine: ({ targets }) => {
    const runs = targets.filter(({ available }) => available).map(({ target }) => target);
    const others = targets.filter(({ available }) => !available);
    const reasons = others.map(
      ({ target, reason }) => `${target} (${reason ?? 'no reason given'})`,
    );
    const text = `${runs.join(', ')} run${reasons.length === 0 ? '' : `; not ${reasons.join(', ')}`}`;
    if (runs.every((target) => targetsWithoutVectors.includes(target))) {
      return warning({
        what: `Only kernels without vector instructions run here: ${text}.`,
        why: 'They are compute-bound, so their figures say little about memory.',
        remedy: nativeRemedy,
      });
    }
    if (runs.every((target) => targetsOfEngine.includes(target))) {
      return note({
        what: `No native kernels run here: ${text}.`,
        why: 'WebAssembly has vectors of 128 bits, no NT stores, and a clock that is read from JavaScript.',
        remedy: nativeRemedy,
      });
    }
    return fine(text);
  },
  matters: () => true,
};
