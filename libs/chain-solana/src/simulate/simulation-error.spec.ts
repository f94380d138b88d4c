import { describe, expect, it } from 'vitest';
import { SYSTEM_PROGRAM, tokenProgramId } from '../program-ids.js';
import { simulationErrorOf } from './simulation-error.js';

const PROGRAMS = [SYSTEM_PROGRAM, tokenProgramId('spl-token-2022').toBase58(), 'Other'];

describe('simulationErrorOf', () => {
  it.each([
    ['AccountNotFound', 'insufficient funds for the fee'],
    [{ InsufficientFundsForRent: { account_index: 1 } }, 'an account would stay below the rent-exempt minimum'],
    [{ InstructionError: [0, { Custom: 1 }] }, 'insufficient funds'],
    [{ InstructionError: [1, { Custom: 1 }] }, 'insufficient token balance'],
    [{ InstructionError: [1, { Custom: 17 }] }, 'the token account is frozen'],
    [{ InstructionError: [2, { Custom: 6001 }] }, 'instruction 3 failed (code 6001)'],
    [{ InstructionError: [0, 'InvalidAccountData'] }, 'instruction 1 failed (InvalidAccountData)'],
    ['ProgramAccountNotFound', 'execution failed (ProgramAccountNotFound)'],
  ])('puts %j into words of our own', (err, text) => {
    expect(simulationErrorOf(err, PROGRAMS)).toBe(text);
  });

  it.each([
    ['visit https://evil.example'],
    [{ 'pay me': 1 }],
    [{ InstructionError: [0, 'send SOL to x.y'] }],
    [{ InstructionError: ['x'] }],
    [7],
  ])('passes no text of a node on: %j', (err) => {
    expect(simulationErrorOf(err, PROGRAMS)).toMatch(/^(execution|instruction 1) failed$/);
  });
});
