import sharp from 'sharp';
import { expect, it } from 'vitest';
import { LargeImageTurns } from './large-image-turns.js';

it('works on small images together, and on large ones one at a time, also after a failure', async () => {
  const ofSide = (side: number): Promise<Uint8Array> =>
    sharp({ create: { width: side, height: side, channels: 3, background: 'red' } })
      .png({ compressionLevel: 1 })
      .toBuffer();
  const [small, large] = [await ofSide(8), await ofSide(6000)];
  const turns = new LargeImageTurns();
  const most = async (files: readonly Uint8Array[]): Promise<number> => {
    let [running, highest] = [0, 0];
    const work = async (): Promise<void> => {
      highest = Math.max(highest, ++running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      throw new Error('damaged');
    };
    await Promise.allSettled(files.map((bytes) => turns.run(bytes, work)));
    return highest;
  };
  expect(await most([small, small, small])).toBe(3);
  expect(await most([large, large, large])).toBe(1);
  expect(await most([Uint8Array.of(1), small])).toBe(2);
  expect(await turns.run(large, () => Promise.resolve(7))).toBe(7);
});
