import { describe, expect, it } from 'vitest';

import { gaussian } from '../testing/gaussian.js';
import { moderated, VarianceFit, type SampleVariance } from './moderated-variance.js';
import { createRandom } from './random.js';

/** Of so many values of a normal distribution with that variance. */
function sampleOf(variance: number, count: number, random: () => number): SampleVariance {
  const values = Array.from({ length: count }, () => Math.sqrt(variance) * gaussian(random));
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { variance: squares / (count - 1), degreesOfFreedom: count - 1 };
}

function chiSquared(degreesOfFreedom: number, random: () => number): number {
  let sum = 0;
  for (let count = 0; count < degreesOfFreedom; count += 1) sum += gaussian(random) ** 2;
  return sum;
}

function priorOf(samples: readonly SampleVariance[]): SampleVariance | null {
  const fit = new VarianceFit();
  for (const { variance, degreesOfFreedom } of samples) fit.add(variance, degreesOfFreedom);
  return fit.prior;
}

describe('VarianceFit', () => {
  it('finds what the variances were drawn from', () => {
    const random = createRandom(1);
    const samples = Array.from({ length: 4000 }, () => {
      const variance = (6 * 0.01) / chiSquared(6, random);
      return sampleOf(variance, 5, random);
    });
    const { variance, degreesOfFreedom } = priorOf(samples)!;
    expect(variance / 0.01).toBeGreaterThan(0.93);
    expect(variance / 0.01).toBeLessThan(1.07);
    expect(degreesOfFreedom).toBeGreaterThan(5);
    expect(degreesOfFreedom).toBeLessThan(7.5);
  });

  it('finds that all are the same, whatever the degrees of freedom of each', () => {
    const random = createRandom(2);
    const samples = Array.from({ length: 2000 }, (_, index) =>
      sampleOf(4, 3 + (index % 6), random),
    );
    const { variance, degreesOfFreedom } = priorOf(samples)!;
    expect(variance / 4).toBeCloseTo(1, 1);
    expect(degreesOfFreedom).toBeGreaterThan(40);
  });

  it('says nothing of a few, or of variances of 0', () => {
    const one = { variance: 1, degreesOfFreedom: 4 };
    expect(priorOf(Array.from({ length: 7 }, () => one))).toBeNull();
    expect(priorOf(Array.from({ length: 20 }, () => ({ ...one, variance: 0 })))).toBeNull();
  });
});

describe('moderated', () => {
  it('takes sample and prior by their degrees of freedom', () => {
    const sample = { variance: 3, degreesOfFreedom: 4 };
    const prior = { variance: 1, degreesOfFreedom: 12 };
    expect(moderated(sample, prior)).toEqual({ variance: 1.5, degreesOfFreedom: 16 });
  });
});
