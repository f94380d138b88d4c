import { describe, expect, it } from 'vitest';
import { RouteTable } from './route-table.js';

const table = (...paths: string[]) => {
  const routes = new RouteTable();
  routes.load(paths.map((path) => ({ method: 'GET', path, policy: { kind: 'public' }, handler: path })));
  return routes;
};

describe('the route table', () => {
  it('prefers a literal segment, and goes back to the parameter where the literal leads nowhere', () => {
    const routes = table('/v1/policies/types', '/v1/policies/:id', '/v1/policies/:id/versions');
    expect(routes.match('GET', '/v1/policies/types')?.path).toBe('/v1/policies/types');
    expect(routes.match('GET', '/v1/policies/other')?.path).toBe('/v1/policies/:id');
    expect(routes.match('GET', '/v1/policies/types/versions')?.path).toBe('/v1/policies/:id/versions');
  });

  it('takes no empty or undecodable segment for a parameter', () => {
    const routes = table('/v1/policies/:id');
    for (const path of ['/v1/policies/', '/v1/policies', '/v1/policies/%zz', '/v1/policies/a/', '/v1//policies/a']) {
      expect(routes.match('GET', path)).toBeUndefined();
    }
  });

  it('ends a wildcard at its own stem', () => {
    const routes = table('/admin/*', '/v1/:id');
    expect(routes.match('GET', '/admin/a/b')?.path).toBe('/admin/*');
    expect(routes.match('GET', '/administrator')).toBeUndefined();
  });

  it('refuses two handlers for one route', () => {
    expect(() => table('/a/:id', '/a/:other')).toThrow('two handlers');
  });
});
