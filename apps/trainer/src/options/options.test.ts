import { describe, expect, it } from 'vitest';
import { presets } from '../presets/find-preset.js';
import { checkOptions } from './check-options.js';
import { compareOptions } from './compare-options.js';
import { nearestName } from './nearest-name.js';
import { optionLeaves } from './option-leaves.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { stageSchemas } from './train-options.js';

const quickStart = (overrides = {}) =>
  resolveOptions({ stage: 1, preset: 'quick-start', overrides });

describe('nearestName', () => {
  it('finds the nearest, whatever the case, and nothing for what is far off', () => {
    const known = ['network.gf', 'network.df', 'optimizer.learningRate'];
    expect(nearestName('network.gff', known)).toBe('network.gf');
    expect(nearestName('optimiser.learningrate', known)).toBe('optimizer.learningRate');
    expect(nearestName('zzz', known)).toBeUndefined();
    expect(nearestName('a', [])).toBeUndefined();
  });
});

describe('resolveOptions', () => {
  it('puts values of dotted paths into the preset and leaves the preset as it is', () => {
    const options = quickStart({ 'network.gf': 24, 'optimizer.learningRate': 1e-4, steps: 7 });
    expect(options.network.gf).toBe(24);
    expect(options.optimizer).toMatchObject({ learningRate: 1e-4, beta1: 0.5 });
    expect(quickStart().network.gf).not.toBe(24);
  });

  it.each([
    [{ 'network.gff': 3 }, 'unknown option network.gff of stage 1; did you mean network.gf?'],
    [{ 'network.residualBlocks': 1 }, 'unknown option network.residualBlocks of stage 1'],
    [{ 'network.gf': 'many' }, 'network.gf is "many"'],
    [{ 'batch.size': 0 }, 'batch.size is 0'],
    [{ 'network.jointKernel': 2 }, 'network.jointKernel is 2'],
    [{ steps: 0 }, '--steps and --epochs are both 0'],
  ])('rejects %j', (overrides, message) => {
    expect(() => quickStart(overrides)).toThrow(message);
  });

  it.each(['__proto__.polluted', 'constructor.prototype.polluted', 'network.__proto__.polluted'])(
    'rejects %s, and changes no other object',
    (path) => {
      expect(() => quickStart({ [path]: 1 })).toThrow(/unknown option/);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );

  it('says what is wrong with an option that is nested deeply', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
    const options = { ...quickStart(), seed: deep };
    expect(() => checkOptions(options, 'a file')).toThrow('a file: seed is deeply nested JSON');
  });

  it('cuts off an unknown name that is longer than any', () => {
    const name = 'x'.repeat(1e6);
    expect(() => quickStart({ [name]: 1 })).toThrow(`unknown option ${'x'.repeat(100)} of stage 1`);
  });

  it('names the nearest preset, and asks Stage-II for its Stage-I', () => {
    expect(() => resolveOptions({ stage: 1, preset: 'papr', overrides: {} })).toThrow(
      'unknown preset papr of stage 1; did you mean paper?',
    );
    expect(() => resolveOptions({ stage: 2, preset: 'paper', overrides: {} })).toThrow(
      'stage 2 needs --stage1 <snapshot>',
    );
  });
});

describe('presets', () => {
  it.each(presets)('$name, stage $options.stage is complete', ({ options, cost, description }) => {
    const whole = options.stage === 2 ? { ...options, stage1: 'snapshot' } : options;
    expect(checkOptions(whole, 'preset')).toEqual(whole);
    expect(cost.length * description.length).toBeGreaterThan(0);
  });
});

describe('checkOptions', () => {
  it('names the file and a stage that is none', () => {
    expect(() => checkOptions({ stage: 3 }, 'options.json')).toThrow(
      'options.json: stage is 3; it is 1 or 2',
    );
    expect(() => checkOptions(null, 'options.json')).toThrow('options.json: stage is missing');
  });
});

describe('compareOptions', () => {
  it('has one line for each difference, at any depth, arrays as a whole', () => {
    const before = { a: 1, b: { c: [1, 2], d: 'x' } };
    expect(compareOptions(before, structuredClone(before))).toEqual([]);
    expect(compareOptions(before, { a: 1, b: { c: [1, 3] }, e: true })).toEqual([
      'b.c: [1,2] before, [1,3] now',
      'b.d: "x" before, absent now',
      'e: absent before, true now',
    ]);
  });
});

describe('optionLeaves', () => {
  it('reads the text of every kind of option', () => {
    const leaves = new Map(optionLeaves(stageSchemas[2]).map((leaf) => [leaf.path, leaf]));
    const read = (path: string, text: string) => leaves.get(path)?.parse(text);
    expect(read('optimizer.learningRate', '1e-4')).toBe(1e-4);
    expect(read('network.unconditional', 'false')).toBe(false);
    expect(read('network.imageSize', '128')).toBe(128);
    expect(read('network.textPath', 'mean')).toBe('mean');
    expect(read('augmentation.contrast', '0.7,1.3')).toEqual([0.7, 1.3]);
    expect(read('data', '007')).toBe('007');
    // Nonsense stays text, so that the schema can name it.
    expect(read('steps', 'many')).toBe('many');
    expect(read('steps', '')).toBe('');
    expect([...leaves.values()].every(({ description }) => description !== '')).toBe(true);
  });
});
