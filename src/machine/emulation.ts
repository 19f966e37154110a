import type { Host } from './host.js';

/** Programs that execute code of another CPU, or of the same one, by translating it. */
const translators = /\/(qemu-[\w-]+|FEX\w*|box(?:32|64|86)|rosetta)(?:\s|$)/m;

/** Names of CPUs of Arm, as Windows has them, that an x64 program gets to see. */
const armOfWindows = /Snapdragon|Qualcomm|Microsoft SQ|Ampere|Cobalt/i;

/** What translates the instructions of this process, such as `Rosetta`; null where nothing shows that it is translated. */
export function emulationOf(host: Host): string | null {
  if (host.platform === 'darwin') {
    const isTranslated = /^sysctl\.proc_translated: 1$/m.test(host.sysctl ?? '');
    return isTranslated ? 'Rosetta' : null;
  }
  const isX86 = host.architecture === 'x64' || host.architecture === 'ia32';
  if (host.platform === 'win32') {
    return isX86 && armOfWindows.test(host.cpuModels[0] ?? '') ? 'Prism (Windows on Arm)' : null;
  }
  const translator = translators.exec(mapsOf(host))?.[1];
  if (translator !== undefined) return translator;
  const cpuInfo = host.readText('/proc/cpuinfo') ?? '';
  if (isX86 && cpuInfo.includes('VirtualApple')) return 'Rosetta';
  if (/^model name\s*:.*QEMU TCG CPU/m.test(cpuInfo)) return 'QEMU (TCG)';
  const isForeign = isX86
    ? /^(CPU implementer|isa)\s*:/m.test(cpuInfo)
    : /^(vendor_id|flags)\s*:/m.test(cpuInfo);
  return isForeign ? `a program for ${host.architecture} on a CPU that is none` : null;
}

/** Whether the system shows enough to see an emulator. */
export function showsEmulation({ platform, listNames, sysctl, cpuModels }: Host): boolean {
  if (platform === 'darwin') return sysctl !== null;
  if (platform === 'win32') return cpuModels.length > 0;
  return listNames('/proc/self/task') !== null;
}

/**
 * The mappings of this process. Emulators show `/proc/self/maps` as the emulated program has it; the same of a task
 * passes them by.
 */
function mapsOf({ readText, listNames }: Host): string {
  const [task] = listNames('/proc/self/task') ?? [];
  return task === undefined ? '' : (readText(`/proc/self/task/${task}/maps`) ?? '');
}
