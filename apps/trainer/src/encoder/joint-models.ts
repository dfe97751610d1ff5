import type { PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import type { CaptionNetwork, TrainableNetwork } from './caption-network.js';
import { charCnnRnnNetwork } from './char-cnn-rnn-network.js';
import type { EncoderOptions } from './encoder-options.js';
import { ImageMap } from './image-map.js';
import type { JointModel } from './joint-training.js';
import { projectionNetwork } from './projection-network.js';
import { storedEmbeddings } from './stored-embeddings.js';

/** What learns. */
export interface JointModels {
  /** The encoder in training. */
  readonly encoder: JointModel & { readonly captions: TrainableNetwork };
  /** What it is compared with: the embeddings of the data set, whose image map alone learns. */
  readonly frozen: JointModel;
  /** Frees both. */
  dispose(): void;
}

/** Untrained models for images of so many features. */
export function jointModels(
  dataset: PreparedDataset,
  { kind, dimension, seed }: EncoderOptions,
  features: number,
): JointModels {
  const random = new SeededRandom(seed);
  const ofCaptions = random.fork('captions');
  const withImages = <Network extends CaptionNetwork>(captions: Network, stream: string) => ({
    captions,
    images: new ImageMap(features, captions.dimension, random.fork(stream)),
  });
  const network =
    kind === 'projection'
      ? projectionNetwork(dataset, dimension, ofCaptions)
      : charCnnRnnNetwork(dimension, ofCaptions);
  const encoder = withImages(network, 'images');
  const frozen = withImages(storedEmbeddings(dataset), 'images of the frozen encoder');
  return {
    ...{ encoder, frozen },
    dispose: () => {
      network.dispose();
      encoder.images.dispose();
      frozen.images.dispose();
    },
  };
}
