import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { preloadStart } from './tools/preload-start.mjs';

const base = '/admin/';

// What nearly every page needs is one file instead of twenty. The entry keeps what it needs, so that it waits for nothing; dialogs bring a
// library along (as do guards that ask by one), and the login page has none.
const APART =
  'opening|pages|api-client|catalogues|errors|event-stream|login-store|preferences|step-up|store|theme|unsaved-.*|.*dialog';
const groups = [
  { name: 'vendor', test: /node_modules\/(react|react-dom|react-router|scheduler|@tanstack)\//, priority: 2 },
  {
    name: 'first',
    test: new RegExp(`src/(app|lib|messages/en|components/ui)/(?!(${APART})\\.tsx?$)`),
    minShareCount: 6,
    priority: 1,
  },
];

// Static files for /admin/ of the daemon and of nginx: nothing inline, since the content security policy lets nothing inline run.
export default defineConfig({
  base,
  plugins: [react(), tailwind(), preloadStart({ entry: '/src/app/start.tsx', base })],
  resolve: { conditions: ['@waiaas/source', 'browser', 'module', 'import', 'default'] },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups } } },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:3100', '/health': 'http://127.0.0.1:3100' } },
});
