import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadStackGAN } from '@stackgan/stage2';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { BASE_FOLDER } from '../run-directory/run-directory.js';
import { drawCaption } from '../sampling/draw-caption.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import { addContrast } from '../testing/add-contrast.js';
import { quietContext, temporaryFolder, tinyEncoder } from '../testing/tiny.js';
import { trainTiny } from '../testing/train-tiny.js';
import { exportRun } from './export.js';

beforeAll(() => tf.setBackend('cpu'));

/** Both stages' pixels by `loadStackGAN`, read from its PNGs. */
async function drawn(source: string, caption = 'a caption', seed = 5): Promise<Uint8Array[]> {
  const stackgan = await loadStackGAN(source, { encoder: tinyEncoder });
  const image = await stackgan.generate(caption, { seed });
  const pixels = [image.stage1, image].map(
    async (each) => new Uint8Array(await sharp(each.toPNG()).raw().toBuffer()),
  );
  stackgan.dispose();
  return Promise.all(pixels);
}

/** The mean distance of `pixels` from `others`, or from one grey, of 255. */
function distance(pixels: Uint8Array, others: Uint8Array | number): number {
  const other = (index: number) => (typeof others === 'number' ? others : others[index]!);
  const sum = pixels.reduce((all, value, index) => all + Math.abs(value - other(index)), 0);
  return sum / pixels.length;
}

describe('loadStackGAN', () => {
  it('draws as `sample` does: a snapshot and an export; and says what else it got', async () => {
    const folder = await temporaryFolder();
    const { stage1, stage2 } = await trainTiny(folder);
    for (const network of ['generator-average', BASE_FOLDER]) await addContrast(stage2, network);
    const opened = await openStackGAN(stage2, tinyEncoder);
    const images = await drawCaption(opened, 'a caption', { seed: 5, meanOnly: false });
    const expected = images.map(({ data }) => data);
    expect(expected).toHaveLength(2);
    expect(await drawn(stage2)).toEqual(expected);

    // Images of one grey would all be equal.
    const [otherCaption, otherSeed] = [
      await drawn(stage2, 'Zebras'),
      await drawn(stage2, 'a caption', 6),
    ];
    for (const [stage, pixels] of expected.entries()) {
      const mean = distance(pixels, 0);
      expect(distance(pixels, mean)).toBeGreaterThan(10);
      expect(distance(pixels, otherCaption[stage]!)).toBeGreaterThan(5);
      expect(distance(pixels, otherSeed[stage]!)).toBeGreaterThan(5);
    }

    const [models, half] = [join(folder, 'models'), join(folder, 'half')];
    const common = { run: stage2, format: 'tfjs', part: 'generator', backend: 'cpu' } as const;
    await exportRun({ ...common, out: models }, quietContext());
    expect(await drawn(models)).toEqual(expected);

    // In fewer bits: nearly the same pixels, of half and of a quarter of the bytes, but for vectors.
    const size = async (folder: string) => (await stat(join(folder, 'stage2/weights.bin'))).size;
    for (const [weights, share, most] of [
      ['float16', 0.5, 0.1],
      ['uint8', 0.25, 2],
    ] as const) {
      const out = join(folder, weights);
      await exportRun({ ...common, weights, out }, quietContext());
      for (const [stage, pixels] of (await drawn(out)).entries()) {
        const found = distance(pixels, expected[stage]!);
        expect(found).toBeGreaterThan(0);
        expect(found).toBeLessThan(most);
      }
      expect((await size(out)) / (await size(models))).toBeLessThan(share + 0.05);
    }
    await expect(
      exportRun({ ...common, format: 'onnx', weights: 'uint8', out: half }, quietContext()),
    ).rejects.toThrow('--weights uint8 needs --format tfjs; leave it out with --format onnx');

    // Stage-I alone, of its own run and of one that built on it.
    const sketcher = await openStackGAN(stage1, tinyEncoder);
    const [sketch] = await drawCaption(sketcher, 'a caption', { seed: 5, meanOnly: false });
    sketcher.stackgan.dispose();
    expect(await drawn(stage1)).toEqual([sketch!.data, sketch!.data]);
    await exportRun({ ...common, part: 'stage1', out: half }, quietContext());
    expect(await drawn(half)).toEqual([expected[0], expected[0]]);

    await expect(drawn(join(stage2, '..'))).rejects.toThrow(
      /has no stackgan\.json; give a snapshot/,
    );
  }, 180_000);
});
