import { describe, expect, it, vi } from 'vitest';
import { settingOf } from './setting.fixture';
import { inKorean } from './setting-words';

vi.hoisted(() => vi.stubGlobal('navigator', { language: 'en' }));

describe('a setting in Korean', () => {
  it('has a name, a description, a unit and what it must be', () => {
    const setting = settingOf('policy.default_delay_seconds', {
      expects: 'an integer from 60 to 2592000',
      unit: 'seconds',
    });
    expect(inKorean(setting)).toMatchObject({
      label: '기본 지연 시간',
      description: '정책에 지연 시간이 없을 때 기다리는 시간입니다.',
      expects: '60에서 2592000 사이의 정수',
      unit: '초',
      key: 'policy.default_delay_seconds',
    });
  });

  it.each([
    ['chain.ethereum-sepolia.finality', 'ethereum-sepolia 확정 기준'],
    ['explorer.base_mainnet', 'base-mainnet 블록 탐색기'],
    ['chain.solana-devnet.max_priority_fee', 'solana-devnet 컴퓨트 유닛 최고 가격'],
  ])('names the network of %s', (key, label) => {
    expect(inKorean(settingOf(key)).label).toBe(label);
  });

  it('speaks for itself where it is newer than the page', () => {
    const setting = settingOf('daemon.not_built_yet', { label: 'Own', description: 'Its own.', expects: 'a riddle' });
    expect(inKorean(setting)).toEqual(setting);
  });
});
