import { eventually, PASSWORD } from '@waiaas/daemon-e2e';
import { describe, expect, it } from 'vitest';
import { useDashboard } from '../src/dashboard-test.js';

const { visit } = useDashboard();

describe('the admin login', () => {
  it('refuses a wrong password, takes the right one, and goes where the link led', async () => {
    const visitor = await visit();
    visitor.guard.expectRefusals(401, 429);
    await visitor.open('/?from=a-link');
    await visitor.heading('Admin login');
    await visitor.inspect();
    await visitor.logIn('not the password at all');
    await visitor.sees('That is not the master password.');
    expect(await visitor.page.getByLabel('Master password').inputValue()).toBe('');
    // A wrong password holds back the next one for a second. Each try is on a page that shows nothing of the one before.
    await eventually('the right password opens', async () => {
      await visitor.open('/?from=a-link');
      await visitor.heading('Admin login');
      await visitor.logIn(PASSWORD);
      await visitor.sees(/Too many wrong passwords|Live sessions/);
      return (await visitor.page.getByText('Live sessions').count()) > 0;
    });
    await visitor.heading('Overview');
    await visitor.sees('Works');
    expect(visitor.page.url()).toContain('?from=a-link');
    await visitor.inspect();
  });

  it('keeps the password in no storage, no address and no part of the page', async () => {
    const visitor = await visit();
    await visitor.open('/');
    await visitor.logIn(PASSWORD);
    await visitor.heading('Overview');
    const kept = await visitor.page.evaluate(() =>
      JSON.stringify([
        { ...sessionStorage },
        { ...localStorage },
        location.href,
        document.documentElement.outerHTML,
        document.cookie,
      ]),
    );
    expect(kept).not.toContain(PASSWORD);
    expect(kept).not.toContain('waiaas_admin');
  });

  it('is over with the logout: going back shows nothing, and the cookie is dead', async () => {
    const visitor = await visit();
    await visitor.open('/');
    await visitor.logIn(PASSWORD);
    await visitor.heading('Overview');
    const cookies = await visitor.context.cookies();
    await visitor.press('Log out');
    await visitor.heading('Admin login');
    await visitor.page.goBack();
    await visitor.heading('Admin login');
    expect(await visitor.page.getByText('Live sessions').count()).toBe(0);
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${visitor.origin}/v1/admin/session`, { headers: { cookie, 'sec-fetch-site': 'same-origin' } });
    expect(answer.status).toBe(401);
  });

  it('works with the keyboard alone, and the freeze button is one of its stops', async () => {
    const visitor = await visit();
    await visitor.open('/');
    await visitor.heading('Admin login');
    await visitor.page.locator('input[type=password]:focus').waitFor();
    await visitor.page.keyboard.type(PASSWORD);
    await visitor.page.keyboard.press('Enter');
    await visitor.heading('Overview');
    const freeze = visitor.button('Freeze');
    await freeze.focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.dialog.waitFor();
    await visitor.inspect();
    await visitor.page.keyboard.press('Escape');
    await visitor.isAnswered();
    await visitor.page.locator('button:focus', { hasText: 'Freeze' }).waitFor();
  });

  it('speaks Korean, in the dark, on a phone', async () => {
    const visitor = await visit({ locale: 'ko-KR', colorScheme: 'dark', viewport: { width: 390, height: 844 } });
    await visitor.open('/');
    await visitor.page.getByRole('heading', { level: 1, name: '관리자 로그인' }).waitFor();
    await visitor.page.getByLabel('마스터 비밀번호').fill(PASSWORD);
    await visitor.press('로그인');
    await visitor.page.getByRole('heading', { level: 1, name: '개요' }).waitFor();
    expect(await visitor.page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']])).toEqual(
      ['ko', 'dark'],
    );
    expect(await visitor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await visitor.inspect();
  });
});

describe('the freeze', () => {
  it('stops everything after the typed word, says so on every page, and is taken back with the password', async () => {
    const visitor = await visit();
    visitor.guard.expectRefusals(403);
    await visitor.open('/');
    await visitor.logIn(PASSWORD);
    await visitor.press('Freeze');
    const submit = visitor.dialog.getByRole('button', { name: 'Freeze everything now' });
    expect(await submit.isDisabled()).toBe(true);
    await visitor.page.getByLabel('Type FREEZE to confirm').fill('FREEZE');
    await submit.click();
    await visitor.sees('Everything is frozen');
    await visitor.inspect();
    await visitor.press('Recover');
    await visitor.dialog.getByLabel('Master password').fill(PASSWORD);
    await visitor.page.getByLabel('Type RECOVER to confirm').fill('RECOVER');
    await visitor.answer('Recover');
    await visitor.seesNoMore('Everything is frozen');
  });
});

describe('a dashboard that nobody touches', () => {
  it('asks, goes on when somebody answers, locks when nobody does, and comes back to the same page', async () => {
    const visitor = await visit();
    await visitor.page.clock.install();
    await visitor.open('/sessions?of=mine');
    await visitor.logIn(PASSWORD);
    await visitor.heading('Sessions');
    await visitor.page.clock.fastForward('14:10');
    await visitor.page.getByRole('heading', { name: 'Are you still there?' }).waitFor();
    await visitor.sees(/^The dashboard locks in 0:[1-5]\d\.$/);
    await visitor.inspect();
    await visitor.answer('Stay logged in');
    await visitor.isAnswered();
    await visitor.page.clock.fastForward('15:01');
    await visitor.sees('Locked after a while without you. Log in to go on where you were.');
    expect(await visitor.page.evaluate(() => sessionStorage.getItem('waiaas.logins'))).toBe('{}');
    await visitor.logIn(PASSWORD);
    await visitor.heading('Sessions');
    expect(visitor.page.url()).toContain('/sessions?of=mine');
  });
});

describe('a page of another origin', () => {
  it('reads nothing and does nothing while the admin is logged in', async () => {
    const visitor = await visit();
    visitor.guard.expectRefusals(403);
    await visitor.open('/');
    await visitor.logIn(PASSWORD);
    await visitor.heading('Overview');
    const cookies = await visitor.context.cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const from = (origin: string, site: string) => ({ cookie, origin, 'sec-fetch-site': site });
    for (const headers of [
      from('http://evil.example', 'cross-site'),
      from('http://127.0.0.1:1', 'same-site'),
      from('null', 'cross-site'),
    ]) {
      const answers = await Promise.all([
        fetch(`${visitor.origin}/v1/admin/status`, { headers }),
        fetch(`${visitor.origin}/v1/events`, { headers }),
        fetch(`${visitor.origin}/v1/admin/kill-switch`, { method: 'POST', headers }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    }
    await visitor.open('/');
    await visitor.sees('Live sessions');
  });
});
