import { describe, expect, it } from 'vitest';
import { en } from './en/catalogue';
import { ko } from './ko/catalogue';

const places = (message: string): readonly string[] => [...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();

describe('the message catalogue', () => {
  it('says everything in every language', () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
    expect(Object.values(ko).every((message) => message.trim() !== '')).toBe(true);
  });

  it.each(Object.entries(en))('%s has the same places to fill in Korean', (key, message) => {
    expect(places(ko[key as keyof typeof en])).toEqual(places(message));
  });
});
