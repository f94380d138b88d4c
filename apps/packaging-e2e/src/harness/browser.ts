import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Why no browser can run here, or undefined. */
export function browserObstacle(): string | undefined {
  try {
    accessSync(CHROMIUM, constants.X_OK);
    return undefined;
  } catch {
    return `missing: ${CHROMIUM}`;
  }
}

/** Debian's Chromium. Every name under `.test` is this machine, as an attacker's name server would say. */
export function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--host-resolver-rules=MAP *.test 127.0.0.1'];
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args });
}
