// Injects faults into tiny runs: node dist/scripts/faults.js [count] [seed]
// Runs are killed, starved, stopped and lied to at seeded moments, and resumed, ten times each; then they are resumed to
// their end. After each fault the result has to be valid and to hold what it held before, and at most one round of
// what the measuring process answered may be missing. Ends with 1 when something was lost.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// In namespaces of its own, where it may: whatever ends this script then ends its runs and its mounts.
const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
const isAllowed = spawnSync('unshare', [...namespaces, 'true']).status === 0;
const script = fileURLToPath(new URL('./faults/inject.js', import.meta.url));
const command = [process.execPath, script, ...process.argv.slice(2)];
const [program = '', ...args] = isAllowed ? ['unshare', ...namespaces, ...command] : command;
const { status } = spawnSync(program, args, { stdio: 'inherit' });
process.exitCode = status ?? 1;
