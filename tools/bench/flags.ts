import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/** Flags of the bench; `hint` is the placeholder of the value in the help. */
const flags = {
  tasks: {
    type: 'string',
    default: '',
    hint: 'TEXT',
    help: 'run the tasks whose names contain TEXT',
  },
  rounds: { type: 'string', default: '7', hint: 'N', help: 'turns per contestant' },
  threads: {
    type: 'string',
    default: String(availableParallelism()),
    hint: 'N',
    help: 'threads per contestant',
  },
  report: { type: 'string', hint: 'FILE', help: 'also write the report to FILE' },
  json: { type: 'string', hint: 'FILE', help: 'write the figures to FILE' },
  profile: {
    type: 'boolean',
    default: false,
    help: 'instead, print our time by operation and shape',
  },
  help: { type: 'boolean', default: false, help: 'print this help' },
} as const;

/** Parses `args`. Throws a TypeError for an unknown flag, a RangeError for an invalid number. */
export function readFlags(args: string[]) {
  const { values } = parseArgs({ args, options: flags });
  return {
    ...values,
    rounds: count('rounds', values.rounds),
    threads: count('threads', values.threads),
  };
}

function count(name: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new RangeError(`--${name} must be a whole number, 1 or more, not ${JSON.stringify(text)}`);
}

/** What `--help` prints. */
export function helpText(tasks: readonly string[]): string {
  const lines = Object.entries(flags).map(([name, flag]) => {
    const usage = 'hint' in flag ? `--${name} ${flag.hint}` : `--${name}`;
    const isShown = 'default' in flag && typeof flag.default === 'string' && flag.default !== '';
    return `  ${usage.padEnd(15)}  ${flag.help}${isShown ? ` (default: ${flag.default})` : ''}`;
  });
  return [
    'Usage: npm run bench -- [flags]',
    '',
    'Compares the speed of training steps and sampling with PyTorch (of $PYTHON, default python3;',
    'tuned, tuned with bfloat16, as installed) and tfjs-node, as far as these are installed.',
    '',
    ...lines,
    '',
    `Tasks: ${tasks.join(', ')}`,
  ].join('\n');
}
