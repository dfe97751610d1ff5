import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { findChromium, launchChromium } from './chromium.js';

/** The page of a study in Chromium. */
export interface StudyInBrowser {
  /** Opens it; what goes wrong in it, or is asked of a network, is in `faults`. */
  open(width: number): Promise<{ page: Page; faults: string[] }>;
  /** Clicks "Save answers"; returns the path of the file that the page saved. */
  save(page: Page): Promise<string>;
}

/**
 * Runs `tests` of the page that `writePage` returns as HTML; skips them where there is no Chromium.
 */
export function describeStudy(
  name: string,
  writePage: () => Promise<string>,
  tests: (study: StudyInBrowser) => void,
): void {
  const program = findChromium();
  const reason = program === undefined ? ' (skipped: no Chromium; install it or set CHROMIUM)' : '';
  describe.skipIf(program === undefined)(`${name}${reason}`, () => {
    let browser: Browser;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'stackgan-study-'));
      await writeFile(join(folder, 'study.html'), await writePage());
      browser = await launchChromium(program!);
    });
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    tests({
      async open(width) {
        const page = await browser.newPage({ viewport: { width, height: 800 } });
        const faults: string[] = [];
        page.on('pageerror', ({ message }) => faults.push(message));
        page.on('console', (message) => faults.push(message.text()));
        page.on('request', (request) => {
          if (!/^(file|data|blob):/.test(request.url())) faults.push(request.url());
        });
        await page.goto(`file://${join(folder, 'study.html')}`);
        return { page, faults };
      },
      async save(page) {
        const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
        const path = join(folder, download.suggestedFilename());
        await download.saveAs(path);
        return path;
      },
    });
  });
}
