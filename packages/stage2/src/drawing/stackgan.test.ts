import '@tensorflow/tfjs-backend-cpu';
import { createStage1Generator } from '@stackgan/stage1';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  createStackGAN,
  createStage2Generator,
  PipelineError,
  type CaptionWarning,
  type GenerateProgress,
  type CaptionEncoder,
} from '../index.js';
import { valuesOf } from '../../test-support/values-of.js';

/** Embeds a caption as its length and its first letter. */
const encoder: CaptionEncoder = {
  name: 'letters',
  dimension: 2,
  embed: (captions) =>
    Promise.resolve(
      Float32Array.from(captions.flatMap((text) => [text.length / 10, text.charCodeAt(0) / 100])),
    ),
};
const sizes = { textDim: 2, conditionDim: 3, seed: 1 };
const stage1 = createStage1Generator({ gf: 2, latentDim: 4, ...sizes });
const stage2 = createStage2Generator({ gf: 2, imageSize: 128, residualBlocks: 0, ...sizes });
const stackgan = createStackGAN({ stage1, stage2, encoder });

/** The numbers of Stage-I's images, and of Stage-II's. */
async function draw(captions: string | string[], options = {}, by = stackgan): Promise<number[][]> {
  const images = await by.generate([captions].flat(), options);
  return [
    images.flatMap(({ stage1: sketch }) => [...valuesOf(sketch)]),
    images.flatMap((image) => [...valuesOf(image)]),
  ];
}

function expectClose(actual: readonly number[], expected: readonly number[], most: number): void {
  const apart = actual.map((value, index) => Math.abs(value - expected[index]!));
  expect(apart.reduce((a, b) => Math.max(a, b), 0)).toBeLessThanOrEqual(most);
}

describe('StackGAN', () => {
  it('draws one image of each stage for each caption', async () => {
    const before = tf.memory().numTensors;
    const images = await stackgan.generate(['a dog', 'two cats']);
    expect(images.map(({ width, height }) => [width, height])).toEqual([
      [128, 128],
      [128, 128],
    ]);
    expect(images.map(({ stage1: sketch }) => sketch.width)).toEqual([64, 64]);
    expect(stackgan.imageSize).toBe(128);
    expect(tf.memory().numTensors).toBe(before);
    expect(await stackgan.generate([])).toEqual([]);
  });

  it('draws the same in batches of any size, and tells how far it is', async () => {
    const captions = ['a dog', 'two cats', 'a cat'];
    const events: GenerateProgress[] = [];
    const onProgress = (event: GenerateProgress) => void events.push(event);
    const images = await draw(captions, { seed: 3, batchSize: 2, onProgress });
    const whole = await draw(captions, { seed: 3 });
    // Other sizes of a batch may add up in another order.
    for (const [stage, values] of images.entries()) expectClose(values, whole[stage]!, 1e-6);
    expect(events.map(({ type }) => type).join()).toBe('encode,stage1,stage2,stage1,stage2,stage2');
    const percents = events.map(({ percent }) => Math.round(percent));
    expect(percents).toEqual([0, 10, 23, 70, 77, 100]);
  });

  it.each([0, -1, 2.5, NaN])('refuses batches of %d images', async (batchSize) => {
    await expect(stackgan.generate('a dog', { batchSize })).rejects.toThrow(
      `batchSize is ${batchSize}; give a whole number, 1 or more`,
    );
  });

  it('draws the same with compiled stages, a whole batch each time', async () => {
    const sizes: number[] = [];
    const compiled = createStackGAN({
      ...{ stage1, stage2, encoder },
      compile: (run) => (inputs) => {
        sizes.push(inputs['embeddings']!.shape[0]!);
        return tf.tidy(() => run(inputs));
      },
    });
    const captions = ['a dog', 'two cats', 'a cat'];
    const images = await draw(captions, { seed: 3, batchSize: 2 }, compiled);
    expect(images).toEqual(await draw(captions, { seed: 3, batchSize: 2 }));
    expect(sizes).toEqual([2, 2, 2, 2]);
  });

  it('draws the same for the same seed, and something else for another', async () => {
    const first = await draw('a dog', { seed: 3 });
    expect(await draw('a dog', { seed: 3 })).toEqual(first);
    expect(await draw('a dog', { seed: 4 })).not.toEqual(first);
    expect(await draw('a cat and a dog', { seed: 3 })).not.toEqual(first);
  });

  it('draws the first caption of a list like the caption alone', async () => {
    const [alone] = await draw('a dog', { seed: 3 });
    const [list] = await draw(['a dog', 'two cats'], { seed: 3 });
    expect(list?.slice(0, alone?.length)).toEqual(alone);
  });

  it('tells of captions that the encoder half knows or cannot tell apart', async () => {
    const said: CaptionWarning[] = [];
    const onWarning = (warning: CaptionWarning) => void said.push(warning);
    await draw(['a dog', 'a cat', 'two cats', 'a dog'], { onWarning });
    expect(said).toMatchObject([{ type: 'alike', caption: 'a cat', like: 'a dog' }]);
    expect(said[0]!.message).toContain('"a cat" is the same as "a dog"');

    said.length = 0;
    // Knows nothing but the letter a.
    const unknownShare = (caption: string) => caption.replaceAll('a', '').length / caption.length;
    const half = createStackGAN({ stage1, stage2, encoder: { ...encoder, unknownShare } });
    await half.generate(['abab', 'aab', 'bad'], { onWarning });
    expect(said).toMatchObject([
      { type: 'unknown', caption: 'abab', unknownShare: 1 / 2 },
      { type: 'unknown', caption: 'bad', unknownShare: 2 / 3 },
    ]);
    expect(said[1]!.message).toContain('67 % of "bad"');
  });

  it('still varies with z when only the mean condition is used', async () => {
    const first = await draw('a dog', { seed: 3, meanOnly: true });
    expect(await draw('a dog', { seed: 3, meanOnly: true })).toEqual(first);
    expect(await draw('a dog', { seed: 3 })).not.toEqual(first);
    expect(await draw('a dog', { seed: 4, meanOnly: true })).not.toEqual(first);
  });

  it('cuts ε off at ±2 if told to', async () => {
    const cut = createStackGAN({ stage1, stage2, encoder, conditionNoise: 'truncated' });
    const isSame: boolean[] = [];
    for (let seed = 0; seed < 6; seed++) {
      const images = await draw('a dog', { seed }, cut);
      isSame.push(String(images) === String(await draw('a dog', { seed })));
    }
    // Six numbers per image: one of them is beyond ±2 in about a quarter of the seeds.
    expect(new Set(isSame)).toEqual(new Set([true, false]));
  });

  it('draws with the mean condition networks that had no ε', async () => {
    const without = createStackGAN({ stage1, stage2, encoder, conditionNoise: 'none' });
    const mean = await draw('a dog', { seed: 3, meanOnly: true });
    expect(await draw('a dog', { seed: 3 }, without)).toEqual(mean);
  });

  it('tells what it does, at percents that rise to 100', async () => {
    const events: GenerateProgress[] = [];
    await draw('a dog', { onProgress: (event: GenerateProgress) => events.push(event) });
    expect(events.map(({ type }) => type)).toEqual(['encode', 'stage1', 'stage2', 'stage2']);
    const percents = events.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect([percents[0], percents.at(-1)]).toEqual([0, 100]);
  });

  it.each([0, 1, 2, 3])('stops at event %i, with the reason and without tensors', async (at) => {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    const reason = new Error('enough');
    let events = 0;
    // Aborts by a timer, as a click would: it is heard although the backend gives no way.
    const onProgress = () => events++ === at && setTimeout(() => controller.abort(reason), 0);
    const drawing = stackgan.generate('a dog', { onProgress, signal: controller.signal });
    await expect(drawing).rejects.toBe(reason);
    expect(events).toBe(at + 1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names both sizes when the encoder does not fit', () => {
    const wide = { ...encoder, name: 'wide', dimension: 512 };
    const create = () => createStackGAN({ stage1, stage2, encoder: wide });
    expect(create).toThrow(PipelineError);
    expect(create).toThrow(
      'Stage-I reads embeddings of 2, encoder wide gives embeddings of 512: take the encoder it was trained with',
    );
  });

  it('says what an encoder must give that gives another count of numbers', async () => {
    const before = tf.memory().numTensors;
    const embed = () => Promise.resolve(new Float32Array(3));
    const short = createStackGAN({ stage1, stage2, encoder: { ...encoder, embed } });
    await expect(short.generate(['a dog', 'a cat'])).rejects.toMatchObject({
      name: 'PipelineError',
      message:
        'encoder letters gives 3 numbers for 2 captions: its `embed` must give the rows of [2, 2] as one Float32Array',
      ...{ expected: 4, received: 3 },
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each(['stage1', 'stage2'] as const)('makes no image of NaN that %s draws', async (name) => {
    const before = tf.memory().numTensors;
    const networks = {
      stage1: createStage1Generator({ gf: 2, latentDim: 4, ...sizes }),
      stage2: createStage2Generator({ gf: 2, imageSize: 128, residualBlocks: 0, ...sizes }),
    };
    const damaged = createStackGAN({ ...networks, encoder, owned: Object.values(networks) });
    const weight = networks[name].weights.find((one) => one.originalName === 'rgb_conv/kernel')!;
    tf.tidy(() => void weight.write(tf.fill(weight.shape as number[], NaN)));
    await expect(damaged.generate('a dog')).rejects.toMatchObject({
      name: 'ImageError',
      message: expect.stringContaining('an image holds NaN, which is no colour') as string,
    });
    damaged.dispose();
    damaged.dispose();
    await expect(damaged.generate('a dog')).rejects.toThrow(/StackGAN was disposed of/);
    expect(tf.memory().numTensors).toBe(before);
  });
});
