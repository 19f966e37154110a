import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** A Chromium as Linux distributions install it, or the one that CHROMIUM names. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Tests in a browser are left out where there is none. */
export const hasBrowser = existsSync(executablePath);

/** Headless, and silent on the network by itself. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
