import { readFile } from 'node:fs/promises';
import { defaultPreprocessing } from '@stackgan/data';
import { describe, expect, it } from 'vitest';
import { showProfile } from '../commands/profile.js';
import { checkOptions } from '../options/check-options.js';
import { optionLeaves } from '../options/option-leaves.js';
import { prepareSchema, resolvePrepareOptions } from '../options/prepare-options.js';
import { resolveOptions } from './resolve-options.js';
import { stageSchemas } from '../options/train-options.js';
import { findPreset, stackganPresets } from '../presets/find-preset.js';
import { quietContext } from '../testing/tiny.js';
import { discrepancies } from './discrepancies.js';
import { findProfile, profileOverrides, profilePreparation } from './find-profile.js';
import { PROFILE_NAMES } from './profile-names.js';
import { profileRows, profileText } from './profile-table.js';

const resolve = (stage: 1 | 2, profile: string | undefined, overrides = {}) =>
  resolveOptions({
    stage,
    preset: 'paper',
    profile,
    overrides: { ...(stage === 2 && { stage1: 'snapshot' }), ...overrides },
  });

describe('discrepancies', () => {
  it('are numbered from 1 to 29, each once', () => {
    const numbers = discrepancies.flatMap(({ number }) => number ?? []);
    expect(numbers).toEqual(Array.from({ length: 29 }, (_, index) => index + 1));
  });

  // Measuring and keeping states, and what the paper compares StackGAN with: no matter in which its sources differ.
  const OTHERS = [
    ...['metrics', 'metricSamples', 'ticks.metrics', 'keep', 'keepEveryKimg', 'onNaN'],
    'batch.interpolated',
    ...['network.imageSize', 'network.upSampling', 'network.box', 'network.textTwice'],
    'loss.matchingSteps', // Means nothing where the weight is 0, as in all of them.
  ];
  it('name every option that has a default of its own', () => {
    const known = new Set([
      ...discrepancies.flatMap((each) => Object.keys('options' in each && each.options)),
      ...OTHERS,
    ]);
    const withDefault = [stageSchemas[1], stageSchemas[2]].flatMap((schema) =>
      optionLeaves(schema).filter(({ description }) => description.includes('(default: ')),
    );
    expect(withDefault.length).toBeGreaterThan(15);
    for (const { path } of withDefault) expect(known).toContain(path);
  });
});

describe.each(PROFILE_NAMES)('profile %s', (profile) => {
  it.each([1, 2] as const)('sets options of stage %i that exist, flags override it', (stage) => {
    const options = resolve(stage, profile);
    const leaves = optionLeaves(stageSchemas[stage]).map(({ path }) => path);
    for (const path of Object.keys(profileOverrides(profile, stage)))
      expect(leaves).toContain(path);
    expect(resolve(stage, profile, { 'network.logitBias': !options.network.logitBias })).toEqual({
      ...options,
      network: { ...options.network, logitBias: !options.network.logitBias },
    });
  });

  it('is shown as checked in, 100 columns wide', async () => {
    const text = profileText(profile);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    await expect(`${text}\n`).toMatchFileSnapshot(`../../help/profile-show-${profile}.txt`);
  });
});

it.each(PROFILE_NAMES)(
  '%s sets options of prepare that exist, and no training option',
  (profile) => {
    const overrides = profilePreparation(profile);
    const known = optionLeaves(prepareSchema).map(({ path }) => path);
    expect(Object.keys(overrides)).toEqual(known);
    expect(
      Object.keys(profileOverrides(profile, 1)).filter((path) => known.includes(path)),
    ).toEqual([]);
  },
);

describe('options of prepare', () => {
  it("have @stackgan/data's defaults, take a profile's values, and flags over them", () => {
    expect(resolvePrepareOptions({})).toEqual(defaultPreprocessing);
    const tf = { filter: 'bicubic', stretchContrast: true, smallFromLarge: true };
    expect(resolvePrepareOptions(profilePreparation('tf'))).toEqual({ objectCrop: 1.5, ...tf });
    const flags = { ...profilePreparation('pytorch'), 'preprocessing.objectCrop': 0 };
    expect(resolvePrepareOptions(flags)).toMatchObject({ objectCrop: 0, filter: 'bilinear' });
  });

  it.each([
    ['objectCrop', -1, /preprocessing.objectCrop is -1; too small/],
    ['filter', 'cubic', /preprocessing.filter is "cubic"; .*"lanczos"\|"bilinear"\|"bicubic"/],
    ['stretchContrast', 'yes', /preprocessing.stretchContrast is "yes"; .*boolean/],
  ])('refuse %s %j', (name, value, message) => {
    expect(() => resolvePrepareOptions({ [`preprocessing.${name}`]: value })).toThrow(message);
  });
});

describe('values by the references', () => {
  it.each([
    ['tf', 1, { conditionActivation: 'leakyRelu', conditionSigma: 'logDeviation' }],
    ['tf', 1, { joinOrder: 'conditionFirst', generatorBody: 'residual', gf: 128, df: 64 }],
    ['tf', 2, { discriminatorBody: 'residual', unconditional: false, stage1BatchNorm: 'training' }],
    ['pytorch', 1, { conditionActivation: 'relu', textPath: 'mean', jointKernel: 3, gf: 192 }],
    ['pytorch', 2, { squeezeKernel: 3, unconditional: true, residualBlocks: 2 }],
    ['paper', 2, { conditionActivation: 'linear', unconditional: false, residualBlocks: 4 }],
  ] as const)('%s, stage %i: %j', (profile, stage, network) => {
    expect(resolve(stage, profile).network).toMatchObject(network);
  });

  it('halve the learning rate every 50, 20 and 100 epochs in Stage-I', () => {
    const halving = ['tf', 'pytorch', 'paper'].map(
      (profile) => resolve(1, profile).schedule.halveEveryEpochs,
    );
    expect(halving).toEqual([50, 20, 100]);
  });
});

it('an unknown profile gets the nearest name', () => {
  expect(() => findProfile('pytroch')).toThrow('unknown profile pytroch; did you mean pytorch?');
  expect(() => resolve(1, 'tensorflow')).toThrow('unknown profile tensorflow; known: paper');
  expect(() => showProfile({ name: 'tff' }, quietContext())).toThrow('did you mean tf?');
});

it('options.json of a run from before profiles loads, with the defaults', () => {
  for (const { name, options } of stackganPresets) {
    const whole = options.stage === 2 ? { ...options, stage1: 'snapshot' } : options;
    const old = structuredClone(whole) as unknown as Record<string, Record<string, unknown>>;
    const expected = structuredClone(old);
    const ofPaper = findPreset('paper', options.stage).options as unknown as typeof old;
    for (const { path, description } of optionLeaves(stageSchemas[options.stage])) {
      const [group = '', key = ''] = path.split('.');
      if (!description.includes('(default: ')) continue;
      delete old[group]?.[key];
      // The paper's preset has no option that later came about.
      const value = ofPaper[group]?.[key];
      if (key !== '' && value !== undefined) expected[group]![key] = value;
    }
    expect(old['network']).not.toHaveProperty('logitBias');
    expect(checkOptions(old, 'options.json'), name).toEqual(expected);
  }
});

it('docs/profiles.md has all rows', async () => {
  const page = await readFile(new URL('../../../../docs/profiles.md', import.meta.url), 'utf8');
  const squeezed = page.replaceAll(/ +/g, ' ');
  const [paper, pytorch, tf] = PROFILE_NAMES.map(profileRows);
  paper?.forEach(({ number, topic, options }, row) =>
    options.forEach(({ path, value, ours }, part) => {
      const others = [pytorch, tf].map((rows) => rows?.[row]?.options[part]?.value ?? '');
      const option = path === 'fixed' ? path : `\`${path}\``;
      const cells = [
        part === 0 ? number : '',
        part === 0 ? topic : '',
        option,
        ours,
        value,
        ...others,
      ];
      expect(squeezed).toContain(`| ${cells.join(' | ')} |`.replaceAll(/ +/g, ' '));
    }),
  );
});
