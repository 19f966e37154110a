import { SoftmaxBenchError } from '../errors.js';
import type { InputSpec } from '../model/run-config.js';
import { parseNumber } from './parse-number.js';

/** The flags that say what x holds. */
export interface InputFlags {
  readonly distribution?: string;
  readonly inputRange?: string;
  readonly inputValue?: string;
}

/** As wide as the logits of a language model tend to spread; also what the presets use. */
const normalInput: InputSpec = { distribution: 'normal', mean: 0, standardDeviation: 4 };

/**
 * The input that the flags describe, or undefined when none was given. A range alone means uniform
 * inputs, a value alone constant ones.
 * @throws SoftmaxBenchError for an unknown distribution, and for a range or value that is missing,
 * malformed or of another distribution.
 */
export function inputOverride(flags: InputFlags): InputSpec | undefined {
  const { inputRange, inputValue } = flags;
  const distribution = flags.distribution ?? impliedDistribution(flags);
  if (distribution === undefined) return undefined;
  if (inputRange !== undefined && distribution !== 'uniform') {
    throw new SoftmaxBenchError(
      `--input-range: only for --distribution uniform, not ${distribution}`,
    );
  }
  if (inputValue !== undefined && distribution !== 'constant') {
    throw new SoftmaxBenchError(
      `--input-value: only for --distribution constant, not ${distribution}`,
    );
  }
  switch (distribution) {
    case 'normal':
      return normalInput;
    case 'uniform':
      return { distribution, ...parseRange(inputRange) };
    case 'constant':
      return { distribution, value: parseNumber('--input-value', inputValue ?? '') };
    default:
      throw new SoftmaxBenchError(
        `--distribution: expected normal, uniform or constant, got "${distribution}"`,
      );
  }
}

function impliedDistribution({ inputRange, inputValue }: InputFlags): string | undefined {
  if (inputRange !== undefined) return 'uniform';
  return inputValue === undefined ? undefined : 'constant';
}

function parseRange(text = ''): { low: number; high: number } {
  const [lowText = '', highText = '', ...rest] = text.split(',');
  const low = parseNumber('--input-range', lowText);
  const high = parseNumber('--input-range', highText);
  if (rest.length > 0 || low >= high) {
    throw new SoftmaxBenchError(
      `--input-range: expected two numbers, the smaller first, such as -1000,1000, got "${text}"`,
    );
  }
  return { low, high };
}
