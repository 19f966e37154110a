import { stolenShareSinceBoot } from './activity.js';
import { cpusInList } from './cpu-list.js';
import { allowedCpuList } from './doctor/cpus.js';
import { sysctlNumber, type Host, type ReadText } from './host.js';

/** `implementer/part` of Arm's main identification register, for cores that servers are made of. */
const armCores: Readonly<Record<string, string>> = {
  '0x41/0xd03': 'Arm Cortex-A53',
  '0x41/0xd05': 'Arm Cortex-A55',
  '0x41/0xd08': 'Arm Cortex-A72',
  '0x41/0xd0b': 'Arm Cortex-A76',
  '0x41/0xd0c': 'Arm Neoverse N1',
  '0x41/0xd40': 'Arm Neoverse V1',
  '0x41/0xd49': 'Arm Neoverse N2',
  '0x41/0xd4f': 'Arm Neoverse V2',
  '0xc0/0xac3': 'Ampere-1',
};

/** What hypervisors call the machine that they present; matched against vendor and product. */
const virtualProducts: readonly (readonly [pattern: RegExp, hypervisor: string])[] = [
  [/QEMU|KVM/i, 'KVM'],
  [/VMware/i, 'VMware'],
  [/VirtualBox|innotek/i, 'VirtualBox'],
  [/Microsoft Corporation.*Virtual Machine/i, 'Hyper-V'],
  [/Xen|HVM domU/i, 'Xen'],
  [/Parallels/i, 'Parallels'],
  [/Google Compute Engine/i, 'KVM (Google Compute Engine)'],
  // The `.metal` sizes are the bare machine.
  [/Amazon EC2(?!.*\.metal)/i, 'Nitro (Amazon EC2)'],
  [/Alibaba Cloud ECS/i, 'KVM (Alibaba Cloud)'],
];

/** An emulator, as machines name it. */
export const emulatorName = 'QEMU (TCG)';

/** What hypervisors call themselves in CPUID. */
const cpuidNames: Readonly<Record<string, string>> = {
  'bhyve bhyve ': 'bhyve',
  KVMKVMKVM: 'KVM',
  'Linux KVM Hv': 'KVM',
  'Microsoft Hv': 'Hyper-V',
  TCGTCGTCGTCG: emulatorName,
  VBoxVBoxVBox: 'VirtualBox',
  VMwareVMware: 'VMware',
  XenVMMXenVMM: 'Xen',
};

/** The CPU's name, such as `AMD Ryzen 9 9950X`, without runs of spaces; `unknown` if nothing tells. */
export function cpuModelOf(host: Host): string {
  const { cpuModels, readText } = host;
  const cpuInfo = readText('/proc/cpuinfo');
  const model = cpuInfoField(cpuInfo, 'model name') ?? cpuModels[0]?.trim() ?? '';
  if (model !== '' && model !== 'unknown') return model.replace(/\s+/g, ' ');
  return armModelOf(host, cpuInfo ?? '') ?? 'unknown';
}

/**
 * The hypervisor's name, `unknown` when there is one without a name, null where nothing shows one.
 * @param cpuidName what CPUID calls it; empty for nothing.
 */
export function hypervisorOf({ readText, sysctl }: Host, cpuidName: string): string | null {
  const byCpu = cpuidNames[cpuidName];
  // Emulators present the product of a virtual machine, and the flags of the CPU that they run on.
  if (byCpu === emulatorName) return byCpu;
  const product = productName(readText);
  const named = virtualProducts.find(([pattern]) => pattern.test(product))?.[1];
  const flags = cpuInfoField(readText('/proc/cpuinfo'), 'flags');
  // Where the CPU can tell, it is believed: bare machines may carry a cloud's product name.
  if (flags !== null && !flags.split(' ').includes('hypervisor')) return null;
  // Windows is a guest of its own hypervisor on bare metal too.
  if (flags !== null && named === undefined && byCpu !== undefined) return byCpu;
  const kind = readText('/sys/hypervisor/type')?.trim();
  if (kind !== undefined && kind !== '') return kind;
  if (named !== undefined) return named;
  const isGuest =
    flags !== null ||
    sysctlNumber(sysctl, 'kern.hv_vmm_present') === 1 ||
    (stolenShareSinceBoot({ readText }) ?? 0) > 0;
  return isGuest ? 'unknown' : null;
}

/** Whether the absence of a hypervisor would show: on x86 and macOS. */
export function tellsHypervisor({ readText, sysctl }: Host): boolean {
  return (
    cpuInfoField(readText('/proc/cpuinfo'), 'flags') !== null ||
    sysctlNumber(sysctl, 'kern.hv_vmm_present') !== null
  );
}

function productName(readText: ReadText): string {
  return ['sys_vendor', 'product_name']
    .map((name) => readText(`/sys/class/dmi/id/${name}`)?.trim() ?? '')
    .join(' ');
}

/** The kinds of cores that the process may use, such as `Arm Cortex-A76 + Arm Cortex-A55`; null if nothing tells. */
function armModelOf(host: Host, cpuInfo: string): string | null {
  const allowed = allowedCpuList(host);
  const usable = allowed === null ? null : cpusInList(allowed);
  const kinds = cpuInfo.split(/\n\s*\n/).flatMap((text) => {
    const processor = cpuInfoField(text, 'processor');
    const implementer = cpuInfoField(text, 'CPU implementer');
    const part = cpuInfoField(text, 'CPU part');
    const isUsable = usable === null || processor === null || usable.includes(Number(processor));
    if (!isUsable || implementer === null || part === null) return [];
    return [armCores[`${implementer}/${part}`] ?? `Arm core ${part} of implementer ${implementer}`];
  });
  return kinds.length === 0 ? null : [...new Set(kinds)].join(' + ');
}

/** The value of a field of the first CPU. */
function cpuInfoField(cpuInfo: string | null, name: string): string | null {
  const line = cpuInfo?.split('\n').find((candidate) => candidate.split(':')[0]?.trim() === name);
  return line?.slice(line.indexOf(':') + 1).trim() ?? null;
}
