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

async function draw(captions: string | string[], options = {}): Promise<number[][]> {
  const images = await stackgan.generate(captions, options);
  const values = [images.stage1, images.images].map((image) => [...image.dataSync()]);
  tf.dispose([images.stage1, images.images]);
  return values;
}

describe('StackGAN', () => {
  it('draws one image of each stage for each caption', async () => {
    const before = tf.memory().numTensors;
    const { stage1: small, images } = await stackgan.generate(['a dog', 'two cats']);
    expect(small.shape).toEqual([2, 64, 64, 3]);
    expect(images.shape).toEqual([2, 128, 128, 3]);
    tf.dispose([small, images]);
    expect(tf.memory().numTensors).toBe(before);
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
    const { stage1: small, images } = await half.generate(['abab', 'aab', 'bad'], { onWarning });
    tf.dispose([small, images]);
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
      const { stage1: low, images } = await cut.generate('a dog', { seed });
      const plain = await draw('a dog', { seed });
      isSame.push([low, images].every((x, i) => String([...x.dataSync()]) === String(plain[i])));
      tf.dispose([low, images]);
    }
    // Six numbers an image: one of them is beyond ±2 in about a quarter of the seeds.
    expect(new Set(isSame)).toEqual(new Set([true, false]));
  });

  it('draws with the mean condition networks that had no ε', async () => {
    const without = createStackGAN({ stage1, stage2, encoder, conditionNoise: 'none' });
    const { stage1: low, images } = await without.generate('a dog', { seed: 3 });
    const mean = await draw('a dog', { seed: 3, meanOnly: true });
    expect([low, images].map((x) => [...x.dataSync()])).toEqual(mean);
    tf.dispose([low, images]);
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
});
