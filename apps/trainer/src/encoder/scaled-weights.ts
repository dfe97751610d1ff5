import type { EncoderWeights } from '@stackgan/text';
import type * as tf from '@tensorflow/tfjs-core';

/** The values of `variables`, with those of the last linear layer `last` times `scale`. */
export async function scaledWeights(
  variables: ReadonlyMap<string, tf.Variable>,
  last: string,
  scale: number,
): Promise<EncoderWeights> {
  const weights = [...variables].map(async ([name, variable]) => {
    const values = (await variable.data()) as Float32Array;
    const factor = name.startsWith(`${last}.`) ? scale : 1;
    const data = values.map((value) => value * factor);
    return [name, { dtype: 'float32', shape: [...variable.shape], data }] as const;
  });
  return Object.fromEntries(await Promise.all(weights));
}
