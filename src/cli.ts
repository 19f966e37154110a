#!/usr/bin/env node
import { exitCodes, outOfFilesText } from './errors.js';

// The rest is imported here, because to import it can fail: it takes more files than a process may have open.
try {
  // From here on it is watched what CPUs do.
  await import('./machine/watch-begin.js');
  const { main } = await import('./cli/main.js');
  await main();
} catch (error) {
  const text = outOfFilesText(error);
  process.stderr.write(`softmax-bench: ${text ?? String(error)}\n`);
  process.exitCode = text === null ? exitCodes.bug : exitCodes.failure;
}
