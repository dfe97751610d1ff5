import { findDamage } from '@stackgan/formats';
import { EncoderError } from '../errors.js';
import {
  charCnnRnnShapes,
  type CharCnnRnnSizes,
  type CharCnnRnnWeights,
} from './char-cnn-rnn-sizes.js';

/**
 * Throws {@link EncoderError} that lists every weight that is missing, surplus or of another shape
 * than in a network of these sizes, or that names the first that is damaged.
 */
export function checkWeights(weights: CharCnnRnnWeights, sizes: CharCnnRnnSizes): void {
  const shapes = charCnnRnnShapes(sizes);
  const faults: string[] = [];
  for (const [name, shape] of shapes) {
    const found = Object.hasOwn(weights, name) ? weights[name] : undefined;
    if (found === undefined) faults.push(`${name} is missing`);
    else if (found.dtype !== 'float32') faults.push(`${name} is ${found.dtype}, not float32`);
    else if (found.shape.join() !== shape.join()) {
      faults.push(`${name} is [${found.shape.join()}], expected [${shape.join()}]`);
    }
  }
  for (const name of Object.keys(weights)) if (!shapes.has(name)) faults.push(`${name} is surplus`);
  if (faults.length > 0) {
    const { recurrent, channels, dimension } = sizes;
    throw new EncoderError(
      `The weights do not fit a char-CNN-RNN with ${recurrent}, channels ${channels.join()} and ${dimension} outputs: ` +
        faults.join('; '),
    );
  }
  for (const name of shapes.keys()) {
    const damage = findDamage(name, weights[name]!);
    if (damage) throw new EncoderError(`The weights are damaged: ${damage}; take another copy`);
  }
}
