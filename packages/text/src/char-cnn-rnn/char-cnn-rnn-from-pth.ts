import type { CharCnnRnnWeights } from './char-cnn-rnn-sizes.js';

/**
 * The weights of a char-CNN-RNN from the tensors of a .pth file, as `readPth` gives them. It knows
 * the two forms of the PyTorch port by Martin Duarte More: a state_dict, whose names are ours
 * (`rnn.i2h.weight`), and what it extracts from Torch (`rnn_i2h_weight`), of the same shapes.
 */
export const charCnnRnnFromPth = (tensors: CharCnnRnnWeights): CharCnnRnnWeights =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name.replace(/_(weight|bias)$/u, '.$1').replace(/^rnn_/u, 'rnn.'),
      tensor,
    ]),
  );
