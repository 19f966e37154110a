// Checks results before they are submitted: npm run check-result -- <result.json|folder> ...
// Says for each whether it may be kept, and why not. Ends with 1 when one may not.
import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';

import { findResultFiles } from '../src/cli/result-files.js';
import { problemsOfSubmission } from '../src/compare/submission.js';
import { readDocument } from '../src/storage/store.js';
import { SoftmaxBenchError } from '../src/errors.js';

const { paths, unusable } = await findResultFiles(process.argv.slice(2));
for (const { path, reason } of unusable) console.log(`${path}: ${reason}`);
if (paths.length === 0) console.log('expected results to check: files, folders or globs');
const names = { hostName: hostname(), userName: userInfo().username };

function problemsOf(path: string): readonly string[] {
  try {
    const document = readDocument(path);
    return problemsOfSubmission({ text: readFileSync(path, 'utf8'), document }, names);
  } catch (error) {
    if (error instanceof SoftmaxBenchError) return [error.message];
    throw error;
  }
}

let badCount = unusable.length + (paths.length === 0 ? 1 : 0);
for (const path of paths) {
  const problems = problemsOf(path);
  if (problems.length > 0) badCount += 1;
  console.log(problems.length === 0 ? `${path}: good` : `${path}: not yet`);
  for (const problem of problems) console.log(`  ${problem}`);
}
process.exitCode = badCount === 0 ? 0 : 1;
