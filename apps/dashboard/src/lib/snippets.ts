export const SNIPPETS = ['curl', 'typescript', 'mcp'] as const;
export type SnippetKind = (typeof SNIPPETS)[number];

/** Ready to run. They name the token's file and never hold the token: whoever sees a snippet has learnt nothing. */
export function snippet(kind: SnippetKind, origin: string): string {
  const file = '~/.waiaas/token';
  switch (kind) {
    case 'curl':
      return [
        '# Put the token into a file that only you can read:',
        `install -d -m 700 ~/.waiaas && (umask 077; cat > ${file})   # paste, Enter, Ctrl-D`,
        '',
        `curl -H "Authorization: Bearer $(cat ${file})" ${origin}/v1/wallet/balance`,
      ].join('\n');
    case 'typescript':
      return [
        "import { readFile } from 'node:fs/promises';",
        "import { homedir } from 'node:os';",
        '',
        "const token = (await readFile(`${homedir()}/.waiaas/token`, 'utf8')).trim();",
        `const answer = await fetch('${origin}/v1/wallet/balance', {`,
        '  headers: { Authorization: `Bearer ${token}` },',
        '});',
        'console.log(await answer.json());',
      ].join('\n');
    case 'mcp':
      return JSON.stringify({ mcpServers: { waiaas: mcpServer(origin) } }, undefined, 2);
  }
}

/** By its file, never by a package name, which would run whatever a registry holds under it. Clients expand no `~`. */
function mcpServer(origin: string) {
  return {
    command: 'node',
    args: ['/where/waiaas/is/apps/mcp/dist/main.js'],
    env: { WAIAAS_BASE_URL: origin, WAIAAS_SESSION_TOKEN_FILE: '/home/you/.waiaas/token' },
  };
}
