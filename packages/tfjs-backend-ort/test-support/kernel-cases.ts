import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';

const image = [2, 6, 6, 4];
/**
 * A computation that must give what the cpu backend gives, with the shapes of its inputs. `values`
 * leaves out gradients: TensorFlow.js has none here, or wrong ones.
 */
export type KernelCase = [
  name: string,
  shapes: number[][],
  build: (...inputs: tf.Tensor[]) => tf.Tensor,
  options?: { values?: true },
];

/** Every kernel that is recorded, and the layouts of convolutions. */
export const kernelCases: KernelCase[] = [
  ['add, broadcast', [image, [4]], (x, b) => tf.add(x!, b!)],
  ['mul of rank 3 and 4', [image, [6, 1, 4]], (x, b) => tf.mul(x!, b!)],
  ['div', [[3, 4], [4]], (a, b) => tf.div(a!, tf.add(b!, 3))],
  [
    'maximum',
    [
      [3, 4],
      [3, 4],
    ],
    (a, b) => tf.maximum(a!, b!),
  ],
  ['squaredDifference', [[3, 4], [4]], (a, b) => tf.squaredDifference(a!, b!), { values: true }],
  ['pow', [[3, 4]], (a) => tf.pow(tf.add(a!, 2), 3)],
  ['relu', [image], (x) => tf.relu(x!)],
  ['leakyRelu', [image], (x) => tf.leakyRelu(x!, 0.2)],
  ['tanh', [image], (x) => tf.tanh(x!)],
  ['sigmoid', [[5]], (x) => tf.sigmoid(x!)],
  ['softplus', [[5]], (x) => tf.softplus(x!)],
  [
    'exp, log, sqrt, rsqrt',
    [[5]],
    (x) => {
      const y = tf.add(tf.exp(x!), 0.5);
      return tf.add(tf.log(y), tf.add(tf.sqrt(y), tf.rsqrt(y)));
    },
  ],
  ['abs, neg, square', [[5]], (x) => tf.neg(tf.add(tf.abs(x!), tf.square(x!)))],
  ['clipByValue', [[9]], (x) => tf.clipByValue(x!, -0.5, 0.5)],
  [
    'where',
    [
      [3, 4],
      [3, 4],
    ],
    (a, b) =>
      tf.where(
        tf.tensor2d([1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 0], [3, 4], 'bool'),
        a!,
        tf.mul(b!, 2),
      ),
  ],
  [
    'comparisons and casts',
    [[7], [7]],
    (a, b) =>
      tf.add(
        tf.cast(tf.lessEqual(a!, b!), 'float32'),
        tf.cast(tf.logicalNot(tf.equal(a!, b!)), 'float32'),
      ),
    { values: true },
  ],
  [
    'int32 arithmetic',
    [[6]],
    (a) => tf.mul(tf.cast(tf.mul(a!, 10), 'int32'), tf.scalar(3, 'int32')),
    { values: true },
  ],
  ['sum over pixels', [image], (x) => tf.sum(tf.relu(x!), [0, 1, 2])],
  ['mean, kept', [image], (x) => tf.mean(x!, [1, 2], true)],
  ['mean of all', [image], (x) => tf.mean(x!)],
  [
    'sum of a convolution over rows',
    [image, [3, 3, 4, 5]],
    (x, w) => tf.sum(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'), 1),
  ],
  ['max', [[3, 4]], (x) => tf.max(x!, 1)],
  ['argMax', [[3, 4]], (x) => tf.argMax(x!, 1), { values: true }],
  ['softmax, logSoftmax', [[3, 4]], (x) => tf.add(tf.softmax(x!), tf.logSoftmax(x!))],
  [
    'matMul',
    [
      [3, 4],
      [4, 5],
    ],
    (a, b) => tf.matMul(a!, b!),
  ],
  [
    'matMul, transposed',
    [
      [4, 3],
      [5, 4],
    ],
    (a, b) => tf.matMul(a!, b!, true, true),
  ],
  [
    'matMul, batched',
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    (a, b) => tf.matMul(a!, b!, false, true),
  ],
  ['concat of channels', [image, [2, 6, 6, 2]], (a, b) => tf.concat([tf.relu(a!), b!], 3)],
  [
    'concat after a convolution',
    [image, [3, 3, 4, 5]],
    (x, w) => tf.concat([tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'), x!], -1),
  ],
  ['slice', [image], (x) => tf.slice(x!, [0, 1, 2, 1], [2, 3, 3, 2])],
  [
    'stridedSlice',
    [image],
    (x) => tf.stridedSlice(x!, [0, 1, 0, 0], [2, 6, 6, 4], [1, 2, 2, 1]),
    { values: true },
  ],
  [
    'pad',
    [image],
    (x) =>
      tf.pad(
        x!,
        [
          [0, 0],
          [1, 2],
          [0, 1],
          [0, 0],
        ],
        1,
      ),
  ],
  ['tile', [[2, 1, 3]], (x) => tf.tile(x!, [1, 4, 2])],
  ['transpose', [[2, 3, 4]], (x) => tf.transpose(x!, [2, 0, 1])],
  [
    'reshape of a convolution',
    [image, [3, 3, 4, 5]],
    (x, w) => tf.reshape(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'), [2, -1]),
  ],
  ['gather', [[5, 3]], (x) => tf.gather(x!, tf.tensor1d([4, 0, 4], 'int32')), { values: true }],
  [
    'stack, unstack',
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => tf.unstack(tf.stack([a!, b!], 1), 2)[1]!,
  ],
  [
    'resizeBilinear of a convolution',
    [image, [3, 3, 4, 5]],
    (x, w) => {
      const y = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same');
      return tf.conv2d(tf.image.resizeBilinear(y, [12, 9]), tf.ones([1, 1, 5, 2]), 1, 'same');
    },
    { values: true },
  ],
  [
    'resizeNearestNeighbor and its gradient',
    [[1, 6, 6, 4]],
    (x) => tf.image.resizeNearestNeighbor(tf.relu(x as tf.Tensor4D), [12, 8], true),
  ],
  [
    'cropAndResize of a convolution',
    [image, [3, 3, 4, 5]],
    (x, w) =>
      tf.image.cropAndResize(
        tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
        tf.tensor2d([0, 0.2, 0.9, 1.2, 1, 1, 0, 0], [2, 4]),
        tf.tensor1d([1, 0], 'int32'),
        [4, 3],
      ),
    { values: true },
  ],
  [
    'mirrorPad and reverse',
    [image],
    (x) =>
      tf.reverse(
        tf.mirrorPad(
          tf.relu(x!),
          [
            [0, 0],
            [2, 1],
            [1, 3],
            [0, 0],
          ],
          'symmetric',
        ),
        [1, 2],
      ),
  ],
  ['cumsum', [image], (x) => tf.cumsum(tf.relu(x!), 1, true), { values: true }],
  [
    'topk',
    [[3, 7]],
    (x) => {
      const { values, indices } = tf.topk(x!, 3);
      return tf.add(values, tf.cast(indices, 'float32'));
    },
    { values: true },
  ],
  ['log1p', [[5]], (x) => tf.log1p(tf.square(x!))],
  ['step', [[5]], (x) => tf.add(tf.step(x!, -1), tf.step(x!, 3)), { values: true }],
  ['cast to int32', [image], (x) => tf.cast(tf.mul(x!, 5), 'int32'), { values: true }],
  ['split', [[2, 6]], (x) => tf.split(x!, [1, 2, 3], 1)[2]!],
  [
    'conv2d 3×3',
    [image, [3, 3, 4, 5]],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'conv2d 1×1',
    [image, [1, 1, 4, 5]],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'),
  ],
  [
    'conv2d 4×4, stride 2',
    [image, [4, 4, 4, 5]],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'),
  ],
  [
    'conv2d 3×3, stride 2, odd',
    [
      [2, 7, 7, 3],
      [3, 3, 3, 5],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'valid'),
  ],
  [
    'conv2d 2×2, uneven pads',
    [image, [2, 2, 4, 5]],
    (x, w) =>
      tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, [
        [0, 0],
        [1, 0],
        [0, 1],
        [0, 0],
      ]),
  ],
  [
    'conv2d of the whole image',
    [
      [2, 4, 4, 3],
      [4, 4, 3, 1],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'),
  ],
  [
    'conv2d to few channels',
    [
      [2, 6, 6, 16],
      [3, 3, 16, 3],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'conv2d of large images',
    [
      [2, 33, 34, 16],
      [3, 3, 16, 17],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'conv2d of large images to RGB',
    [
      [2, 32, 34, 5],
      [3, 3, 5, 3],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'conv2d of large images, stride 2',
    [
      [1, 66, 68, 3],
      [4, 4, 3, 5],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'),
  ],
  [
    'conv2d of small images to many channels, stride 2',
    [
      [2, 4, 4, 3],
      [4, 4, 3, 20],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'),
  ],
  [
    'conv2d, dilated',
    [image, [3, 3, 4, 5]],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same', 'NHWC', 2),
    { values: true },
  ],
  [
    'conv2dTranspose',
    [
      [2, 3, 3, 5],
      [4, 4, 4, 5],
    ],
    (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 6, 6, 4], 2, 'same'),
  ],
  ['depthToSpace', [[2, 3, 3, 8]], (x) => tf.depthToSpace(x as tf.Tensor4D, 2), { values: true }],
  [
    'consecutive layers',
    [image, [3, 3, 4, 8], [8], [4, 4, 8, 3]],
    (x, w, b, v) => {
      const y = tf.leakyRelu(
        tf.add(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'), b!),
        0.2,
      );
      const m = tf.mean(y, [0, 1, 2]);
      return tf.tanh(tf.conv2d(tf.sub(y, m) as tf.Tensor4D, v as tf.Tensor4D, 2, 'same'));
    },
  ],
  [
    'blocks: conv2d 3×3',
    [
      [2, 16, 16, 16],
      [3, 3, 16, 24],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'blocks: conv2d 4×4, stride 2',
    [
      [2, 32, 32, 24],
      [4, 4, 24, 12],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'),
  ],
  [
    'blocks: conv2d of RGB, stride 2',
    [
      [3, 32, 32, 3],
      [4, 4, 3, 16],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'),
  ],
  [
    'blocks: conv2d to RGB',
    [
      [2, 16, 32, 8],
      [3, 3, 8, 3],
    ],
    (x, w) => tf.tanh(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same')),
  ],
  [
    'blocks: conv2d 3×3, stride 2',
    [
      [1, 32, 32, 16],
      [3, 3, 16, 16],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'),
  ],
  [
    'blocks: conv2d 1×1, stride 2',
    [
      [2, 32, 32, 16],
      [1, 1, 16, 16],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'),
  ],
  [
    'blocks: conv2d of more images than a block, each in stripes',
    [
      [16, 8, 160, 4],
      [1, 3, 4, 32],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'blocks: conv2d of uneven strides and an odd height',
    [
      [2, 31, 32, 16],
      [3, 4, 16, 16],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, [1, 2], 'same'),
  ],
  [
    'blocks: channels that do not fill blocks',
    [
      [2, 16, 16, 18],
      [5, 5, 18, 7],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'blocks: conv2dTranspose',
    [
      [2, 16, 16, 24],
      [4, 4, 16, 24],
    ],
    (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 32, 32, 16], 2, 'same'),
  ],
  [
    'blocks: layers with one number per channel, half-filled',
    [[2, 16, 16, 3], [3, 3, 3, 12], [12], [12], [3, 3, 12, 12]],
    (x, w, scale, shift, v) => {
      const y = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same');
      const scaled = tf.relu(tf.add(tf.mul(y, scale!), shift!)) as tf.Tensor4D;
      const z = tf.conv2d(scaled, v as tf.Tensor4D, 1, 'same');
      const sum = tf.leakyRelu(tf.add(tf.mul(z, scale!), scaled), 0.2);
      return tf.sub(tf.add(sum, tf.mean(sum, [0, 1, 2])), tf.div(z, tf.add(tf.square(sum), 1)));
    },
  ],
  [
    'pairs of pixels: conv2d 3×3',
    [
      [2, 16, 32, 8],
      [3, 3, 8, 8],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'pairs of pixels: conv2d 4×4, stride 2',
    [
      [2, 32, 32, 8],
      [4, 4, 8, 16],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'),
  ],
  [
    'pairs of pixels: conv2d 3×3, stride 2, to RGB',
    [
      [2, 32, 32, 8],
      [3, 3, 8, 3],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'same'),
  ],
  [
    'pairs of pixels: conv2d without padding',
    [
      [2, 17, 32, 8],
      [2, 3, 8, 3],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'),
  ],
  [
    'pairs of pixels: conv2d to many channels',
    [
      [2, 16, 32, 8],
      [3, 3, 8, 32],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'pairs of pixels: conv2d, dilated',
    [
      [2, 16, 32, 8],
      [3, 3, 8, 8],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same', 'NHWC', 2),
    { values: true },
  ],
  [
    'pairs of pixels: conv2d of an odd width',
    [
      [2, 16, 33, 8],
      [3, 3, 8, 8],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'pairs of pixels: conv2d of RGB',
    [
      [2, 16, 32, 3],
      [3, 3, 3, 8],
    ],
    (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
  ],
  [
    'pairs of pixels: conv2dTranspose',
    [
      [2, 16, 16, 16],
      [4, 4, 8, 16],
    ],
    (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 32, 32, 8], 2, 'same'),
  ],
  [
    'pairs of pixels: layers with one number per channel',
    [[2, 16, 16, 3], [3, 3, 3, 8], [8], [8], [3, 3, 8, 8], [2, 1, 1, 8]],
    (x, w, scale, shift, v, ofImages) => {
      const y = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same');
      const scaled = tf.relu(tf.add(tf.mul(y, scale!), shift!)) as tf.Tensor4D;
      const z = tf.mul(tf.conv2d(scaled, v as tf.Tensor4D, 1, 'same'), ofImages!);
      const sum = tf.leakyRelu(tf.add(tf.mul(z, scale!), scaled), 0.2);
      const all = tf.sub(
        tf.add(sum, tf.mean(sum, [0, 1, 2])),
        tf.div(z, tf.add(tf.square(sum), 1)),
      );
      return tf.concat([all, tf.mul(all, tf.sum(all, [1, 2], true))], 3);
    },
  ],
  [
    'blocks: sums of channels, of pixels and of all',
    [
      [2, 16, 16, 16],
      [1, 1, 16, 24],
    ],
    (x, w) => {
      const y = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same');
      const total = tf.add(tf.sum(y, [1, 2], true), tf.mean(y, [0, 1, 2, 3]));
      return tf.add(tf.concat([y, tf.relu(y)], 3), tf.tile(total, [1, 1, 1, 2]));
    },
  ],
  [
    'maxPool, uneven windows',
    [[2, 7, 8, 5]],
    (x) => tf.maxPool(x as tf.Tensor4D, [3, 2], [2, 1], 'valid'),
    { values: true },
  ],
  [
    'avgPool, padding not counted',
    [[2, 7, 7, 5]],
    (x) => tf.avgPool(x as tf.Tensor4D, 3, 1, 'same'),
    { values: true },
  ],
  [
    'fused conv2d and matMul',
    [image, [3, 3, 4, 5], [5], [180, 3], [3]],
    (x, w, b, v, c) => {
      const y = tf.fused.conv2d({
        ...{ x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides: 1, pad: 'same' },
        ...{ bias: b!, activation: 'leakyrelu', leakyreluAlpha: 0.3 },
      });
      const a = tf.reshape(y, [2, -1]) as tf.Tensor2D;
      return tf.fused.matMul({ a, b: v as tf.Tensor2D, bias: c!, activation: 'sigmoid' });
    },
    { values: true },
  ],
  [
    'fused conv2d without bias',
    [image, [3, 3, 4, 5]],
    (x, w) =>
      tf.fused.conv2d({
        ...{ x: x as tf.Tensor4D, filter: w as tf.Tensor4D, strides: 2, pad: 'valid' },
      }),
    { values: true },
  ],
  [
    'blocks: pooling, fused conv2d and concat, as in Inception',
    [[2, 13, 13, 16], [3, 3, 16, 32], [32], [1, 1, 16, 8]],
    (x, w, b, v) => {
      const filter = w as tf.Tensor4D;
      const left = tf.fused.conv2d({
        ...{
          x: x as tf.Tensor4D,
          filter,
          strides: 2,
          pad: 'valid',
          bias: b!,
          activation: 'leakyrelu',
        },
        leakyreluAlpha: 0.3,
      });
      const same = tf.conv2d(x as tf.Tensor4D, v as tf.Tensor4D, 1, 'same');
      const right = tf.maxPool(tf.concat([x!, same], 3) as tf.Tensor4D, 3, 2, 'valid');
      return tf.avgPool(tf.concat([left, right], 3) as tf.Tensor4D, 3, 1, 'same');
    },
    { values: true },
  ],
  [
    'blocks: a bias',
    [[2, 16, 16, 16], [3, 3, 16, 24], [24]],
    (x, w, b) => tf.relu(tf.add(tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'), b!)),
  ],
];
