/**
 * Which packages a package may import, as in docs/architecture.md. `browser`: it also runs in browsers,
 * so it has no `node:` import and picks no backend. A package without `mayImport` imports no other.
 *
 * @type {Record<string, { mayImport?: string[], browser?: boolean }>}
 */
const packages = {
  random: { browser: true },
  formats: { browser: true },
  ca: { browser: true },
  layers: { browser: true, mayImport: ['ca'] },
  stage1: { browser: true, mayImport: ['layers', 'layers/internal'] },
  stage2: {
    browser: true,
    mayImport: ['ca', 'formats', 'layers', 'layers/internal', 'random', 'stage1', 'text'],
  },
  text: { browser: true, mayImport: ['formats'] },
  metrics: { browser: true, mayImport: ['layers', 'random'] },
  data: { mayImport: ['formats', 'random', 'text'] },
  'tfjs-backend-ort': {},
};

/**
 * The folders of a workspace's `src`, from the bottom up, as in docs/architecture.md: each may import
 * those before it, and none after it.
 *
 * @type {Record<string, string[]>}
 */
export const folderOrder = {
  'apps/trainer': [
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
    'health',
    'report',
    'sampling',
    'evaluation',
    'training',
    'encoder',
    'ablation',
    'human-study',
    'commands',
    'cli',
  ],
  'packages/formats': [
    'shared',
    'zip',
    'safetensors',
    'numpy',
    'pickle',
    'pth',
    'mat',
    'torch7',
    'tensorboard',
    'web',
  ],
  'packages/data': [
    'shared',
    'files',
    'trees',
    'images',
    'source',
    'captions',
    'prepared',
    'preparation',
    'loader',
    'folder',
    'published',
    'cub',
    'oxford',
    'coco',
    'emoji',
    'avatars',
  ],
  'packages/metrics': [
    'shared',
    'images',
    'scores',
    'extractors',
    'heads',
    'attributes',
    'measure',
  ],
  'packages/stage2': ['networks', 'drawing', 'load'],
  'packages/tfjs-backend-ort': [
    'errors',
    'onnx',
    'engine',
    'graph',
    'lowering',
    'kernels',
    'execution',
    'backend',
    'trace',
  ],
};

/** Folders of a `src` that only tests import. */
export const testFolders = ['testing'];

/** Entries of a workspace, which nothing inside it imports. */
const entries = ['cli', 'index'];

/** Tests may also use seeded random numbers and the faster backend. */
const testsMayImport = ['random', 'tfjs-backend-ort'];

/** Helpers of tests that both need are in `apps/trainer/src/testing`: `tools` may import them. */
const noTools = {
  regex: '^(?:\\.\\./)+tools/',
  message: 'Packages and apps stand without tools, and so do their tests.',
};

/** @param {string} name @param {string[]} mayImport */
function stayInPackage(name, mayImport) {
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
    { regex: '^@tensorflow/tfjs$', message: 'Import tfjs-core and tfjs-layers, not the union.' },
    noTools,
  ];
}

const ownFolder = {
  regex: '^(?!\\./)',
  message: 'The program of a page imports only files of its folder.',
};

const inBrowsers = [
  { regex: '^node:', message: 'This package also runs in browsers.' },
  {
    regex: '^@tensorflow/tfjs-(?:backend-|node)',
    message: 'The user of this package picks the backend.',
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

/**
 * One pair of ESLint entries for each package, sources and tests, and one for each folder that has a
 * place in the order of its workspace.
 *
 * @type {import('eslint').Linter.Config[]}
 */
export const importRules = [
  ...packageRules(),
  restrictImports(['apps/trainer/src/**/*.ts'], [noTools]),
  ...Object.keys(folderOrder).flatMap(folderRules),
  restrictImports(['apps/trainer/src/pages/browser/*.ts'], [ownFolder]),
];

/** @param {string[]} files @param {object[]} patterns @param {string[]} ignores */
function restrictImports(files, patterns, ignores = []) {
  return { files, ignores, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

/** @param {string} workspace @returns {import('eslint').Linter.Config[]} */
function folderRules(workspace) {
  const folders = folderOrder[workspace] ?? [];
  return folders.map((folder, place) => {
    const later = [...folders.slice(place + 1), ...testFolders].join('|');
    const patterns = [
      // Of two entries for a file the second replaces the first.
      ...sourcePatterns(workspace.replace('packages/', '')),
      {
        regex: `^(?:\\.\\./)+(?:(?:${later})/|(?:${entries.join('|')})\\.js$)`,
        message: `${folder} may import only: ${folders.slice(0, place).join(', ') || 'no other folder'}.`,
      },
    ];
    return restrictImports([`${workspace}/src/${folder}/**/*.ts`], patterns, ['**/*.test.ts']);
  });
}

/** Imports that the sources of a package may not have; none for other workspaces. @param {string} name */
function sourcePatterns(name) {
  const known = packages[name];
  if (!known) return [noTools];
  return [...stayInPackage(name, known.mayImport ?? []), ...(known.browser ? inBrowsers : [])];
}

/** @returns {import('eslint').Linter.Config[]} */
function packageRules() {
  return Object.entries(packages).flatMap(([name, { mayImport = [], browser = false }]) => [
    {
      files: [`packages/${name}/src/**/*.ts`],
      ignores: ['**/*.test.ts', ...testFolders.map((folder) => `**/src/${folder}/**`)],
      rules: {
        'no-restricted-imports': ['error', { patterns: sourcePatterns(name) }],
        ...(browser && {
          'no-restricted-syntax': ['error', ...noDefaultExport, ...noSlowUpsampling],
          'no-restricted-globals': ['error', 'Buffer', 'process'],
        }),
      },
    },
    restrictImports(
      [`packages/${name}/src/**/*.test.ts`],
      stayInPackage(name, [...new Set([...mayImport, ...testsMayImport])]),
    ),
  ]);
}
