import '@tensorflow/tfjs-backend-cpu';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { RGBImage } from './image.js';

const values = new SeededRandom(1).fillNormal(new Float32Array(5 * 3 * 3));
const create = () => new RGBImage(tf.tensor3d(values, [5, 3, 3]), values);
/** Nearest byte of each value, by plain arithmetic. */
const bytes = [...values].map((x) => Math.min(255, Math.max(0, Math.round((x + 1) * 127.5))));

describe('Image', () => {
  it('is a PNG that another decoder reads, pixel for pixel', async () => {
    const { data, info } = await sharp(create().toPNG())
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 3, height: 5, channels: 3 });
    expect([...data]).toEqual(bytes);
  });

  it('is opaque image data', () => {
    const { data, width, height } = create().toImageData();
    expect([width, height, data.length]).toEqual([3, 5, 60]);
    expect([...data].filter((_, at) => at % 4 !== 3)).toEqual(bytes);
    expect([...data].filter((_, at) => at % 4 === 3)).toEqual(Array(15).fill(255));
  });

  it('hands out tensors of their own, until it is disposed of', () => {
    const before = tf.memory().numTensors;
    const image = create();
    image.toTensor().dispose();
    const again = image.toTensor();
    expect([...again.dataSync()]).toEqual([...values]);
    image.dispose();
    expect([...again.dataSync()]).toEqual([...values]);
    again.dispose();
    expect(tf.memory().numTensors).toBe(before);
    expect(() => image.toTensor()).toThrow(/image was disposed of/);
    expect(image.toPNG().length).toBeGreaterThan(60);
  });
});
