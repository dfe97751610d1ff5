import { createSession, engineTensor } from './engine.js';
import { OnnxModelBuilder } from '../onnx/model-builder.js';
import { writeModel } from '../onnx/write-model.js';

let block: number | undefined;

/**
 * The number of channels in a block of ONNX Runtime's blocked convolutions on this processor: 16
 * with AVX-512 and NEON, 8 with AVX, 1 if it has none. There is no function to ask for it; it is
 * found by reordering a small tensor with one of ONNX Runtime's operators.
 */
export function channelBlock(): number {
  return (block ??= findChannelBlock());
}

function findChannelBlock(): number {
  const builder = new OnnxModelBuilder();
  const shape = [1, 16, 1, 2];
  const input = builder.input('float32', shape);
  const output = builder.node('com.microsoft.nchwc.ReorderInput', [input]);
  builder.output(output, 'float32', shape);
  // Pixels 0 and 1 of channel c are c and c + 0.5.
  const pixels = Float32Array.from({ length: 32 }, (_, i) => i / 2);
  const reordered = new Float32Array(32);
  try {
    const session = createSession(writeModel(builder.model()), { engine: 'cpu', threads: 1 });
    session.run(
      { [input]: engineTensor('float32', pixels, shape) },
      { [output]: engineTensor('float32', reordered, shape) },
    );
    session.release();
  } catch {
    return 1;
  }
  const secondPixel = reordered.indexOf(0.5);
  const isBlock = [8, 16].includes(secondPixel);
  return isBlock && reordered.every((value, i) => value === blockedPixel(i, secondPixel))
    ? secondPixel
    : 1;
}

function blockedPixel(index: number, size: number): number {
  const [block, rest] = [Math.floor(index / (2 * size)), index % (2 * size)];
  return block * size + (rest % size) + (rest >= size ? 0.5 : 0);
}
