/*
 * Passes that only move bytes: the same loops over the same arrays as the softmax passes, with the
 * arithmetic taken out. `copy` is no TypedArray.set for that reason: it is to show what a loop costs here.
 */
import type { PassKernel } from './state.js';

/** The factor that STREAM Scale uses. */
const streamFactor = 3;

/** Reads x; its sum is left in `sum` so that the reads cannot be optimised away. */
export const read: PassKernel = (x, _y, xOffset, _yOffset, elementCount, state) => {
  let sum = 0;
  for (let i = 0; i < elementCount; i += 1) sum += x[xOffset + i]!;
  state.sum = sum;
};

/** Sets y to 1. */
export const fill: PassKernel = (_x, y, _xOffset, yOffset, elementCount) => {
  for (let i = 0; i < elementCount; i += 1) y[yOffset + i] = 1;
};

/** y = x. */
export const copy: PassKernel = (x, y, xOffset, yOffset, elementCount) => {
  for (let i = 0; i < elementCount; i += 1) y[yOffset + i] = x[xOffset + i]!;
};

/** y = 3 x. */
export const scale: PassKernel = (x, y, xOffset, yOffset, elementCount) => {
  for (let i = 0; i < elementCount; i += 1) {
    y[yOffset + i] = x[xOffset + i]! * streamFactor;
  }
};

/** Flips the sign bits of y: as little as can be done to it so that it must be read and written. */
export const update: PassKernel = (_x, y, _xOffset, yOffset, elementCount) => {
  for (let i = 0; i < elementCount; i += 1) y[yOffset + i] = -y[yOffset + i]!;
};
