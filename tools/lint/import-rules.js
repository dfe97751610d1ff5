/**
 * Which rooms a room may import, as in docs/architecture.md. `browser`: runs in browsers too, so no
 * `node:` import; such a room picks no backend either. A room that is not listed may import no other.
 *
 * @type {Record<string, { mayImport?: string[], browser?: boolean }>}
 */
const rooms = {
  random: { browser: true },
  formats: { browser: true },
  ca: { browser: true },
  layers: { browser: true },
  stage1: { browser: true, mayImport: ['ca', 'layers'] },
  stage2: { browser: true, mayImport: ['ca', 'formats', 'layers', 'random', 'stage1', 'text'] },
  text: { browser: true, mayImport: ['formats'] },
  metrics: { browser: true, mayImport: ['layers', 'random'] },
  data: { mayImport: ['formats', 'random'] },
  'tfjs-backend-ort': {},
};

/** The trainer's rooms, as in docs/architecture.md: each may import those before it, and none after. */
export const trainerRooms = [
  'shared',
  'networks',
  'images',
  'options',
  'files',
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

/** Tests may also draw seeded numbers, and compute on the faster backend. */
const testsMayImport = ['random', 'tfjs-backend-ort'];

/** @param {string} name @param {string[]} mayImport */
function stayInRoom(name, mayImport) {
  const allowed = [name, ...mayImport].join('|');
  return [
    {
      regex: `^@stackgan/(?!(?:${allowed})$)`,
      message: `${name} may import only: ${mayImport.join(', ') || 'no other room'}.`,
    },
    {
      regex: '^\\.\\.?/.*\\bsrc/',
      message: 'Import another room by its package name.',
    },
    { regex: '^@tensorflow/tfjs$', message: 'Import tfjs-core and tfjs-layers, not the union.' },
  ];
}

const inBrowsers = [
  { regex: '^node:', message: 'This room runs in browsers too.' },
  {
    regex: '^@tensorflow/tfjs-(?:backend-|node)',
    message: 'Whoever uses this room picks the backend.',
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

/** @type {import('eslint').Linter.Config[]} */
const trainerRules = trainerRooms.map((name, place) => ({
  files: [`apps/trainer/src/${name}/**/*.ts`],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(?:\\.\\./)+(?:${[...trainerRooms.slice(place + 1), 'testing', 'cli\\.js'].join('|')})(?:/|$)`,
            message: `${name} may import only: ${trainerRooms.slice(0, place).join(', ') || 'no other room'}.`,
          },
        ],
      },
    ],
  },
}));

/**
 * One pair of ESLint entries for each package, sources and tests, and one for each room of the trainer.
 *
 * @type {import('eslint').Linter.Config[]}
 */
export const importRules = [...packageRules(), ...trainerRules];

/** @returns {import('eslint').Linter.Config[]} */
function packageRules() {
  return Object.entries(rooms).flatMap(([name, { mayImport = [], browser = false }]) => [
    {
      files: [`packages/${name}/src/**/*.ts`],
      ignores: ['**/*.test.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          { patterns: [...stayInRoom(name, mayImport), ...(browser ? inBrowsers : [])] },
        ],
        ...(browser && {
          'no-restricted-syntax': ['error', ...noDefaultExport, ...noSlowUpsampling],
          'no-restricted-globals': ['error', 'Buffer', 'process'],
        }),
      },
    },
    {
      files: [`packages/${name}/src/**/*.test.ts`],
      rules: {
        'no-restricted-imports': [
          'error',
          { patterns: stayInRoom(name, [...new Set([...mayImport, ...testsMayImport])]) },
        ],
      },
    },
  ]);
}
