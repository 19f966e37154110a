import { SoftmaxBenchError } from '../errors.js';

const unitSeconds: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };

/**
 * A time given on the command line, in seconds: a number with `s`, `m` or `h`, or without for seconds.
 * @param flag named in the message, such as `--budget`.
 * @throws SoftmaxBenchError for anything else, and for no time at all.
 */
export function parseDuration(flag: string, text: string): number {
  const [, amount = '', unit = ''] = /^([\d.]+) ?([smh]?)$/.exec(text.trim()) ?? [];
  const seconds = Number(amount === '' ? Number.NaN : amount) * unitSeconds[unit]!;
  if (!(seconds > 0 && Number.isFinite(seconds))) {
    throw new SoftmaxBenchError(
      `${flag}: expected a time above 0, such as 90s, 2m or 1h, got "${text}"`,
    );
  }
  return seconds;
}
