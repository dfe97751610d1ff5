import { expect, it } from 'vitest';
import { helpText, readFlags } from './flags.js';

it('the bench reads its flags, and its help names every one of them', () => {
  const flags = readFlags(['--works', 'Stage-I', '--rounds', '3', '--threads', '2', '--profile']);
  expect(flags).toMatchObject({ works: 'Stage-I', rounds: 3, threads: 2, profile: true });
  const help = helpText(['one', 'two']);
  for (const name of Object.keys(readFlags(['--report', 'a', '--json', 'b']))) {
    expect(help).toMatch(new RegExp(`^  --${name} .*\\w`, 'm'));
  }
  expect(help).toContain('Works: one, two');
});

it('the bench refuses flags that it does not have, and numbers that are none', () => {
  expect(() => readFlags(['--round', '3'])).toThrow(/--round/);
  expect(() => readFlags(['--rounds', 'many'])).toThrow('--rounds is "many"; give 1 or more');
  expect(() => readFlags(['--threads', '0'])).toThrow('--threads is "0"');
});
