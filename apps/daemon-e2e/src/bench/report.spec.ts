import { describe, expect, it } from 'vitest';
import { runOf, tableOf } from './report.js';

const run = { machine: 'two cores', figures: { 'sends per second': 150, failures: 0 } };

describe('the table of the bench', () => {
  it('names the machine and every figure', () => {
    expect(tableOf(run, undefined)).toBe('two cores\nsends per second  150\nfailures            0');
  });

  it('shows beside each what a saved run had, and the change', () => {
    const saved = { machine: 'two cores', figures: { 'sends per second': 120, failures: 0 } };
    const lines = tableOf(run, saved).split('\n');
    expect(lines[2]).toMatch(/^sends per second +150 +120 +\+25 %$/);
    expect(lines[3]).toMatch(/^failures +0 +0 *$/);
  });

  it('shows a figure alone that the saved run did not have, and says where the machine was another', () => {
    const table = tableOf(run, { machine: 'four cores', figures: {} });
    expect(table).toContain('saved on four cores');
    expect(table).toMatch(/^sends per second +150$/m);
  });

  it('takes nothing but a saved run for one', () => {
    expect(runOf(JSON.stringify(run))).toEqual(run);
    expect(() => runOf('[]')).toThrow(/no saved run/);
  });
});
