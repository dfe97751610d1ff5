import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { StoppedError } from '../shared/stopped-error.js';
import { buildProgram } from './program.js';
import { runCommandLine } from './run-command-line.js';

async function run(line: string, fault?: Error) {
  const calls: unknown[] = [];
  const errors: string[] = [];
  const args = line.split(' ').map((word) => word.replaceAll('_', ' '));
  const exitCode = await runCommandLine(args, {
    run: () => async (given) => {
      calls.push(given);
      if (fault !== undefined) throw fault;
    },
    writeError: (text) => errors.push(text),
  });
  return { exitCode, errors, calls };
}

describe('command line', () => {
  it.each(['--__proto__.x', '--constructor.prototype.x', '--network.__proto__'])(
    'knows no option %s',
    async (flag) => {
      const { exitCode, calls } = await run(`train --stage 1 ${flag} 1`);
      expect([exitCode, calls]).toEqual([2, []]);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  it('hands any training option on by its dotted path', async () => {
    const { calls, exitCode } = await run(
      'train --stage 1 --network.gf 24 --optimizer.learningRate 1e-4 --augmentation.contrast 1,1 --dry-run',
    );
    expect(exitCode).toBe(0);
    expect(calls).toEqual([
      {
        preset: undefined,
        resume: undefined,
        outdir: 'runs',
        tensorboard: false,
        backend: 'auto',
        dryRun: true,
        overrides: {
          stage: 1,
          'network.gf': 24,
          'optimizer.learningRate': 1e-4,
          'augmentation.contrast': [1, 1],
        },
      },
    ]);
  });

  it('shows a profile, and trains by one', async () => {
    const shown = await run('profile show tf');
    expect(shown.calls).toEqual([{ name: 'tf' }]);
    const trained = await run('train --stage 1 --profile tf --network.gf 8');
    expect(trained.calls[0]).toMatchObject({
      profile: 'tf',
      overrides: { stage: 1, 'network.gf': 8 },
    });
  });

  it('prepares avatars, or the source of its name, by the options of a profile and flags', async () => {
    const { calls } = await run('prepare');
    const defaults = {
      ...{ source: 'avatars', sizes: [64, 256], seed: 0, backend: 'auto' },
      overrides: {},
    };
    expect(calls[0]).toEqual(defaults);
    const drawn = await run('prepare avatars --style avataaars --count 50');
    expect(drawn.calls[0]).toEqual({ ...defaults, style: 'avataaars', count: 50 });
    const own = await run('prepare folder --from cats');
    expect(own.calls[0]).toEqual({ ...defaults, source: 'folder', from: 'cats' });
    const cub = await run(
      'prepare cub --from birds --test-classes t.txt --profile tf --sizes 128,64 --preprocessing.stretchContrast false',
    );
    expect(cub.calls[0]).toEqual({
      ...defaults,
      ...{ source: 'cub', from: 'birds', testClasses: 't.txt', profile: 'tf', sizes: [64, 128] },
      overrides: { 'preprocessing.stretchContrast': false },
    });
  });

  it('shows a data set', async () => {
    const { calls } = await run('data show datasets/avatars');
    expect(calls).toEqual([{ folder: 'datasets/avatars', out: undefined }]);
    expect((await run('data show d --out s.html')).calls).toEqual([{ folder: 'd', out: 's.html' }]);
  });

  it('collects captions', async () => {
    const { calls } = await run('sample --run r --text a_cat --text a_dog --mean-only');
    expect(calls[0]).toEqual({
      run: 'r',
      texts: ['a cat', 'a dog'],
      captions: undefined,
      embeddings: undefined,
      seeds: '0-3',
      meanOnly: true,
      interpolate: undefined,
      nearest: undefined,
      data: undefined,
      out: 'samples',
      backend: 'auto',
    });
    expect((await run('sample --text a')).calls[0]).toMatchObject({ run: undefined });
    const walk = await run('sample --run r --interpolate --text a --text b');
    expect(walk.calls[0]).toMatchObject({ interpolate: 8, texts: ['a', 'b'] });
    const nearest = await run('sample --run r --text a --nearest 3 --data d --real 9');
    expect(nearest.calls[0]).toMatchObject({ nearest: 3, data: 'd', real: 9 });
  });

  it('makes a study, or collects one', async () => {
    const { calls } = await run('human-study --runs a,b --captions 20');
    const defaults = { perCaption: 5, seed: 0, out: 'human-study', backend: 'auto' };
    expect(calls[0]).toEqual({ ...defaults, runs: 'a,b', captions: 20 });
    // The defaults of what it stands in place of are no conflict.
    const sentences = await run('human-study --sentences s.txt --runs a --seed 2');
    expect(sentences.calls[0]).toMatchObject({ sentences: 's.txt', runs: 'a', seed: 2 });
    const collected = await run('human-study --collect a.json b.json');
    expect(collected.calls[0]).toMatchObject({ collect: ['a.json', 'b.json'] });
  });

  it('chooses the extractor of evaluate and of classifier train', async () => {
    const flags = '--extractor m.json --extractor-range 0,1 --extractor-resize tf1-bilinear';
    const chosen = { features: 768, model: 'm.json', range: '0,1', resize: 'tf1-bilinear' };
    const evaluated = await run(`evaluate --run r ${flags}`);
    expect(evaluated.calls).toEqual([
      { run: 'r', ...chosen, samples: 1000, seed: 0, backend: 'auto' },
    ]);
    const trained = await run(`classifier train --data d ${flags}`);
    expect(trained.calls).toEqual([{ data: 'd', ...chosen, backend: 'auto' }]);
    const plain = await run('classifier train --data d --features 192');
    expect(plain.calls[0]).toEqual({ data: 'd', features: 192, backend: 'auto' });
  });

  it('trains an encoder of one of two kinds', async () => {
    const flags = 'encoder train --data d --out e';
    const defaults = { data: 'd', out: 'e', dimension: 256, steps: 3000, seed: 0, backend: 'auto' };
    const { calls } = await run(flags);
    expect(calls).toEqual([{ ...defaults, kind: 'projection', features: 768 }]);
    const other = await run(`${flags} --kind char-cnn-rnn --batch 8 --dimension 64`);
    const chosen = { kind: 'char-cnn-rnn', batch: 8, dimension: 64, features: 768 };
    expect(other.calls).toEqual([{ ...defaults, ...chosen }]);
  });

  it.each([
    ['train --network.gff 3', "unknown option '--network.gff' (Did you mean --network.gf?)"],
    ['tran', "unknown command 'tran' (Did you mean train?)"],
    ['export --format onnx', "required option '--run <model>' not specified"],
    ['prepare --seed x', 'x is not a whole number'],
    ['prepare --count 0', '0 is not a number from 1 on'],
    [
      'evaluate --run r --seed 9007199254740993',
      '9007199254740993 is more than 9007199254740991, the largest whole number here',
    ],
    [
      'sample --run r --text a --interpolate 4 --nearest',
      "option '--interpolate [steps]' cannot be used with option '--nearest [count]'",
    ],
    ['sample --run r --text a --nearest x', 'x is not a whole number'],
    [
      'human-study --collect a.json b.json --seed 1',
      "option '--collect <files...>' cannot be used with option '--seed <number>'",
    ],
    [
      'human-study --runs a --sentences s.txt --captions 50',
      "option '--sentences <file>' cannot be used with option '--captions <number>'",
    ],
    [
      'human-study --collect a.json --sentences s.txt',
      "option '--collect <files...>' cannot be used with option '--sentences <file>'",
    ],
    ['data show', "missing required argument 'folder'"],
    ['classifier train', "required option '--data <folder>' not specified"],
    [
      'evaluate --run r --extractor m --extractor-resize lanczos',
      "option '--extractor-resize <filter>' argument 'lanczos' is invalid. Allowed choices are pillow-bilinear, tf1-bilinear.",
    ],
    ['prepare --sizes 64,300', '--sizes 64,300: give a list of 64, 128 and 256'],
  ])('%s: exit code 2 and one line', async (line, message) => {
    const { exitCode, errors, calls } = await run(line);
    expect(exitCode).toBe(2);
    expect(errors).toEqual([`stackgan: ${message}`]);
    expect(calls).toEqual([]);
  });

  it('exits 130 after Ctrl-C, 1 after a failure', async () => {
    expect(await run('start', new StoppedError())).toMatchObject({ exitCode: 130, errors: [] });
    const interrupted = new DOMException('aborted', 'AbortError');
    expect(await run('start', interrupted)).toMatchObject({ exitCode: 130, errors: [] });
    expect((await run('start', new Error('broken'))).exitCode).toBe(1);
  });
});

/** A command and all below it, each by its words: `profile-show`. */
function withCommands(command: Command, name: string): [name: string, command: Command][] {
  const prefix = command.parent ? `${name}-` : '';
  return [
    [name, command],
    ...command.commands.flatMap((inner) => withCommands(inner, `${prefix}${inner.name()}`)),
  ];
}

describe('--help', () => {
  const program = buildProgram(() => async () => undefined);
  it.each(withCommands(program, 'stackgan'))(
    'of %s is the one checked in',
    async (name, command) => {
      // The texts after the options are written by events, not by helpInformation().
      let text = '';
      command.configureOutput({ writeOut: (part) => (text += part) });
      command.outputHelp();
      await expect(text).toMatchFileSnapshot(`../../help/${name}.txt`);
    },
  );
});
