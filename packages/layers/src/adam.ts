import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Settings of {@link Adam}; StackGAN uses β₁ 0.5, β₂ 0.999 and ε 1e-8. */
export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Creates an {@link Adam} for the trainable weights of `model`. */
export const createAdam = (model: LayersModel, options: AdamOptions): Adam =>
  new Adam(model.trainableWeights, options);

interface Slots {
  readonly mean: tf.Variable;
  readonly square: tf.Variable;
}

/**
 * Adam (Kingma and Ba, algorithm 1) whose state can be saved exactly: it consists of `updates` and
 * `slots()`. A step calls `beginUpdate()`, then `applyGradients()`, which may be recorded once and
 * replayed.
 *
 * Differs from `tf.train.adam`: slots belong to named variables instead of positions in the
 * gradient map; the step count is a number on the host; the slots are the plain decayed sums
 * `m/(1 - β₁)` and `v/(1 - β₂)`, so that an update has only two constants that change from step to
 * step, and reads each weight as few times as possible.
 */
export class Adam {
  /** Updates done so far. */
  updates = 0;
  learningRate: number;
  /** Constants of the current update; variables, because a traced step is recorded only once. */
  readonly #rate = scalarVariable();
  readonly #epsilonOfUpdate = scalarVariable();
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #epsilon: number;
  readonly #slots: ReadonlyMap<string, Slots>;

  constructor(
    variables: readonly { name: string; shape: readonly (number | null)[] }[],
    options: AdamOptions,
  ) {
    this.learningRate = options.learningRate;
    this.#beta1 = options.beta1;
    this.#beta2 = options.beta2;
    this.#epsilon = options.epsilon;
    // The backend fills them in memory of its own, so that it can overwrite them in place.
    const zeros = (shape: number[]) => tf.tidy(() => tf.variable(tf.fill(shape, 0), false));
    this.#slots = new Map(
      variables.map(({ name, shape }) => {
        const known = shape as number[];
        return [name, { mean: zeros(known), square: zeros(known) }];
      }),
    );
  }

  /**
   * Counts an update and sets its constants, which depend on the count. Call before
   * `applyGradients`.
   */
  beginUpdate(): void {
    this.updates += 1;
    const ofMean = (1 - this.#beta1) / (1 - this.#beta1 ** this.updates);
    const ofRoot = Math.sqrt((1 - this.#beta2) / (1 - this.#beta2 ** this.updates));
    tf.tidy(() => {
      this.#rate.assign(tf.scalar((this.learningRate * ofMean) / ofRoot));
      this.#epsilonOfUpdate.assign(tf.scalar(this.#epsilon / ofRoot));
    });
  }

  /**
   * `p ← p − lr·m̂ / (√v̂ + ε)` with bias-corrected m̂ and v̂. Throws an Error for a variable that
   * the constructor did not get.
   */
  applyGradients(gradients: readonly { name: string; tensor: tf.Tensor }[]): void {
    tf.tidy(() => {
      const betas = [tf.scalar(this.#beta1), tf.scalar(this.#beta2)] as const;
      for (const { name, tensor } of gradients) this.#update(name, tensor, betas);
    });
  }

  #update(
    name: string,
    gradient: tf.Tensor,
    [beta1, beta2]: readonly [tf.Scalar, tf.Scalar],
  ): void {
    const slots = this.#slots.get(name);
    const variable = tf.engine().registeredVariables[name];
    if (slots === undefined || variable === undefined) {
      throw new Error(`gradient of ${name}, which is not a variable of this optimiser`);
    }
    const mean = tf.add(tf.mul(slots.mean, beta1), gradient);
    const square = tf.add(tf.mul(slots.square, beta2), tf.square(gradient));
    slots.mean.assign(mean);
    slots.square.assign(square);
    const change = tf.div(mean, tf.add(tf.sqrt(square), this.#epsilonOfUpdate));
    variable.assign(tf.sub(variable, tf.mul(change, this.#rate)));
  }

  /** The slots, in the order of the constructor's variables: mean, square, mean, … */
  slots(): tf.Variable[] {
    return [...this.#slots.values()].flatMap(({ mean, square }) => [mean, square]);
  }

  /** Frees the slots. */
  dispose(): void {
    tf.dispose([...this.slots(), this.#rate, this.#epsilonOfUpdate]);
  }
}

const scalarVariable = (): tf.Variable => tf.tidy(() => tf.variable(tf.scalar(0), false));
