import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** Opens the page of a study; what goes wrong in it, or is asked of a network, is in `faults`. */
export async function openStudy(
  browser: Browser,
  address: string,
  width: number,
): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage({ viewport: { width, height: 800 } });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => faults.push(message.text()));
  page.on('request', (request) => {
    if (!/^(file|data|blob):/.test(request.url())) faults.push(request.url());
  });
  await page.goto(address);
  return { page, faults };
}

/** Clicks "Save answers"; returns the file that the page saved in `folder`. */
export async function saveAnswers(page: Page, folder: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#save')]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}
