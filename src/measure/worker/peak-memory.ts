/** Most memory that this process has held at once so far, in bytes. */
export function peakResidentBytes(): number {
  // Node reports maxRSS in KiB on every platform.
  return process.resourceUsage().maxRSS * 1024;
}
