import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium, launchChromium } from '../browser/chromium.js';
import { startServer } from '../browser/server.js';
import { root } from '../workspaces.js';

/** What the page of `examples/browser` drew. */
export interface Drawn {
  readonly size: number;
  /** RGBA of the Stage-II image. */
  readonly data: number[];
}

/** Whether there is a Chromium to open it in. */
export const hasChromium = (): boolean => findChromium() !== undefined;

/**
 * Opens the built page in Chromium, stops one drawing, and types a caption for another. Leaves a
 * image of the page in `.cache/example-browser.png`.
 */
export async function drawInPage(dist: string, caption: string, seed: number): Promise<Drawn> {
  const server = await startServer((path) =>
    readFile(join(dist, path === '/' ? 'index.html' : path)),
  );
  const browser = await launchChromium(findChromium()!);
  try {
    const page = await browser.newPage({ viewport: { width: 900, height: 760 } });
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(server.address);
    const said = async (text: string) => {
      await page.waitForFunction(
        ([wanted, working]) => {
          const status = document.getElementById('status')?.textContent ?? '';
          return status === wanted || !status.endsWith(working!);
        },
        [text, '…'],
        { timeout: 120_000 },
      );
      const found = await page.textContent('#status');
      if (found !== text || errors.length > 0) {
        throw new Error(`the page says "${found}", not "${text}"; ${errors.join('; ')}`);
      }
    };
    await said('Ready');
    await page.evaluate(() =>
      ['draw', 'stop'].forEach((id) => document.getElementById(id)?.click()),
    );
    await said('Stopped');
    await page.fill('#caption', caption);
    await page.fill('#seed', String(seed));
    await page.click('#draw');
    await said('Done');
    await page.screenshot({ path: join(root, '.cache/example-browser.png') });
    return await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('#stage2')!;
      const { data, width } = canvas
        .getContext('2d')!
        .getImageData(0, 0, canvas.width, canvas.height);
      return { size: width, data: [...data] };
    });
  } finally {
    await browser.close();
    server.close();
  }
}
