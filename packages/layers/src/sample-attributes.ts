import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';
import { splitAttributes } from './split-attributes.js';

/** What images show of one kind: `{ name: 'glasses', values: ['none', 'round glasses'] }`. */
export interface Attribute {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Draws a value of each attribute from its distribution: `[logits [N, V], latent [N, Z]]` to rows
 * of 0 and, for the value of an attribute of n values, √n, so that all attributes have one scale.
 *
 * The first K numbers of z, one per attribute, choose: Φ(z) lies in one of the intervals, as wide
 * as the values are probable, that divide 0 to 1; values much less probable than the first are left
 * out. So z ~ N(0, I) draws from the distribution, and
 * the same z draws the same values. `apply(inputs, { shown })` takes the rows [N, V] of 0 and 1
 * given, such as those of real images, in place of a draw. Names and values are saved with a model.
 */
export class SampleAttributes extends layers.Layer {
  static readonly className = 'StackganSampleAttributes';

  /** V is the number of values of all of them. */
  readonly attributes: readonly Attribute[];

  constructor(config: { name?: string; attributes: readonly Attribute[] }) {
    super({ ...(config.name !== undefined && { name: config.name }) });
    this.attributes = config.attributes;
  }

  override computeOutputShape(shapes: Shape | Shape[]): Shape {
    return (shapes as Shape[])[0]!;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor {
    const [logits, latent] = inputs as [tf.Tensor2D, tf.Tensor2D];
    const given = kwargs['shown'] as tf.Tensor2D | undefined;
    return tf.tidy(() => {
      const sizes = this.attributes.map(({ values }) => values.length);
      const scales = sizes.flatMap((size) => new Array<number>(size).fill(Math.sqrt(size)));
      return tf.mul(given ?? draw(logits, latent, sizes), tf.tensor1d(scales));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), attributes: mapTexts(this.attributes, escapeText) };
  }

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    const attributes = mapTexts(config['attributes'] as unknown as Attribute[], restoreText);
    return new cls({ ...config, attributes });
  }
}

/** The attributes with each name and value replaced by `change` of it. */
const mapTexts = (attributes: readonly Attribute[], change: (text: string) => string) =>
  attributes.map(({ name, values }) => ({ name: change(name), values: values.map(change) }));

/**
 * TensorFlow.js saves texts of a config in snake case and loads them in camel case: "T-shirt" would
 * come back as "t-shirt". So all other than small letters, digits, spaces and hyphens is saved as its
 * code.
 */
const escapeText = (text: string): string =>
  text.replace(/[^a-z0-9 -]/g, (unit) => `^${unit.charCodeAt(0).toString(16)};`);

const restoreText = (text: string): string =>
  text.replace(/\^([0-9a-f]+);/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/**
 * Values less probable than this share of the most probable one are not drawn (min-p sampling,
 * Nguyen et al. 2024): where a caption states a value, what is left for others is error.
 */
const LEAST = 0.05;

/** Probabilities [N, n] without the unlikely ones. */
function likely(probabilities: tf.Tensor2D): tf.Tensor2D {
  const least = tf.mul(tf.max(probabilities, 1, true), LEAST);
  const kept = tf.mul(probabilities, tf.cast(tf.greaterEqual(probabilities, least), 'float32'));
  return tf.div(kept, tf.sum(kept, 1, true));
}

/** Rows of 0 and 1 [N, V]. */
function draw(logits: tf.Tensor2D, latent: tf.Tensor2D, sizes: readonly number[]): tf.Tensor2D {
  const choosing = tf.slice(latent, [0, 0], [-1, sizes.length]);
  // Φ, the normal distribution function: uniform in 0 to 1.
  const uniform = tf.mul(tf.add(tf.erf(tf.mul(choosing, Math.SQRT1_2)), 1), 0.5);
  const places = tf.split(uniform, sizes.length, 1);
  const rows = splitAttributes(logits, sizes).map((of, attribute) => {
    const from = tf.cumsum(likely(tf.softmax(of)), 1, true); // where each interval begins
    const reached = tf.cast(tf.greaterEqual(places[attribute]!, from), 'float32');
    if (sizes[attribute] === 1) return reached;
    const passed = tf.pad(tf.slice(reached, [0, 1]), [
      [0, 0],
      [0, 1],
    ]);
    return tf.sub(reached, passed);
  });
  return tf.concat(rows, 1) as tf.Tensor2D;
}
