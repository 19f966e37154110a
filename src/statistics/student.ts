/** Two-sided points for 1 to 10 degrees of freedom, and that of the normal distribution (Abramowitz and Stegun, table 26.10). */
const tables = {
  '95%': {
    points: [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228],
    normalPoint: 1.96,
  },
  '99%': {
    points: [63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.25, 3.169],
    normalPoint: 2.5758,
  },
} as const;
export type Confidence = keyof typeof tables;

/**
 * The two-sided point of Student's t; for more than 10 degrees of freedom by the expansion 26.7.5 of
 * Abramowitz and Stegun, of 95% right within 0.001.
 * @param degreesOfFreedom a whole number from 1.
 */
export function studentPoint(degreesOfFreedom: number, confidence: Confidence = '95%'): number {
  const { points, normalPoint: z } = tables[confidence];
  return (
    points[degreesOfFreedom - 1] ??
    z +
      (z ** 3 + z) / (4 * degreesOfFreedom) +
      (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degreesOfFreedom ** 2)
  );
}
