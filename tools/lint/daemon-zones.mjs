import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

// Inside the daemon Nx sees nothing; these zones hold its direction: config and common below, infra beside them, modules on top.

const SOURCE = './apps/daemon/src';

function moduleNames(root) {
  const folder = path.join(root, SOURCE, 'modules');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

const moduleZone = (name) => ({
  target: `${SOURCE}/modules/${name}`,
  from: `${SOURCE}/modules/!(${name})/**`,
  except: ['**/*.service.ts', '**/*.module.ts', '**/*.port.ts', '**/*.mapper.ts'],
  message: 'Another module is used through its .service, .module, .port or .mapper file.',
});

export function daemonZones(root) {
  const below = (target, from, message) => ({ target: `${SOURCE}/${target}`, from: `${SOURCE}/${from}`, message });
  return {
    'import-x/no-restricted-paths': [
      'error',
      {
        basePath: root,
        zones: [
          below('common', 'modules', 'common knows no feature.'),
          below('config', 'modules', 'config depends on nothing above it.'),
          below('config', 'infra', 'config depends on nothing above it.'),
          below('infra', 'modules', 'infra binds ports; it knows no feature.'),
          ...moduleNames(root).map(moduleZone),
        ],
      },
    ],
  };
}
