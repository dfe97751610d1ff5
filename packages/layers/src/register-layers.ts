import { serialization } from '@tensorflow/tfjs-core';
import { BatchNormalization } from './batch-normalization.js';
import { BoxMask } from './box-mask.js';
import { Convolution2D } from './convolution2d.js';
import { FullyConnected } from './fully-connected.js';
import { ImageMask } from './image-mask.js';
import { JointConvolution2D } from './joint-convolution2d.js';
import { LatentBox } from './latent-box.js';
import { LeakyReLU } from './leaky-relu.js';
import { SampleAttributes } from './sample-attributes.js';
import { ScaleChannels } from './scale-channels.js';
import { UpsampleConv2D } from './upsample-conv2d.js';

/**
 * Lets `tf.loadLayersModel` load these layers. Call it before loading; a second call is harmless.
 */
export function registerLayers(): void {
  serialization.registerClass(BatchNormalization);
  serialization.registerClass(BoxMask);
  serialization.registerClass(Convolution2D);
  serialization.registerClass(FullyConnected);
  serialization.registerClass(ImageMask);
  serialization.registerClass(JointConvolution2D);
  serialization.registerClass(LatentBox);
  serialization.registerClass(LeakyReLU);
  serialization.registerClass(SampleAttributes);
  serialization.registerClass(ScaleChannels);
  serialization.registerClass(UpsampleConv2D);
}
