import { tidy, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Wraps the function of a step, which a backend may record once; see `traced` of
 * `@stackgan/tfjs-backend-ort`. All that differs from call to call is among the inputs or in
 * variables.
 */
export type Trace = <Inputs, Results extends Record<string, Tensor>>(
  body: (inputs: Inputs) => Results,
) => (inputs: Inputs) => Results;

/** Runs the function each time, as it is. */
export const inTidy: Trace = (body) => (inputs) => tidy(() => body(inputs));
