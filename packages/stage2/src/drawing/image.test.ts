import '@tensorflow/tfjs-backend-cpu';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { RGBImage } from './image.js';

const values = new SeededRandom(1).fillNormal(new Float32Array(5 * 3 * 3));
const create = () => new RGBImage(values, [5, 3]);
/** Nearest byte of each value, by plain arithmetic. */
const bytes = [...values].map((x) => Math.min(255, Math.max(0, Math.round((x + 1) * 127.5))));

describe('RGBImage', () => {
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

  it('hands out tensors of their own', () => {
    const before = tf.memory().numTensors;
    const image = create();
    const [one, other] = [image.toTensor(), image.toTensor()];
    expect(one.shape).toEqual([5, 3, 3]);
    one.dispose();
    expect([...other.dataSync()]).toEqual([...values]);
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([NaN, Infinity, -Infinity])('is made of no values with %s', (value) => {
    const damaged = values.slice().fill(value, 7, 8);
    expect(() => new RGBImage(damaged, [5, 3])).toThrow(
      `an image holds ${value}, which is no colour`,
    );
  });
});
