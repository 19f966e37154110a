import * as z from 'zod';

// What a result may hold. The bounds are far above what honest runs have, and make every analysis linear in the
// size of the file.

/** Bytes of a result file. */
export const mostResultBytes = 2 ** 27;

/** Cells of a plan, and outcomes of a result. */
export const mostCells = 10_000;

/** Samples of a result, of all cells together. */
export const mostSamples = 2 ** 19;

/** Sizes, algorithms or placements that a config names. */
export const mostListed = 10_000;

/** Profiles of variants side by side in one run. */
export const mostProfiles = 16;

/** Passes of an algorithm; the driver of the kernels has room for no more. */
export const mostPasses = 8;

/** Threads of a cell, and CPUs of a machine. */
export const mostThreads = 8192;

/** A name of something, such as a CPU or a version. */
export const nameSchema = z.string().max(300);

/** A sentence or two, such as why a cell was skipped. */
export const sentenceSchema = z.string().max(5000);

/** Of one call, in nanoseconds: from less than a cycle to ten days. */
export const durationSchema = z.number().min(1e-3).max(1e15);

/** A measured quantity other than a duration, of either sign. */
export const readingSchema = z.number().min(-1e18).max(1e18);

/** A count of things that happened or of bytes that were moved, and rates of either. */
export const amountSchema = z.number().min(0).max(1e18);

/** A rate that is divided by. */
export const rateSchema = z.number().min(1e-3).max(1e18);

/** The position of a round in its run. */
export const roundSchema = z.int().min(0).max(1e9);

/** Processes of a run, those that replaced a crashed one and those after it was resumed included. */
export const mostProcesses = 10_000;
