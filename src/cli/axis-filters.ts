import type { Command } from 'commander';

import { SoftmaxBenchError } from '../errors.js';
import { axisOf, sweepAxes, type Sweep } from '../model/axes.js';
import { oneOf } from './one-of.js';

/** The flags that name a sweep, as commander hands them over: one for each of its axes. */
export type AxisFilterFlags = Readonly<Record<string, unknown>>;

/** Adds a flag for each axis of a sweep, such as `--cache-state`. Returns the command. */
export function declareAxisFilters(command: Command): Command {
  for (const name of sweepAxes) {
    const { title } = axisOf(name);
    command.option(`${flagOf(name)} <value>`, `${title} of the answer and the figures`);
  }
  return command;
}

/**
 * The part of a sweep that the flags name.
 * @throws SoftmaxBenchError for a value that the axis does not have.
 */
export function axisFilter(flags: AxisFilterFlags): Partial<Sweep> {
  return Object.fromEntries(
    sweepAxes.flatMap((name) => {
      const text = flags[optionName(name)];
      return typeof text === 'string' ? [[name, valueOf(name, text)]] : [];
    }),
  );
}

type SweepAxisName = (typeof sweepAxes)[number];

/** An axis is called what people read of it. */
function flagOf(name: SweepAxisName): string {
  return `--${axisOf(name).title.replaceAll(' ', '-')}`;
}

/** As commander names the value of the flag. */
function optionName(name: SweepAxisName): string {
  return axisOf(name).title.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
}

function valueOf(name: SweepAxisName, text: string): string | number | null {
  const axis = axisOf(name);
  if ('choices' in axis) return oneOf(flagOf(name), text, axis.choices);
  const value = axis.schema.safeParse(name === 'threadCount' ? Number(text) : text);
  if (value.success) return value.data;
  const expected =
    name === 'threadCount' ? 'expected a whole number from 1' : value.error.issues[0]!.message;
  throw new SoftmaxBenchError(`${flagOf(name)}: ${expected}, got "${text}"`);
}
