import { describe, expect, it } from 'vitest';
import { adminPages, loginPages, pageAt, sharedPages } from './pages';

describe('pageAt', () => {
  const at = (pathname: string): string | undefined => pageAt([...loginPages, ...sharedPages, ...adminPages], pathname)?.path;

  it.each([
    ['/admin', ''],
    ['/admin/', ''],
    ['/admin/login', 'login'],
    ['/admin/owner/login/', 'owner/login'],
    ['/admin/wallets/new', 'wallets/new'],
    ['/admin/wallets/0199', 'wallets/:id'],
    ['/admin/approvals/0199', 'approvals/:txId'],
    ['/admin/policies/0199/edit', 'policies/:id/edit'],
  ])('knows which page %s is', (pathname, path) => {
    expect(at(pathname)).toBe(path);
  });

  it.each(['/admin/nothing', '/admin/wallets/1/2', '/administrator'])('knows no page at %s', (pathname) => {
    expect(at(pathname)).toBeUndefined();
  });
});
