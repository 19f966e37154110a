import type { Check } from '../check.js';
import { fine, warning } from '../finding.js';

/** Which kernels run here. */
export const targetsCheck: Check = {
  title: 'targets',
  examine: ({ targets }) => {
    const runs = targets.filter(({ available }) => available).map(({ target }) => target);
    const others = targets.filter(({ available }) => !available);
    const reasons = others.map(
      ({ target, reason }) => `${target} (${reason ?? 'no reason given'})`,
    );
    const isNative = runs.some((target) => target !== 'js');
    const text = `${runs.join(', ')} run${reasons.length === 0 ? '' : `; not ${reasons.join(', ')}`}`;
    if (isNative) return fine(text);
    return warning({
      what: `Only kernels without vector instructions run here: ${text}.`,
      why: 'They are limited by arithmetic, so they say little about memory.',
      remedy: 'Install a C++ compiler (g++ or clang++) and build the native kernels: npm rebuild',
    });
  },
  matters: () => true,
};
