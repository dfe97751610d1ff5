import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { distance, normal } from '../test-support/numbers.js';
import { boxCoordinates, boxesOf } from './box-coordinates.js';
import { boxMask } from './box-mask.js';
import { ImageMask } from './image-mask.js';
import { LatentBox } from './latent-box.js';

/** Boxes of all shapes within the image: wide, high, square, of no size, and the whole. */
const BOXES = tf.tensor2d([
  [0.1, 0.2, 0.5, 0.4],
  [0.25, 0, 0.25, 1],
  [0.5, 0.75, 0.25, 0.25],
  [0.3, 0.4, 0, 0],
  [0, 0, 1, 1],
]);

describe('boxCoordinates', () => {
  it('are 0 for the whole image, and those of the definition', () => {
    const [wide, high, , , whole] = boxCoordinates(BOXES).arraySync() as number[][];
    expect(whole).toEqual([0, 0, 0, 0]);
    // Half of the image is free beside the first box, 0.6 of it above and below.
    [0.5, 0.2, 0.2, 1 / 3].forEach((value, i) => expect(wide![i]).toBeCloseTo(value, 6));
    [0, -0.75, 1 / 3, 0].forEach((value, i) => expect(high![i]).toBeCloseTo(value, 6));
  });

  it('determine the box, and every combination of them is a box within the image', () => {
    expect(distance(boxesOf(boxCoordinates(BOXES)), BOXES)).toBeLessThan(1e-6);
    const lowest = tf.tensor1d([0, -1, 0, 0]);
    const drawn = tf.add(
      lowest,
      tf.mul(tf.randomUniform([200, 4], 0, 1, 'float32', 3), [1, 2, 1, 1]),
    );
    const [corner, size] = tf.split(boxesOf(drawn as tf.Tensor2D), 2, 1) as [tf.Tensor, tf.Tensor];
    expect(Math.min(...corner.dataSync(), ...size.dataSync())).toBeGreaterThanOrEqual(0);
    expect(Math.max(...tf.add(corner, size).dataSync())).toBeLessThanOrEqual(1 + 1e-6);
  });
});

describe('boxMask', () => {
  it('is the covered share of each cell', () => {
    const mask = boxMask(tf.tensor2d([[0.125, 0.5, 0.5, 0.25]]), 4);
    expect(mask.shape).toEqual([1, 4, 4, 1]);
    const row = [0.5, 1, 0.5, 0];
    expect([...mask.dataSync()]).toEqual([...Array(8).fill(0), ...row, 0, 0, 0, 0]);
  });

  it('has the area of the box, at any size', () => {
    const areas = [...tf.mul(tf.slice(BOXES, [0, 2], [-1, 1]), tf.slice(BOXES, [0, 3])).dataSync()];
    for (const size of [1, 5, 16]) {
      const found = tf.mean(boxMask(BOXES, size), [1, 2, 3]).dataSync();
      areas.forEach((area, i) => expect(found[i]).toBeCloseTo(area, 5));
    }
  });
});

it('ImageMask averages the last channel, here to the mask of the smaller size', () => {
  const images = tf.concat([normal([5, 16, 16, 3], 1), boxMask(BOXES, 16)], 3);
  const layer = new ImageMask({ size: 4 });
  expect(layer.computeOutputShape([null, 16, 16, 4])).toEqual([null, 4, 4, 1]);
  expect(distance(layer.apply(images) as tf.Tensor, boxMask(BOXES, 4))).toBeLessThan(1e-6);
});

describe('LatentBox', () => {
  const latentBox = (): { layer: LatentBox; net: LayersModel } => {
    const latent = input({ shape: [6] });
    const layer = new LatentBox({ name: 'latent_box' });
    const net = model({ inputs: latent, outputs: layer.apply(latent) as SymbolicTensor[] });
    return { layer, net };
  };
  const apply = (net: LayersModel, z: tf.Tensor) => net.apply(z) as [tf.Tensor2D, tf.Tensor2D];

  it('chooses the whole image before it knows boxes, passes on the rest, trains nothing', () => {
    const { net } = latentBox();
    const z = normal([3, 6], 1);
    const [boxes, rest] = apply(net, z);
    expect(boxes.arraySync()).toEqual(Array(3).fill([0, 0, 1, 1]));
    expect(distance(rest, tf.slice(z, [0, 4]))).toBe(0);
    expect(net.trainableWeights).toEqual([]);
  });

  it('finds the numbers of each box of which it knows, and is limited to these', () => {
    const { layer, net } = latentBox();
    layer.setTable(BOXES);
    const z = tf.concat([layer.numbersOf(BOXES), tf.zeros([5, 2])], 1);
    expect(distance(apply(net, z)[0], BOXES)).toBeLessThan(1e-5);
    const last = boxesOf(tf.max(boxCoordinates(BOXES), 0, true));
    expect(distance(apply(net, tf.fill([1, 6], 99))[0], last)).toBeLessThan(1e-6);
  });

  it('draws each coordinate as it is distributed in the boxes', () => {
    const { layer, net } = latentBox();
    // The width is uniform in [0.2, 0.6], the height constant, the place left in a third.
    const boxes = Array.from({ length: 900 }, (_, i) => {
      const width = 0.2 + (0.4 * (i % 300)) / 299;
      return [i < 300 ? 0 : 1 - width, 0.1, width, 0.8];
    });
    layer.setTable(tf.tensor2d(boxes));
    const drawn = apply(net, normal([4000, 6], 2))[0].arraySync();
    const share = (is: (box: number[]) => boolean) => drawn.filter(is).length / drawn.length;
    expect(share(([, , width]) => width! < 0.4)).toBeCloseTo(0.5, 1);
    expect(share(([, , width]) => width! < 0.3)).toBeCloseTo(0.25, 1);
    expect(share(([, y, , height]) => Math.abs(y! - 0.1) + Math.abs(height! - 0.8) < 1e-5)).toBe(1);
    expect(share(([x]) => x! < 1e-6)).toBeCloseTo(1 / 3, 1);
  });

  it('keeps how coordinates depend on each other', () => {
    const { layer, net } = latentBox();
    // Figures of one width that stand on the lower edge: only the height varies.
    const heights = Array.from({ length: 500 }, (_, i) => 0.75 + (0.25 * i) / 499);
    layer.setTable(tf.tensor2d(heights.map((height) => [0.125, 1 - height, 0.6, height])));
    const drawn = apply(net, normal([1000, 6], 3))[0].arraySync();
    const widths = drawn.map(([, , width]) => width!).sort((a, b) => a - b);
    expect(widths[50]).toBeGreaterThan(0.57);
    expect(widths[950]).toBeLessThan(0.63);
    const spread = Math.max(...drawn.map(([, y, , height]) => Math.abs(y! + height! - 1)));
    expect(spread).toBeLessThan(1e-5);
  });

  it('keeps its boxes as weights', () => {
    const { layer, net } = latentBox();
    layer.setTable(BOXES);
    const copy = new LatentBox(layer.getConfig());
    copy.apply(input({ shape: [6] }));
    copy.setWeights(layer.getWeights());
    const z = normal([5, 6], 4);
    expect(distance((copy.apply(z) as tf.Tensor[])[0]!, apply(net, z)[0])).toBe(0);
  });
});
