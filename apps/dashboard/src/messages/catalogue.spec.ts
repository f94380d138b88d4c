import { describe, expect, it } from 'vitest';
import { en as enShared } from './en/catalogue';
import { events as enEvents } from './en/events';
import { integrity as enIntegrity } from './en/integrity';
import { oversight as enOversight } from './en/oversight';
import { policies as enPolicies } from './en/policies';
import { reasons as enReasons } from './en/reasons';
import { sessions as enSessions } from './en/sessions';
import { rules as enRules } from './en/rules';
import { ko as koShared } from './ko/catalogue';
import { events as koEvents } from './ko/events';
import { integrity as koIntegrity } from './ko/integrity';
import { oversight as koOversight } from './ko/oversight';
import { policies as koPolicies } from './ko/policies';
import { reasons as koReasons } from './ko/reasons';
import { sessions as koSessions } from './ko/sessions';
import { rules as koRules } from './ko/rules';

// Those of all pages, and those that come with some.
const en = { ...enShared, ...enPolicies, ...enRules, ...enOversight, ...enReasons, ...enSessions, ...enEvents, ...enIntegrity };
const ko = { ...koShared, ...koPolicies, ...koRules, ...koOversight, ...koReasons, ...koSessions, ...koEvents, ...koIntegrity };

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
