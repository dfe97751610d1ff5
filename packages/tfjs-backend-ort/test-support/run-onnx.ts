import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Runs an ONNX file with float32 tensors by name, and gives its results by name. */
export async function runOnnx(
  file: Uint8Array,
  inputs: Readonly<Record<string, tf.Tensor>>,
): Promise<Record<string, tf.Tensor>> {
  const session = await InferenceSession.create(file, { logSeverityLevel: 4 });
  try {
    const feeds = Object.entries(inputs).map(([name, tensor]) => {
      return [
        name,
        new Tensor('float32', tensor.dataSync() as Float32Array, tensor.shape),
      ] as const;
    });
    const results = await session.run(Object.fromEntries(feeds));
    return Object.fromEntries(
      Object.entries(results).map(([name, { data, dims }]) => {
        return [name, tf.tensor(data as Float32Array, [...dims])];
      }),
    );
  } finally {
    await session.release();
  }
}
