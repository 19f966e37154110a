import { SoftmaxBenchError } from '../errors.js';

/** `3%` or `3` as the share 0.03. @throws SoftmaxBenchError for anything that is no percentage from 0 on. */
export function parsePercent(flag: string, text: string): number {
  const number = /^(\d+(?:\.\d+)?) ?%?$/.exec(text.trim())?.[1];
  if (number !== undefined) return Number(number) / 100;
  throw new SoftmaxBenchError(`${flag}: expected a percentage such as 3%, got "${text}"`);
}
