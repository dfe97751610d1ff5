import type { Page } from 'playwright-core';

/**
 * Waits until the page of `examples/browser` has finished what it does, and has shown that in a
 * frame. Throws if its status is not `text` then.
 */
export async function expectStatus(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    () => !(document.getElementById('status')?.textContent ?? '…').endsWith('…'),
    undefined,
    { timeout: 120_000, polling: 'raf' },
  );
  const found = await page.textContent('#status');
  if (found !== text) throw new Error(`the page shows "${found}", not "${text}"`);
}
