/**
 * Seeded random numbers that can be saved and resumed exactly.
 *
 * ```ts
 * import { SeededRandom } from '@stackgan/random';
 *
 * const random = new SeededRandom(7);
 * const latent = random.fillNormal(new Float32Array(100)); // z ~ N(0, I)
 * const resumed = SeededRandom.fromState(random.getState());
 * console.log(latent[0], resumed.uniform() === random.uniform()); // …, true
 * ```
 *
 * @packageDocumentation
 */
export { SeededRandom } from './seeded-random.js';
export { RandomError } from './errors.js';
export type { RandomState } from './random-state.js';
