import { sysctlNumber, type Host, type ReadText } from './host.js';

const usualPageSizeBytes = 4096;
const hugetlbFolder = '/sys/kernel/mm/hugepages/hugepages-2048kB';

/** The pool of 2 MiB pages that an administrator reserved (Linux, admin-guide/mm/hugetlbpage). */
export interface HugetlbPool {
  readonly totalPages: number;
  /** Pages that nobody uses or has a claim to. */
  readonly freePages: number;
}

/** The size of an ordinary page. */
export function pageSizeBytesOf({ readText, sysctl }: Pick<Host, 'readText' | 'sysctl'>): number {
  const [, kibibytes] =
    /^KernelPageSize:\s*(\d+) kB$/m.exec(readText('/proc/self/smaps') ?? '') ?? [];
  if (kibibytes !== undefined) return Number(kibibytes) * 1024;
  return sysctlNumber(sysctl, 'hw.pagesize') ?? usualPageSizeBytes;
}

/** The mode of transparent huge pages (`always`, `madvise`, `never`), or null where there are none. */
export function transparentHugePagesOf(readText: ReadText): string | null {
  const modes = readText('/sys/kernel/mm/transparent_hugepage/enabled');
  return /\[(\w+)\]/.exec(modes ?? '')?.[1] ?? null;
}

/** The pool of this system, which may be empty; null where there are no such pages. */
export function hugetlbPoolOf(readText: ReadText): HugetlbPool | null {
  const countOf = (name: string): number | null => {
    const text = readText(`${hugetlbFolder}/${name}`);
    return text === null ? null : Number(text);
  };
  const totalPages = countOf('nr_hugepages');
  const freePages = countOf('free_hugepages');
  if (totalPages === null || freePages === null) return null;
  return { totalPages, freePages: freePages - (countOf('resv_hugepages') ?? 0) };
}
