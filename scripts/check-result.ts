// Checks results and profiles of variants before they are submitted: npm run check-result -- <result.json|profile.json|folder> ...
// Says for each whether it may be kept, and why not. Ends with 1 when one may not.
import { hostname, userInfo } from 'node:os';

import { findResultFiles } from '../src/cli/result-files.js';
import { loadBackends } from '../src/backends/load.js';
import { privacyProblems, problemsOfSubmission } from '../src/compare/submission.js';
import { builtInProfiles, readProfile } from '../src/config/built-in-profiles.js';
import { mostResultBytes } from '../src/model/bounds.js';
import { readBytes } from '../src/storage/read-bytes.js';
import { readDocument } from '../src/storage/store.js';
import { SoftmaxBenchError } from '../src/errors.js';
import { executes } from '../src/model/target-status.js';
import { problemsOfProfile } from '../src/softmax/profile-problems.js';
import { profileFormat } from '../src/softmax/variant-profile.js';

const { paths, unusable } = await findResultFiles(process.argv.slice(2));
for (const { path, reason } of unusable) console.log(`${path}: ${reason}`);
if (paths.length === 0)
  console.log('expected results or profiles to check: files, folders or globs');
const names = { hostName: hostname(), userName: userInfo().username };

function problemsOf(path: string): readonly string[] {
  try {
    const text = readBytes(path, { mostBytes: mostResultBytes, allowsPipe: false }).toString();
    return isProfile(text)
      ? [...profileProblems(path), ...privacyProblems(text, names)]
      : problemsOfSubmission({ text, document: readDocument(path) }, names);
  } catch (error) {
    if (error instanceof SoftmaxBenchError) return [error.message];
    throw error;
  }
}

function isProfile(text: string): boolean {
  return text.includes(`"format": "${profileFormat}"`);
}

function profileProblems(path: string): readonly string[] {
  const { backends } = loadBackends();
  return problemsOfProfile(readProfile(path), {
    profiles: builtInProfiles(),
    // Kernels in TypeScript have no variants.
    targets: backends
      .flatMap(({ targets }) => targets.map(({ target }) => target))
      .filter((target) => target !== 'js'),
    variants: (target, pass) =>
      backends.find((backend) => executes(backend, target))?.variants(target, pass) ?? [],
  });
}

let badCount = unusable.length + (paths.length === 0 ? 1 : 0);
for (const path of paths) {
  const problems = problemsOf(path);
  if (problems.length > 0) badCount += 1;
  console.log(problems.length === 0 ? `${path}: good` : `${path}: not yet`);
  for (const problem of problems) console.log(`  ${problem}`);
}
process.exitCode = badCount === 0 ? 0 : 1;
