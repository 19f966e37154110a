import * as z from 'zod';

import { nameSchema } from './bounds.js';
import type { Immutable } from './immutable.js';

/** The name of a profile, which is a part of cell ids and of file names. */
const profileNamePattern = /^[a-z\d][\w.-]*$/i;

/** A value of the axis of variants; null stands for the default. */
export const profileNameSchema = nameSchema.regex(profileNamePattern);

/** Whether a text can name a profile. */
export function isProfileName(text: string): boolean {
  return profileNamePattern.test(text);
}

/** A profile that a run uses, as a result names it. */
export const usedProfileSchema = z.strictObject({
  /** `default`, or the value on the axis. */
  variants: nameSchema,
  /** The name of the profile. */
  profile: profileNameSchema,
  /** Of its rules, those of what it extends included. */
  sha256: z.string().regex(/^[\da-f]{64}$/),
  /** Whether it is of this family or model of CPUs, and not of any. */
  isOfThisCpu: z.boolean(),
});
export type UsedProfile = Immutable<z.infer<typeof usedProfileSchema>>;
