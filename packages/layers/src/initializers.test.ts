import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { Convolution2D } from './convolution2d.js';
import { weightInitializer, type KernelInitializer } from './initializers.js';

function sample(kind: KernelInitializer) {
  const values = [...weightInitializer(1, kind).apply([20_000]).dataSync()];
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
  return { deviation, largest: values.reduce((most, x) => Math.max(most, Math.abs(x)), 0) };
}

describe('weightInitializer', () => {
  it('draws from N(0, 0.02), or the same truncated at two deviations', () => {
    const normal = sample('normal');
    expect(normal.deviation).toBeCloseTo(0.02, 3);
    expect(normal.largest).toBeGreaterThan(0.06);
    const truncated = sample('truncated');
    // sqrt(1 - 4 phi(2) / (2 Phi(2) - 1)) = 0.8796
    expect(truncated.deviation).toBeCloseTo(0.02 * 0.8796, 3);
    expect(truncated.largest).toBeLessThanOrEqual(0.04);
  });

  it('initialises the kernel of a layer', () => {
    const config = { filters: 64, kernelSize: 3, seed: 1 };
    const largest = (layer: Convolution2D) => {
      layer.build([null, 4, 4, 16]);
      return Math.max(...(layer.getWeights()[0]?.dataSync().map(Math.abs) ?? []));
    };
    expect(largest(new Convolution2D(config))).toBeGreaterThan(0.04);
    const truncated = new Convolution2D({ ...config, kernelInitializer: 'truncated' });
    expect(largest(truncated)).toBeLessThanOrEqual(0.04);
    expect(truncated.getConfig()).toMatchObject({ kernelInitializer: 'truncated' });
  });
});
