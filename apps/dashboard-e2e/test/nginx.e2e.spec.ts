import { DaemonProcess, PASSWORD, QUIET_LIMITS } from '@waiaas/daemon-e2e';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, hasNginx, startNginx } from '../src/nginx-front.js';
import { openBrowser, Visitor } from '../src/visitor.js';

// Where the program is missing this counts as skipped, never as passed.
describe.skipIf(!hasNginx)('the dashboard behind nginx', () => {
  let daemon: DaemonProcess;
  let origin: string;
  let stopNginx: () => Promise<void>;

  beforeAll(async () => {
    const port = await freePort();
    origin = `https://localhost:${String(port)}`;
    daemon = await DaemonProcess.start({
      env: {
        WAIAAS_MASTER_PASSWORD: PASSWORD,
        WAIAAS_SECURITY_ALLOWED_HOSTS: `localhost:${String(port)}`,
        WAIAAS_SECURITY_TRUSTED_PROXIES: '127.0.0.1',
        ...QUIET_LIMITS,
      },
    });
    stopNginx = await startNginx(port, new URL(await daemon.url()).host);
  });
  afterAll(async () => {
    await stopNginx();
    await daemon.dispose();
  });

  it('opens a deep link, logs in by a cookie that only TLS carries, and follows events', async () => {
    const browser = await openBrowser();
    const visitor = await Visitor.arrive(browser, origin, { ignoreHTTPSErrors: true });
    try {
      const [answer] = await Promise.all([
        visitor.page.waitForResponse((response) => response.url().endsWith('/admin/audit')),
        visitor.open('/audit'),
      ]);
      expect(answer.headers()['content-security-policy']).toContain("require-trusted-types-for 'script'");
      await visitor.logIn(PASSWORD);
      await visitor.page.getByRole('table').getByText('ADMIN_LOGIN').first().waitFor();
      await visitor.sees(/^Live$/);
      const cookies = await visitor.context.cookies();
      expect(cookies.map(({ name, secure, httpOnly, sameSite }) => [name, secure, httpOnly, sameSite])).toEqual([
        ['__Host-waiaas_admin', true, true, 'Strict'],
      ]);
      await visitor.inspect();
      expect(await visitor.leave()).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
