import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findChromium, launchChromium } from '../browser/chromium.js';
import { startServer } from '../browser/server.js';
import { root } from '../workspaces.js';

/** The image that the page of `examples/browser` drew. */
export interface Drawn {
  readonly size: number;
  /** RGBA of the Stage-II image. */
  readonly data: number[];
}

/** Whether Chromium is installed. */
export const hasChromium = (): boolean => findChromium() !== undefined;

/**
 * Opens the built page in Chromium, stops a first drawing, and types a caption for a second. Saves
 * a screenshot in `.cache/example-browser.png`.
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
    const expectStatus = async (text: string) => {
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
        throw new Error(`the page shows "${found}", not "${text}"; ${errors.join('; ')}`);
      }
    };
    await expectStatus('Ready');
    await page.evaluate(() =>
      ['draw', 'stop'].forEach((id) => document.getElementById(id)?.click()),
    );
    await expectStatus('Stopped');
    await page.fill('#caption', caption);
    await page.fill('#seed', String(seed));
    await page.click('#draw');
    await expectStatus('Done');
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
