import { SoftmaxBenchError } from '../errors.js';
import { mostCells, mostSamples } from '../model/bounds.js';

/**
 * Refuses a plan of which the result could not be read.
 * @param cellCount of what is measured or skipped by name.
 * @throws SoftmaxBenchError that says which lists of the config to shorten.
 */
export function requireReadable(cellCount: number, samplesPerRound: number): void {
  if (cellCount > mostCells) {
    throw new SoftmaxBenchError(
      `the plan has ${cellCount} configurations, a result takes ${mostCells}: choose fewer sizes, algorithms or targets`,
    );
  }
  if (cellCount * samplesPerRound <= mostSamples) return;
  throw new SoftmaxBenchError(
    `${cellCount} configurations of ${samplesPerRound} samples a round are too many for a result of ${mostSamples} samples: choose fewer of either`,
  );
}
