import {
  createSession,
  type Engine,
  type EngineTensor,
  loadNative,
  type Session,
} from './engine.js';
import { OnnxModelBuilder } from '../onnx/model-builder.js';
import { writeModel } from '../onnx/write-model.js';

const downloads = new Map<Engine, { session: Session; input: string; output: string }>();

/**
 * Copies a float32 tensor from the engine's memory: with a graph that computes nothing, since
 * onnxruntime-node has no other way to read it synchronously.
 */
export function download(tensor: EngineTensor, engine: Engine): Float32Array {
  let copy = downloads.get(engine);
  if (!copy) {
    const builder = new OnnxModelBuilder();
    const input = builder.input('float32', ['size']);
    const output = builder.node('Identity', [input]);
    builder.output(output, 'float32', ['size']);
    copy = {
      session: createSession(writeModel(builder.model()), { engine, threads: 1 }),
      input,
      output,
    };
    downloads.set(engine, copy);
  }
  const { session, input, output } = copy;
  const results = session.run({ [input]: loadNative().flatten(tensor) }, { [output]: null });
  return results[output]!.data as Float32Array;
}
