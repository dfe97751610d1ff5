import { findDamage } from '@stackgan/formats';
import { EncoderError } from '../errors.js';
import type { EncoderWeights } from './encoder-weights.js';

/**
 * Throws {@link EncoderError} that lists every weight that is missing, surplus or of another shape
 * than `network`, a noun for messages, has; or that names the first that is damaged.
 */
export function checkWeights(
  weights: EncoderWeights,
  shapes: ReadonlyMap<string, readonly number[]>,
  network: string,
): void {
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
    throw new EncoderError(`The weights do not fit ${network}: ${faults.join('; ')}`);
  }
  for (const name of shapes.keys()) {
    const damage = findDamage(name, weights[name]!);
    if (damage) throw new EncoderError(`The weights are damaged: ${damage}; take another copy`);
  }
}
