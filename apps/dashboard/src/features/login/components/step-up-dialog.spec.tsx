import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadLanguage } from '../../../lib/i18n';
import { stepUp } from '../../../lib/step-up';
import { drawn } from '../../../testing/drawn';
import { StepUpForm } from './step-up-dialog';

vi.hoisted(() => {
  vi.stubGlobal('navigator', { language: 'en', userAgent: '', platform: '', vendor: '', maxTouchPoints: 0 });
  vi.stubGlobal('document', { documentElement: {} });
});
beforeAll(() => loadLanguage('en'));
afterEach(() => stepUp.forget());

const soon = (seconds: number): number => Date.now() / 1000 + seconds;

const form = () =>
  drawn(
    <QueryClientProvider client={new QueryClient()}>
      <StepUpForm />
    </QueryClientProvider>,
  );

describe('the password again', () => {
  it('is typed unseen into a field with a name, which no browser fills with anything else', () => {
    const { html, texts } = form();
    const field = /<input[^>]*>/.exec(html)?.[0] ?? '';
    expect(field).toContain('type="password"');
    expect(field).toContain('autoComplete="current-password"');
    expect(field).toContain('required=""');
    expect(field).not.toContain('value=');
    const id = /(?<= id=")[^"]+/.exec(field)?.[0] ?? '';
    expect(html).toContain(`for="${id}"`);
    expect(texts).toEqual(expect.arrayContaining(['Master password', 'Cancel', 'Confirm']));
  });

  it('is sent by one button of the form alone: the other only closes', () => {
    const buttons = form().html.match(/<button[^>]*type="(?:submit|button)"/g) ?? [];
    expect(buttons.map((button) => /type="(\w+)"/.exec(button)?.[1])).toEqual(['button', 'submit']);
  });

  it('answers everybody who waits for it, once', async () => {
    const answers = [stepUp.ask(), stepUp.ask()];
    expect(stepUp.question.get()).toBeDefined();
    stepUp.prove('token', soon(300));
    expect(await Promise.all(answers)).toEqual([true, true]);
    expect(stepUp.question.get()).toBeUndefined();
    expect(stepUp.headers()).toEqual({ 'X-WAIaaS-Step-Up': 'token' });
  });

  it('that is not given stops every act that waits', async () => {
    const answers = [stepUp.ask(), stepUp.ask()];
    stepUp.close(false);
    expect(await Promise.all(answers)).toEqual([false, false]);
    expect(stepUp.headers()).toEqual({});
  });

  it('holds no longer than the daemon said, and not a moment after a logout', () => {
    stepUp.prove('token', soon(4));
    expect(stepUp.headers()).toEqual({});
    stepUp.prove('token', soon(300));
    stepUp.forget();
    expect(stepUp.headers()).toEqual({});
  });

  it('that is asked for anew makes the old one worthless', async () => {
    stepUp.prove('token', soon(300));
    const answer = stepUp.ask();
    expect(stepUp.headers()).toEqual({});
    stepUp.close(false);
    expect(await answer).toBe(false);
  });
});
