import * as tf from '@tensorflow/tfjs-core';

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

/** Adam (Kingma and Ba) whose learning rate may change from step to step in a step that was recorded once. */
export class Adam {
  readonly #means: tf.Variable[];
  readonly #squares: tf.Variable[];

  constructor(private readonly variables: readonly tf.Variable[]) {
    const zeros = () =>
      variables.map(({ shape }) => tf.tidy(() => tf.variable(tf.fill(shape, 0), false)));
    [this.#means, this.#squares] = [zeros(), zeros()];
  }

  /** What a step multiplies its change by: the rate and the correction of the first steps; `step` counts from 1. */
  static rate(learningRate: number, step: number): number {
    return (learningRate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step);
  }

  /** One step down the gradients, in the order of the variables. */
  apply(gradients: readonly tf.Tensor[], rate: tf.Tensor): void {
    this.variables.forEach((variable, i) => {
      const gradient = gradients[i]!;
      const [mean, square] = [this.#means[i]!, this.#squares[i]!];
      mean.assign(tf.add(tf.mul(mean, BETA1), tf.mul(gradient, 1 - BETA1)));
      square.assign(tf.add(tf.mul(square, BETA2), tf.mul(tf.square(gradient), 1 - BETA2)));
      const change = tf.div(mean, tf.add(tf.sqrt(square), EPSILON));
      variable.assign(tf.sub(variable, tf.mul(change, rate)));
    });
  }

  dispose(): void {
    tf.dispose([...this.#means, ...this.#squares]);
  }
}
