import { describe, expect, it } from 'vitest';
import { weightsOf } from '../../fixtures/char-cnn-rnn.js';
import { charCnnRnnFromPth } from './char-cnn-rnn-from-pth.js';

describe('charCnnRnnFromPth', () => {
  it.each(['rnn', 'gru'])('knows the names of both kinds of files, with %s', (form) => {
    const weights = weightsOf(form);
    expect(charCnnRnnFromPth(weights)).toEqual(weights);
    const extracted = Object.fromEntries(
      Object.entries(weights).map(([name, tensor]) => [name.replaceAll('.', '_'), tensor]),
    );
    expect(Object.keys(extracted)).toContain('rnn_i2h_weight');
    expect(charCnnRnnFromPth(extracted)).toEqual(weights);
  });
});
