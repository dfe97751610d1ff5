import { Adam } from '@stackgan/layers';
import { traced } from '@stackgan/tfjs-backend-ort';
import { jointEmbeddingLoss } from '@stackgan/text';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // registers the gradients
import type { HostTensor } from '@stackgan/formats';
import { readTensors, restoreTensors } from '../networks/network-weights.js';
import type { CaptionNetwork, ImageCaption } from './caption-network.js';
import type { ImageMap } from './image-map.js';

/** Both sides of a joint embedding. */
export interface JointModel {
  readonly captions: CaptionNetwork;
  readonly images: ImageMap;
}

const ADAM = { learningRate: 3e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Trains models side by side, each by its own loss on the same pairs. */
export class JointTraining {
  /** Steps done. */
  #step = 0;
  readonly #adam: Adam;
  readonly #variables: readonly tf.Variable[];
  readonly #update: (inputs: {
    features: tf.Tensor2D;
    captions: tf.Tensor[];
  }) => Record<string, tf.Scalar>;

  constructor(
    readonly models: readonly JointModel[],
    readonly steps: number,
  ) {
    this.#variables = models.flatMap(({ captions, images }) => [
      ...captions.variables,
      ...images.variables,
    ]);
    this.#adam = new Adam(this.#variables, ADAM);
    this.#update = traced(({ features, captions }) => {
      let losses: tf.Scalar[] = [];
      const { grads } = tf.variableGrads(() => {
        losses = models.map((model, at) =>
          tf.keep(
            jointEmbeddingLoss(model.images.apply(features), model.captions.apply(captions[at]!)),
          ),
        );
        // No model has weights of another, so that each has the gradient of its own loss.
        return tf.addN(losses);
      }, [...this.#variables]);
      this.#adam.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      return Object.fromEntries(losses.map((loss, at) => [String(at), loss]));
    });
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /**
   * One step on pairs; `features` [N, F] are those of their images, and disposed of. The learning
   * rate falls to a tenth. Returns the loss of each model.
   */
  async next(features: tf.Tensor2D, pairs: readonly ImageCaption[]): Promise<number[]> {
    const inputs = { features, captions: this.models.map(({ captions }) => captions.read(pairs)) };
    this.#step += 1;
    this.#adam.learningRate = ADAM.learningRate * Math.min(1, 1.1 - this.#step / this.steps);
    this.#adam.beginUpdate();
    const losses = this.#update(inputs);
    const values = await Promise.all(Object.values(losses).map((loss) => loss.data()));
    tf.dispose([inputs.features, ...inputs.captions, losses]);
    return values.map(([value]) => value!);
  }

  /** All that {@link restore} needs, besides the step. */
  async tensors(): Promise<Record<string, HostTensor>> {
    const parts = [
      await readTensors('weights', this.#variables),
      await readTensors('optimizer', this.#adam.slots()),
    ];
    return Object.fromEntries(parts.flat());
  }

  /** Goes on where another training of the same models was. Throws for tensors that do not fit. */
  restore(step: number, tensors: Readonly<Record<string, HostTensor>>): void {
    restoreTensors('weights', this.#variables, tensors);
    restoreTensors('optimizer', this.#adam.slots(), tensors);
    this.#adam.updates = step;
    this.#step = step;
  }

  /** Frees the optimiser; the models stay. */
  dispose(): void {
    this.#adam.dispose();
  }
}
