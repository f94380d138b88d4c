import { describe, expect, it } from 'vitest';
import { addressVerdict } from './address-verdict';

describe('what can be told of an address', () => {
  it.each([
    ['0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045', 'fits'],
    ['0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96046', 'wrong'],
    ['0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045', 'wrong'],
    ['0xd8da6bf26964af9d7eed9e03e53415d37aa96045', 'unguarded'],
    ['0xD8DA6BF26964AF9D7EED9E03E53415D37AA96045', 'unguarded'],
    ['0x1111111111111111111111111111111111111111', 'unguarded'],
    ['0xd8dA6BF26964aF9D7eEd9e03E53415D37aA9604', 'none'],
    ['So11111111111111111111111111111111111111112', 'solana'],
    ['11111111111111111111111111111111', 'solana'],
    ['111111111111111111111111111111111', 'none'],
    ['EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', 'solana'],
    ['EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyT', 'none'],
    ['0PjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v', 'none'],
    ['', 'none'],
  ])('%s: %s', (address, verdict) => {
    expect(addressVerdict(address)).toBe(verdict);
  });
});
