/** What a file is that a process may load. */
interface ObjectHeader {
  readonly format: 'ELF' | 'Mach-O' | 'PE';
  /** As Node names architectures; a number of the format for others. */
  readonly architecture: string;
  readonly isShared: boolean;
}

const elfMachines: Readonly<Record<number, string>> = {
  3: 'ia32',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
};
const machMachines: Readonly<Record<number, string>> = { 0x01000007: 'x64', 0x0100000c: 'arm64' };
const peMachines: Readonly<Record<number, string>> = {
  0x14c: 'ia32',
  0x8664: 'x64',
  0xaa64: 'arm64',
};

const formats: Readonly<Record<string, ObjectHeader['format']>> = {
  darwin: 'Mach-O',
  win32: 'PE',
};

/**
 * Why this process cannot load a file that begins so, in a few words; null where it may. Asked before the system is,
 * whose own answer to a wrong architecture is "invalid ELF header".
 */
export function objectProblem(
  bytes: Buffer,
  { platform, arch }: Pick<NodeJS.Process, 'platform' | 'arch'> = process,
): string | null {
  // A universal file of macOS, for several architectures.
  if (platform === 'darwin' && startsWith(bytes, [0xca, 0xfe, 0xba, 0xbe])) return null;
  const header = headerOf(bytes);
  if (header === null) return `is no shared object${kindOf(bytes)}`;
  const expected = formats[platform] ?? 'ELF';
  if (header.format !== expected)
    return `is a ${header.format} file, this system loads ${expected}`;
  if (header.architecture !== arch) {
    return `is for ${header.architecture}, this process is for ${arch}`;
  }
  return header.isShared ? null : 'is no shared object: link it with -shared';
}

function headerOf(bytes: Buffer): ObjectHeader | null {
  if (bytes.length < 64) return null;
  if (startsWith(bytes, [0x7f, 0x45, 0x4c, 0x46])) {
    const machine = bytes.readUInt16LE(18);
    return {
      format: 'ELF',
      architecture: elfMachines[machine] ?? `machine ${machine}`,
      // ET_DYN
      isShared: bytes.readUInt16LE(16) === 3,
    };
  }
  if (startsWith(bytes, [0xcf, 0xfa, 0xed, 0xfe])) {
    const machine = bytes.readUInt32LE(4);
    return {
      format: 'Mach-O',
      architecture: machMachines[machine] ?? `CPU type ${machine}`,
      // MH_DYLIB and MH_BUNDLE
      isShared: [6, 8].includes(bytes.readUInt32LE(12)),
    };
  }
  const peOffset = startsWith(bytes, [0x4d, 0x5a]) ? bytes.readUInt32LE(0x3c) : bytes.length;
  if (peOffset + 24 > bytes.length || bytes.readUInt32LE(peOffset) !== 0x4550) return null;
  const machine = bytes.readUInt16LE(peOffset + 4);
  return {
    format: 'PE',
    architecture: peMachines[machine] ?? `machine ${machine}`,
    // IMAGE_FILE_DLL
    isShared: (bytes.readUInt16LE(peOffset + 22) & 0x2000) !== 0,
  };
}

function kindOf(bytes: Buffer): string {
  if (bytes.length === 0) return ': it is empty';
  if (bytes.subarray(0, 7).toString() === '!<arch>') {
    return ' but a static library: link it with -shared';
  }
  return '';
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
