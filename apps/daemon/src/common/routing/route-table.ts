import type { AuthPolicy } from '../auth/auth.decorator.js';

export interface Route {
  readonly method: string;
  /** As declared: `/v1/wallets/:id`, or ending in `/*`. */
  readonly path: string;
  readonly policy: AuthPolicy;
  /** Class and method, for the boot checks and the tests. */
  readonly handler: string;
}

interface Node {
  readonly literal: Map<string, Node>;
  readonly routes: Map<string, Route>;
  readonly wildcard: Map<string, Route>;
  parameter: Node | undefined;
}

const newNode = (): Node => ({ literal: new Map(), routes: new Map(), wildcard: new Map(), parameter: undefined });

function isDecodable(segment: string): boolean {
  if (segment === '') return false;
  try {
    decodeURIComponent(segment);
    return true;
  } catch {
    return false;
  }
}

/**
 * The routes the daemon serves, matched against the raw path of a request.
 *
 * Literal segments must be spelled exactly: another case, an encoded letter, a trailing or doubled slash is another path, so no
 * spelling reaches a handler around what was declared for it. Fastify routes by itself afterwards; where it disagrees, 404 wins.
 */
export class RouteTable {
  #root = newNode();
  #routes: readonly Route[] = [];

  load(routes: readonly Route[]): void {
    this.#root = newNode();
    this.#routes = routes;
    for (const route of routes) this.#insert(route);
  }

  all(): readonly Route[] {
    return this.#routes;
  }

  /** The route of a method and raw path; HEAD is served where GET is. */
  match(method: string, rawPath: string): Route | undefined {
    if (!rawPath.startsWith('/')) return undefined;
    return descend(this.#root, rawPath.slice(1).split('/'), method === 'HEAD' ? 'GET' : method);
  }

  #insert(route: Route): void {
    let node = this.#root;
    for (const segment of route.path.slice(1).split('/')) {
      if (segment === '*') {
        node.wildcard.set(route.method, route);
        return;
      }
      node = child(node, segment);
    }
    if (node.routes.has(route.method)) throw new Error(`two handlers serve ${route.method} ${route.path}`);
    node.routes.set(route.method, route);
  }
}

function child(node: Node, segment: string): Node {
  if (segment.startsWith(':')) return (node.parameter ??= newNode());
  const known = node.literal.get(segment);
  if (known !== undefined) return known;
  const made = newNode();
  node.literal.set(segment, made);
  return made;
}

function descend(node: Node, segments: readonly string[], method: string): Route | undefined {
  const [head, ...rest] = segments;
  if (head === undefined) return node.routes.get(method);
  const literal = node.literal.get(head);
  const found = literal === undefined ? undefined : descend(literal, rest, method);
  if (found !== undefined) return found;
  if (node.parameter !== undefined && isDecodable(head)) {
    const byParameter = descend(node.parameter, rest, method);
    if (byParameter !== undefined) return byParameter;
  }
  return node.wildcard.get(method);
}
