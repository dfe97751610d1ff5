import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs `run` as if no gradient were being recorded around it, so that another whole optimisation
 * step can run inside. tfjs has no public function for this: it would record a gradient within a
 * gradient for second-order use, and keep all its intermediate tensors until the outer one ends.
 */
export function withoutTape<T>(run: () => T): T {
  const { state } = tf.engine();
  const { activeTape, gradientDepth } = state;
  state.gradientDepth = 0;
  try {
    return run();
  } finally {
    state.activeTape = activeTape;
    state.gradientDepth = gradientDepth;
  }
}

/** `x` as a constant: the same values, and no gradient flows back through it. */
export function detach<T extends tf.Tensor>(x: T): T {
  return withoutTape(() => tf.clone(x));
}
