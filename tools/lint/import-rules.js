/**
 * Which packages a package may import, as in docs/architecture.md. `browser`: it runs in browsers
 * too, so it imports nothing of `node:` and picks no backend. By default, it may import no other.
 *
 * @type {Record<string, { mayImport?: string[], browser?: boolean }>}
 */
const packages = {
  random: { browser: true },
  formats: { browser: true },
  ca: { browser: true },
  layers: { browser: true },
  stage1: { browser: true, mayImport: ['ca', 'layers'] },
  stage2: { browser: true, mayImport: ['ca', 'formats', 'layers', 'random', 'stage1', 'text'] },
  text: { browser: true, mayImport: ['formats'] },
  metrics: { browser: true, mayImport: ['random'] },
  data: { mayImport: ['formats', 'random'] },
  'tfjs-backend-ort': {},
};

/** The trainer's folders, as in docs/architecture.md: each may import those before it, none after. */
export const trainerFolders = [
  'shared',
  'networks',
  'images',
  'options',
  'files',
  'pages',
  'backends',
  'presets',
  'profiles',
  'records',
  'run-directory',
  'exchange',
  'report',
  'sampling',
  'evaluation',
  'training',
  'ablation',
  'human-study',
  'commands',
  'cli',
];

/** Helpers of tests that both need are in `apps/trainer/src/testing`: `tools` may import them. */
const noTools = {
  regex: '^(?:\\.\\./)+tools/',
  message: 'Packages and apps stand without tools, and so do their tests.',
};

/** Tests may also draw seeded numbers, and compute on the faster backend. */
const testsMayImport = ['random', 'tfjs-backend-ort'];

/** @param {string} name @param {string[]} mayImport */
function packagePatterns(name, mayImport) {
  const allowed = [name, ...mayImport].join('|');
  return [
    {
      regex: `^@stackgan/(?!(?:${allowed})$)`,
      message: `${name} may import only: ${mayImport.join(', ') || 'no other package'}.`,
    },
    {
      regex: '^\\.\\.?/.*\\bsrc/',
      message: 'Import another package by its name.',
    },
    noTools,
    { regex: '^@tensorflow/tfjs$', message: 'Import tfjs-core and tfjs-layers, not the union.' },
  ];
}

const inBrowsers = [
  { regex: '^node:', message: 'This package runs in browsers too.' },
  {
    regex: '^@tensorflow/tfjs-(?:backend-|node)',
    message: 'The program that uses this package picks the backend.',
  },
];

const noSlowUpsampling = [
  {
    selector: 'MemberExpression[property.name=/^(resizeNearestNeighbor|upSampling2d)$/]',
    message: 'Its gradient is slow or missing on some backends: use UpsampleConv2D.',
  },
];

export const noDefaultExport = [
  { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
  { selector: 'ExportAllDeclaration', message: 'Name what is exported.' },
];

/** @param {string[]} files @param {object[]} patterns @param {string[]} ignores */
const restrictImports = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const inPages = [
  { regex: '^(?!\\./)', message: 'The program of a page imports only files of its folder.' },
];

/** @type {import('eslint').Linter.Config[]} */
const trainerRules = [
  restrictImports(['apps/trainer/src/**/*.ts'], [noTools]),
  ...trainerFolders.map((name, place) =>
    restrictImports(
      [`apps/trainer/src/${name}/**/*.ts`],
      [
        {
          regex: `^(?:\\.\\./)+(?:${[...trainerFolders.slice(place + 1), 'testing', 'cli\\.js'].join('|')})(?:/|$)`,
          message: `${name} may import only: ${trainerFolders.slice(0, place).join(', ') || 'no other folder'}.`,
        },
        noTools,
      ],
      ['**/*.test.ts'],
    ),
  ),
  restrictImports(['apps/trainer/src/pages/browser/*.ts'], inPages),
];

/**
 * Two ESLint entries per package, for sources and for tests, then those of the trainer.
 *
 * @type {import('eslint').Linter.Config[]}
 */
export const importRules = [...packageRules(), ...trainerRules];

/** @returns {import('eslint').Linter.Config[]} */
function packageRules() {
  return Object.entries(packages).flatMap(([name, { mayImport = [], browser = false }]) => [
    {
      files: [`packages/${name}/src/**/*.ts`],
      ignores: ['**/*.test.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          { patterns: [...packagePatterns(name, mayImport), ...(browser ? inBrowsers : [])] },
        ],
        ...(browser && {
          'no-restricted-syntax': ['error', ...noDefaultExport, ...noSlowUpsampling],
          'no-restricted-globals': ['error', 'Buffer', 'process'],
        }),
      },
    },
    restrictImports(
      [`packages/${name}/src/**/*.test.ts`],
      packagePatterns(name, [...new Set([...mayImport, ...testsMayImport])]),
    ),
  ]);
}
