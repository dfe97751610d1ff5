import type { SeededRandom } from '@stackgan/random';
import type { EncoderWeights } from '@stackgan/text';

/**
 * Uniform weights of variance 1 / inputs, so that a layer keeps the scale of what it reads (LeCun
 * et al. 1998), and biases of 0. Shapes are PyTorch's, outputs first.
 */
export function initialWeights(
  shapes: ReadonlyMap<string, readonly number[]>,
  random: SeededRandom,
): EncoderWeights {
  const weights = [...shapes].map(([name, shape]) => {
    const inputs = shape.slice(1).reduce((product, size) => product * size, 1);
    const isBias = shape.length === 1;
    const limit = isBias ? 0 : Math.sqrt(3 / inputs);
    const data = Float32Array.from(
      { length: shape[0]! * inputs },
      () => (2 * random.uniform() - 1) * limit,
    );
    return [name, { dtype: 'float32', shape, data }] as const;
  });
  return Object.fromEntries(weights);
}
