import { readFileSync } from 'node:fs';
import { readT7 } from '@stackgan/formats';
import { describe, expect, it } from 'vitest';
import { weightsOf } from '../../fixtures/char-cnn-rnn.js';
import { charCnnRnnFromT7 } from './char-cnn-rnn-from-t7.js';

const read = (form: string) =>
  readT7(readFileSync(new URL(`../../fixtures/${form}.t7`, import.meta.url)));

/** A module to be changed. */
interface Module {
  className: string;
  fields: Map<string, unknown>;
}

/** The module at a place of the network without gates, counted from 1. */
function moduleAt(network: unknown, ...path: number[]): Module {
  return path.reduce(
    (module, index) => (module.fields.get('modules') as Module[])[index - 1]!,
    network as Module,
  );
}

describe('charCnnRnnFromT7', () => {
  it.each(['rnn', 'gru'])('finds all weights of a network with %s', (form) => {
    expect(charCnnRnnFromT7(read(form))).toEqual(weightsOf(form));
  });

  it('names the module that is missing', () => {
    for (const value of [null, 3, 'x', [], new Map(), new Map([['protos', null]])]) {
      expect(() => charCnnRnnFromT7(value)).toThrow(/has no module 4; expected the graph of/u);
    }
    const network = read('rnn');
    moduleAt(network, 4, 6).fields.set('modules', []);
    expect(() => charCnnRnnFromT7(network)).toThrow(
      'the file.modules[4].modules[6] has no module 1; expected the graph of a char-CNN-RNN',
    );
  });

  it('names the module that is another one', () => {
    const network = read('rnn');
    moduleAt(network, 6).className = 'nn.Dropout';
    const checkpoint = new Map([['protos', new Map([['enc_doc', network]])]]);
    expect(() => charCnnRnnFromT7(checkpoint)).toThrow(
      'protos.enc_doc.modules[6] is nn.Dropout, expected nn.Linear; it is another network',
    );
    moduleAt(network, 6).className = 'cudnn.Linear';
    moduleAt(network, 6).fields.set('weight', 3);
    expect(() => charCnnRnnFromT7(network)).toThrow(
      'the file.modules[6].weight is not a tensor of floats',
    );
  });

  it('refuses a recurrent layer that does not give the mean of its states', () => {
    const network = read('rnn');
    const { length } = moduleAt(network, 4).fields.get('modules') as Module[];
    moduleAt(network, 4, length).fields.set('constant_scalar', 1 / 18);
    expect(() => charCnnRnnFromT7(network)).toThrow(
      `modules[4].modules[${length}] is nn.MulConstant, expected nn.MulConstant(1/8)`,
    );
  });
});
