import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/** Flags of the bench; `hint` is what stands for the value in the help. */
const flags = {
  works: { type: 'string', default: '', hint: 'TEXT', help: 'the works whose names contain TEXT' },
  rounds: { type: 'string', default: '7', hint: 'N', help: 'turns of every contestant' },
  threads: {
    type: 'string',
    default: String(availableParallelism()),
    hint: 'N',
    help: 'threads of every contestant',
  },
  report: { type: 'string', hint: 'FILE', help: 'write the table there, too' },
  json: { type: 'string', hint: 'FILE', help: 'write the figures there' },
  profile: {
    type: 'boolean',
    default: false,
    help: 'print where our own time goes, by operation and shape, instead',
  },
  help: { type: 'boolean', default: false, help: 'print this' },
} as const;

/** What was typed; throws TypeError for an unknown flag, RangeError for a number that is none. */
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
  throw new RangeError(`--${name} is ${JSON.stringify(text)}; give 1 or more`);
}

/** What `--help` prints. */
export function helpText(works: readonly string[]): string {
  const lines = Object.entries(flags).map(([name, flag]) => {
    const usage = 'hint' in flag ? `--${name} ${flag.hint}` : `--${name}`;
    const isShown = 'default' in flag && typeof flag.default === 'string' && flag.default !== '';
    return `  ${usage.padEnd(15)}  ${flag.help}${isShown ? ` (default: ${flag.default})` : ''}`;
  });
  return [
    'Usage: npm run bench -- [flags]',
    '',
    'Training steps and sampling beside PyTorch (of $PYTHON, python3; tuned, with bfloat16, as installed)',
    'and tfjs-node, where they are.',
    '',
    ...lines,
    '',
    `Works: ${works.join(', ')}`,
  ].join('\n');
}
