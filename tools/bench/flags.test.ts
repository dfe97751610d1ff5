import { expect, it } from 'vitest';
import { helpText, readFlags } from './flags.js';

it('the bench reads its flags, and its help lists all of them', () => {
  const flags = readFlags(['--tasks', 'Stage-I', '--rounds', '3', '--threads', '2', '--profile']);
  expect(flags).toMatchObject({ tasks: 'Stage-I', rounds: 3, threads: 2, profile: true });
  const help = helpText(['one', 'two']);
  for (const name of Object.keys(readFlags(['--report', 'a', '--json', 'b']))) {
    expect(help).toMatch(new RegExp(`^  --${name} .*\\w`, 'm'));
  }
  expect(help).toContain('Tasks: one, two');
});

it('the bench refuses unknown flags and invalid numbers', () => {
  expect(() => readFlags(['--round', '3'])).toThrow(/--round/);
  expect(() => readFlags(['--rounds', 'many'])).toThrow(
    '--rounds must be a whole number, 1 or more, not "many"',
  );
  expect(() => readFlags(['--threads', '0'])).toThrow(
    '--threads must be a whole number, 1 or more, not "0"',
  );
});
