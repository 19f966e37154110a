import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

import { systemCodeOf } from '../errors.js';

/**
 * A process that writes into a folder, so that any other can tell it from one that has its number later, in
 * another container or on another machine. `-` for what a system does not tell.
 */
export interface Writer {
  readonly pid: number;
  /** In ticks since the machine started. */
  readonly startTime: string;
  /** A hash of the names of the machine: a folder may be read by others. */
  readonly machine: string;
  readonly boot: string;
  /** Processes of different namespaces (containers) have the same numbers. */
  readonly namespace: string;
}

/** Of the processes that belong to no container (Linux, PROC_PID_INIT_INO). */
const initialNamespace = 'pid:[4026531836]';

const hashLength = 12;

/** This process. */
export function thisWriter(): Writer {
  const { pid } = process;
  const machineId = textOf('/etc/machine-id') ?? '';
  return {
    pid,
    startTime: statOf(pid)?.startTime ?? '-',
    machine: hashOf(`${hostname()}\n${machineId}`),
    boot: textOf('/proc/sys/kernel/random/boot_id') ?? '-',
    namespace: linkOf('/proc/self/ns/pid') ?? '-',
  };
}

/** A short hash of where a process runs: the same for all processes that see each other's numbers. */
export function placeOf({ machine, boot, namespace }: Writer): string {
  return hashOf(`${machine}\n${boot}\n${namespace}`);
}

/** `unknown`: from here nobody can see whether that process is there. */
export function stateOf(writer: Writer): 'running' | 'gone' | 'unknown' {
  const own = thisWriter();
  if (placeOf(writer) === placeOf(own)) return isRunning(writer) ? 'running' : 'gone';
  const isRestarted =
    writer.machine === own.machine &&
    writer.boot !== own.boot &&
    [writer, own].every(({ namespace }) => namespace === initialNamespace);
  return isRestarted ? 'gone' : 'unknown';
}

/** Whether a process with that number is there, whatever it is. */
export function isAlive(pid: number): boolean {
  // Killed, and not yet taken note of by its parent.
  if (statOf(pid)?.state === 'Z') return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process is running all the same.
    return systemCodeOf(error) === 'EPERM';
  }
}

function isRunning({ pid, startTime }: Writer): boolean {
  const now = statOf(pid)?.startTime;
  // Processes of other users can be hidden.
  return isAlive(pid) && (now === undefined || startTime === '-' || now === startTime);
}

/** Two fields of /proc/<pid>/stat, found behind the name, which may hold anything (proc(5)); null elsewhere. */
function statOf(pid: number): { readonly state: string; readonly startTime: string } | null {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTime: fields[19] ?? '' };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, hashLength);
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
