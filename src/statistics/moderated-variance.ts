/** A variance that was estimated from a few values. */
export interface SampleVariance {
  readonly variance: number;
  /** More than 0; not always whole. */
  readonly degreesOfFreedom: number;
}

/** More would change no interval. */
const mostPriorFreedom = 100;

/** From fewer variances nothing is learned of what they have in common. */
const fewestVariances = 8;

/**
 * What the variances of many samples of a kind have in common: each is taken to be one of the prior's over a
 * chi-squared value, which is fitted to the mean and the variance of their logarithms (Smyth 2004, "Linear models and
 * empirical Bayes methods for assessing differential expression", section 6.2).
 */
export class VarianceFit {
  private readonly expected = new Map<number, ExpectedLog>();
  private count = 0;
  private sum = 0;
  private squares = 0;
  private trigammas = 0;

  /** Adds the variance of a sample; 0 and NaN are left out. */
  add(variance: number, degreesOfFreedom: number): void {
    if (!(variance > 0)) return;
    let expected = this.expected.get(degreesOfFreedom);
    if (expected === undefined) {
      expected = expectedLogOf(degreesOfFreedom);
      this.expected.set(degreesOfFreedom, expected);
    }
    const log = Math.log(variance) - expected.mean;
    this.count += 1;
    this.sum += log;
    this.squares += log * log;
    this.trigammas += expected.variance;
  }

  /** Null for too few samples. */
  get prior(): SampleVariance | null {
    const { count, sum, squares, trigammas } = this;
    if (count < fewestVariances) return null;
    const mean = sum / count;
    const spread = (squares - sum * mean) / (count - 1) - trigammas / count;
    const degreesOfFreedom = Math.min(mostPriorFreedom, 2 * inverseTrigamma(Math.max(0, spread)));
    const variance = Math.exp(mean + expectedLogOf(degreesOfFreedom).mean);
    return { variance, degreesOfFreedom };
  }
}

/** Of the logarithm of a chi-squared value over its degrees of freedom. */
interface ExpectedLog {
  readonly mean: number;
  readonly variance: number;
}

function expectedLogOf(degreesOfFreedom: number): ExpectedLog {
  const half = degreesOfFreedom / 2;
  return { mean: digamma(half) - Math.log(half), variance: trigamma(half) };
}

/** A sample's variance as one more of the prior's: the mean of both, each by its degrees of freedom, which add up. */
export function moderated(sample: SampleVariance, prior: SampleVariance): SampleVariance {
  const degreesOfFreedom = sample.degreesOfFreedom + prior.degreesOfFreedom;
  const squares = ({ variance, degreesOfFreedom: own }: SampleVariance): number => own * variance;
  return { variance: (squares(sample) + squares(prior)) / degreesOfFreedom, degreesOfFreedom };
}

/** From here on the asymptotic series below are right to 8 digits. */
const asymptoticFrom = 6;

/** Abramowitz and Stegun, 6.3.5 and 6.3.18. @param x positive. */
function digamma(x: number): number {
  if (x < asymptoticFrom) return digamma(x + 1) - 1 / x;
  const square = 1 / (x * x);
  return Math.log(x) - 1 / (2 * x) - square * (1 / 12 - square * (1 / 120 - square / 252));
}

/** Abramowitz and Stegun, 6.4.6 and 6.4.12. @param x positive. */
function trigamma(x: number): number {
  if (x < asymptoticFrom) return trigamma(x + 1) + 1 / (x * x);
  const square = 1 / (x * x);
  return 1 / x + square / 2 + (square / x) * (1 / 6 - square * (1 / 30 - square / 42));
}

/** Where trigamma, which falls, has that value; by halving. */
function inverseTrigamma(value: number): number {
  let [low, high] = [1e-3, mostPriorFreedom];
  while (high / low > 1 + 1e-6) {
    const middle = Math.sqrt(low * high);
    if (trigamma(middle) > value) low = middle;
    else high = middle;
  }
  return high;
}
